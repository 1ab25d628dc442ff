import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';

const NAMES = [
  'pages',
  'sign-ins',
  'accounts',
  'import',
  'books',
  'readings',
  'reminders',
  'code-words',
  'desk',
  'inbox',
  'search',
  'find',
  'sheet',
  'growth',
];
const chosen = process.argv.slice(2);
if (chosen.length === 0 || chosen.some((name) => !NAMES.includes(name))) {
  console.error(`npm run bench -- ${NAMES.join(' | ')}`);
  process.exit(2);
}

ensureInstalled();
ensureBuilt();
for (const name of chosen) {
  const bench = await import(`../bench/${name}.mjs`);
  await bench.default();
}
