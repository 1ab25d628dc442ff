// A table belongs to one module: others ask its views and services. What crosses today stands in table-crossings.txt,
// and the list only gets shorter: a new crossing fails, and so does a line that nothing needs any more.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const OWNERS = {
  core: ['form_keys', 'installation', 'jobs', 'rate_limits'],
  audit: ['audit_events'],
  mail: ['letters', 'mail_trouble'],
  users: ['consents', 'users'],
  auth: ['auth_codes', 'identities', 'sessions'],
  staff: ['staff'],
  accounts: ['account_links', 'accounts', 'houses', 'imports', 'units'],
  notifications: ['notification_preferences'],
  'code-words': ['code_word_accounts', 'code_words'],
  billing: [
    ...[
      'balance_statements',
      'batch_repeats',
      'batches',
      'charge_lines',
      'import_profiles',
      'payment_documents',
    ],
    ...['payment_moves', 'payments', 'services', 'unknown_rows'],
  ],
  meters: ['meter_accounts', 'meters', 'reading_windows'],
  readings: ['meter_photos', 'meter_readings', 'reading_certificates', 'reading_exports'],
  feedback: ['feedback'],
};
const OWNER_OF = new Map(
  Object.entries(OWNERS).flatMap(([module, tables]) => tables.map((table) => [table, module])),
);
const LIST = join(root, 'scripts/table-crossings.txt');

/** Tables that the migrations make and nobody owns. */
export function unowned() {
  const made = new Set();
  for (const file of readdirSync(join(root, 'migrations'))) {
    const text = readFileSync(join(root, 'migrations', file), 'utf8');
    for (const [, table] of text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g)) made.add(table);
    for (const [, table] of text.matchAll(/DROP TABLE (?:IF EXISTS )?(\w+)/g)) {
      if (!OWNER_OF.has(table)) made.delete(table);
    }
  }
  return [...made].filter((table) => !OWNER_OF.has(table)).sort();
}

/** «module table» for each table that SQL of another module names. */
export function crossings() {
  const found = new Set();
  const names = [...OWNER_OF.keys()].join('|');
  const named = new RegExp(
    `\\b(?:FROM|JOIN|INTO|UPDATE|USING|ONLY|TABLE)\\s+(${names})\\b|[,'\`]\\s*(${names})\\s+[a-z]{1,2}\\b(?= (?:JOIN|LEFT|WHERE))`,
    'g',
  );
  for (const file of readdirSync(join(root, 'src'), { recursive: true }).map((name) =>
    name.replaceAll('\\', '/'),
  )) {
    const [module] = file.split('/');
    if (!/\.tsx?$/.test(file) || file.endsWith('.spec.ts') || module === 'trial' || !file.includes('/')) {
      continue;
    }
    // of an update or a lock «FOR UPDATE OF a» no table is named; comments name what they like
    const text = readFileSync(join(root, 'src', file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const [, one, other] of text.matchAll(named)) {
      const table = one ?? other;
      if (OWNER_OF.get(table) !== module) found.add(`${module} ${table}`);
    }
  }
  return [...found].sort();
}

const now = crossings();
if (process.argv.includes('--write')) writeFileSync(LIST, `${now.join('\n')}\n`);
const known = readFileSync(LIST, 'utf8').split('\n').filter(Boolean);
const problems = [
  ...unowned().map((table) => `${table}: which module owns it? (scripts/tables.mjs)`),
  ...now
    .filter((line) => !known.includes(line))
    .map((line) => `${line}: a table of another module; ask its views or services`),
  ...known
    .filter((line) => !now.includes(line))
    .map((line) => `${line}: crosses no more, take it from scripts/table-crossings.txt`),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
