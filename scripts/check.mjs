import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, seconds } from './install.mjs';

ensureInstalled();
step('Оформление', 'prettier', ['--check', '--log-level', 'warn', '.']);
step('Правила кода', 'eslint', ['.', '--max-warnings', '0']);
step('Типы', 'typescript', ['--build'], 'tsc');
step(
  'Порядок модулей',
  'dependency-cruiser',
  ['src', '--config', '.dependency-cruiser.cjs'],
  'depcruise',
  sawImports,
);
step('Чьи таблицы', undefined, ['scripts/tables.mjs']);
step('Что названо в документах', undefined, ['scripts/docs.mjs']);
step('Лишнее', 'knip', ['--no-progress']);
step('Тесты', undefined, ['scripts/test.mjs', '--json', '--outputFile=build/jest.json']);

/** Runs one step; anything but a clean end, a program that could not start included, ends the check. */
function step(title, packageName, args, command = packageName, proves = () => true) {
  console.log(`\n▸ ${title}`);
  const started = performance.now();
  const program = packageName ? [binary(packageName, command)] : [];
  const { status, stdout } = spawnSync(process.execPath, [...program, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', proves.length ? 'pipe' : 'inherit', 'inherit'],
  });
  if (stdout) process.stdout.write(stdout);
  const passed = status === 0 && proves(stdout);
  console.log(`${passed ? '✓' : '✗'} ${title}: ${seconds(started)}`);
  if (!passed) process.exit(1);
}

function binary(packageName, command) {
  const directory = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof bin === 'string' ? bin : bin[command]);
}

/** dependency-cruiser that cannot read TypeScript finds no imports, and so no violation. */
function sawImports(report) {
  return /\(\d+ modules, [1-9]\d* dependencies cruised\)/.test(report);
}
