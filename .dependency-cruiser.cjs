const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** A module imports only from modules above it in this list. */
const ORDER = [
  'text',
  'core',
  'web',
  'panel',
  'audit',
  'mail',
  'files',
  'factors',
  'users',
  'auth',
  'staff',
  'office',
  'imports',
  'calendar',
  'search',
  'accounts',
  'notifications',
  'residents',
  'profile',
  'code-words',
  'announcements',
  'billing',
  'receipts',
  'meters',
  'readings',
  'requests',
  'messages',
  'personal',
  'pages',
  'backup',
  'doctor',
  'metrics',
  'tracing',
  'trial',
];

/** What rules may use besides each other: packages and parts of Node that only compute. */
const CALCULATIONS = [
  '^src/(text|imports)/[^/.]+\\.ts$',
  '^src/billing/formats/(headings|formats|more-accounts)\\.ts$',
  '^src/billing/recipients/(capital-repair|part-words)\\.ts$',
  '^src/core/ids\\.ts$',
  '^src/files/pdf-(lexer|object)\\.ts$',
  '^src/messages/book/personal/[^/]+\\.ts$',
  '^src/meters/meter\\.ts$',
  '^src/receipts/(receipt|charges-table|executor|facts|penalties-view|reference-view|section-view|debts-view|readings-view|services-view|slip-view|papers/paper)\\.ts$',
  '^(node:)?(url|module|crypto|zlib)$',
  'node_modules/(@zxcvbn-ts|otpauth|saxes)/',
  '^(node:)?stream$',
];

/** The panel's pages, which AdminJS bundles for the browser with its own React. */
const BROWSER = '^src/panel/components/';

const anyOf = (names) => `(${names.join('|')})`;
const exactly = (file) => `^${file.replaceAll('.', '\\.')}$`;

/** Pure rules are the files of a module that have a spec beside them: only such files can be tested so. */
const RULES = ORDER.filter(
  (name) =>
    !['text', 'core', 'web', 'imports', 'panel'].includes(name) && existsSync(join(__dirname, 'src', name)),
)
  .flatMap((name) =>
    readdirSync(join(__dirname, 'src', name), { recursive: true }).map((file) => `src/${name}/${file}`),
  )
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => exactly(file.replace('.spec.ts', '.ts')));

const forbidden = [
  ...ORDER.slice(0, -1).map((name, index) => ({
    name: `order-of-${name}`,
    comment: `${name} knows nothing of what comes after it: the upper module calls and composes.`,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: { path: `^src/${anyOf(ORDER.slice(index + 1))}/` },
  })),
  {
    name: 'every-module-has-its-place',
    comment: 'A new module takes its place in ORDER.',
    severity: 'error',
    from: {},
    to: { path: '^src/[^/]+/', pathNot: `^src/${anyOf(ORDER)}/` },
  },
  {
    name: 'app-is-on-top',
    comment: 'The files of src itself put modules together; no module asks for them.',
    severity: 'error',
    from: { path: '^src/[^/]+/' },
    to: { path: '^src/[^/]+$' },
  },
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'not-to-tests',
    severity: 'error',
    from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
    to: { path: ['^(test|bench)/', '\\.(e2e-)?spec\\.ts$'] },
  },
  {
    name: 'services-know-no-web',
    comment: 'A service says what can be done, not how it is asked for or shown.',
    severity: 'error',
    from: { path: '\\.service\\.ts$' },
    to: {
      path: ['^src/web/', 'node_modules/(@types/)?express', '\\.(forms|controller|admin)\\.ts$'],
    },
  },
  {
    name: 'rules-know-nothing',
    comment: 'Pure rules get values and give values.',
    severity: 'error',
    from: { path: RULES },
    to: { pathNot: [...RULES, ...CALCULATIONS], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'text-knows-nothing',
    severity: 'error',
    from: { path: '^src/text/', pathNot: '\\.spec\\.ts$' },
    to: { pathNot: '^src/text/' },
  },
  { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-dev-packages',
    comment: 'The product runs without devDependencies.',
    severity: 'error',
    from: { path: '^(src|migrations)/', pathNot: ['\\.spec\\.ts$', BROWSER] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
];

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
