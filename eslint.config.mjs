import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const CLOCK = 'Time comes from the injected Clock (core/clock.ts).';
const CHANCE = 'Randomness comes from node:crypto through the injected Random.';
const SETTINGS = 'Settings are read in core/config.ts only.';

const noChance = { object: 'Math', property: 'random', message: CHANCE };
const noEnvironment = { object: 'process', property: 'env', message: SETTINGS };
const noNow = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: CLOCK },
];
/** A second error of `afterAll` hides why `beforeAll` has failed. */
const unmade = {
  selector:
    "CallExpression[callee.name=/^after(All|Each)$/] MemberExpression[optional=false][object.type='Identifier'][object.name=/^[a-z]/]",
  message: 'Write `world?.stop()`: when the set-up has failed, there is none.',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'build/', 'data/', 'public/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    rules: {
      eqeqeq: 'error',
      curly: ['error', 'multi-line'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'off',
      'no-restricted-properties': ['error', noChance],
    },
  },
  {
    // A pattern over what people and other programs send takes time in proportion to its length.
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: ['**/*.spec.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': [
        'error',
        { report: 'potential', ignoreSticky: false, ignorePartial: false },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // noUncheckedIndexedAccess asks for `!` where a line above has already made sure.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A Nest module is a class with a decorator and nothing in it.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Interfaces of Nest and AdminJS ask for promises where we have the answer at hand.
      '@typescript-eslint/require-await': 'off',
      // Taking some properties out of an object is how the rest is got.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', unmade] },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: ['**/*.spec.ts', 'src/core/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noNow] },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: ['**/*.spec.ts', 'src/core/config.ts'],
    rules: {
      'no-restricted-properties': ['error', noChance, noEnvironment],
      'no-restricted-imports': [
        'error',
        { paths: ['process', 'node:process'].map((name) => ({ name, message: SETTINGS })) },
      ],
    },
  },
);
