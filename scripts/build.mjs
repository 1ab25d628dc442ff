import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, run, seconds } from './install.mjs';

const SETTINGS = ['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json'];

/** Builds the product into dist unless dist comes from these very sources. */
export function ensureBuilt() {
  const inputs = [
    'src',
    'migrations',
    'scripts/build-panel.mjs',
    'tsconfig.build.json',
    'tsconfig.migrations.json',
  ];
  buildOnce('dist', [...inputs, ...SETTINGS], () => npm('run', 'build', '--silent'));
}

/** Compiles product and tests into build/test, where Jest finds them. */
export function ensureTestsBuilt() {
  buildOnce('build/test', ['src', 'test', 'migrations', ...SETTINGS, 'tsconfig.test.json'], () => {
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.test.json'], { name: 'tsc' });
  });
}

/** The marker holds a hash of what was built and appears last: a broken-off build is made again. */
function buildOnce(directory, inputs, build) {
  const marker = join(root, directory, '.built');
  const hash = hashOf(inputs);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return;

  process.stdout.write(`Собираю ${directory}… `);
  const started = performance.now();
  rmSync(join(root, directory), { recursive: true, force: true });
  build();
  mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(marker, hash);
  console.log(`готово за ${seconds(started)}`);
}

/** Contents, not times: a fresh clone or another branch changes the times of everything. */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesIn(input) {
  const path = join(root, input);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [input];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(input, join(entry.parentPath, entry.name).slice(path.length)))
    .sort();
}
