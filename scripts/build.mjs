import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, seconds } from './install.mjs';

/** What the bundle of the panel is made from. */
const PANEL = [
  'src/panel/components',
  'src/panel/understood.ts',
  'scripts/build-panel.mjs',
  'package-lock.json',
];

/** Compiles what has changed, product and tests alike, and bundles the product, and the panel's pages, when theirs have. */
export function ensureBuilt() {
  if (!existsSync(join(root, 'dist/main.js'))) console.log('Собираю портал, это займёт около минуты…');
  const started = performance.now();
  forgetRemoved();
  const compiled = newest();
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--build'], { name: 'tsc --build' });
  const bundled = [ensurePanel(), ensureBundle()].includes(true);
  if (bundled || newest() !== compiled) console.log(`Собрано за ${seconds(started)}`);
}

/** The bundle is made anew when its sources are others than those whose hash lies beside it. */
function ensurePanel() {
  const marker = join(root, 'dist/bundle/.built');
  const hash = hashOf(PANEL);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return false;
  run(process.execPath, ['scripts/build-panel.mjs'], { name: 'build-panel' });
  writeFileSync(marker, hash);
  return true;
}

/** Made anew after the compiler has written anything, as src/program.ts sees it, and with other packages. */
function ensureBundle() {
  const packages = join(root, 'dist/bin/.packages');
  const madeOf = join(root, 'dist/bin/.made-of');
  const said = [
    [packages, hashOf(['scripts/bundle.mjs', 'package-lock.json'])],
    [
      madeOf,
      createHash('sha256')
        .update(readFileSync(join(root, 'dist/.tsbuildinfo')))
        .digest('hex'),
    ],
  ];
  if (said.every(([file, hash]) => existsSync(file) && readFileSync(file, 'utf8') === hash)) return false;
  run(process.execPath, ['scripts/bundle.mjs'], { name: 'bundle' });
  for (const [file, hash] of said) writeFileSync(file, hash);
  return true;
}

/** The compiler leaves what came from a source that is gone: a migration or a test of that kind would still run. */
export function forgetRemoved() {
  forget('dist', 'src', ['migrations', 'bundle', 'bin']);
  forget('dist/migrations', 'migrations');
  forget('build/test/src', 'src');
  forget('build/test/test', 'test');
}

function forget(output, source, kept = []) {
  for (const file of filesIn(output)) {
    const name = file.slice(output.length + 1);
    const [, stem, ending] = /^(.*?)(\.d\.ts|\.js\.map|\.js|\.json)$/.exec(name) ?? [];
    if (stem === undefined || kept.some((folder) => name.startsWith(`${folder}/`))) continue;
    const sources = ending === '.json' ? [name] : [`${stem}.ts`, `${stem}.tsx`];
    if (!sources.some((path) => existsSync(join(root, source, path)))) {
      rmSync(join(root, file), { force: true });
    }
  }
}

/** Changes when the compiler has written anything. */
function newest() {
  return ['dist', 'dist/migrations', 'build/test']
    .map((folder) => join(root, folder, '.tsbuildinfo'))
    .map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0))
    .join();
}

/** Contents, not times: a fresh clone or another branch changes the times of everything. */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** All files of a folder, or the file itself; paths from the root. */
export function filesIn(input) {
  const path = join(root, input);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [input];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(input, join(entry.parentPath, entry.name).slice(path.length)))
    .sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensureBuilt();
