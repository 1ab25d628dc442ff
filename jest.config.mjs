import { availableParallelism } from 'node:os';

const common = {
  rootDir: 'build/test',
  // Compiled tests lie apart from the compiled product (tsconfig.test.json); plain ES modules, nothing to transform.
  transform: {},
  // In the realm of Node, with its modules (decision 54).
  testRunner: '<rootDir>/../../scripts/jest/suite.cjs',
  testEnvironment: '<rootDir>/../../scripts/jest/environment.cjs',
};

export default {
  rootDir: 'build/test',
  projects: [
    {
      ...common,
      displayName: 'rules',
      testRegex: ['/src/.*\\.spec\\.js$'],
    },
    {
      ...common,
      displayName: 'product',
      testRegex: ['/test/.*\\.e2e-spec\\.js$'],
      globalSetup: '<rootDir>/test/support/global-setup.js',
      globalTeardown: '<rootDir>/test/support/global-teardown.js',
    },
  ],
  // Starting the portal, a database and a browser may take minutes on a busy machine; one that ends fails its suite at once.
  testTimeout: 240_000,
  // Suites wait for letters, restarts and pages more than they compute; each has a product and a database of its own.
  maxWorkers: Math.max(2, Math.ceil(availableParallelism() * 1.5)),
  // Of tests that only wait.
  maxConcurrency: 12,
};
