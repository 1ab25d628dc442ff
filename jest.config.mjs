/** Jest runs what tsc has compiled (scripts/test.mjs): plain ES modules, nothing to transform. */
export default {
  rootDir: 'build/test',
  testRegex: ['\\.spec\\.js$', '\\.e2e-spec\\.js$'],
  transform: {},
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  // A page test starts the portal, a database and a browser.
  testTimeout: 60_000,
  // Suites wait for letters, restarts and pages more than they compute; each has a product and a database of its own.
  maxWorkers: 2,
};
