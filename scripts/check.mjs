import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ensureInstalled, root, seconds } from './install.mjs';

const running = new Set();

ensureInstalled();
// Each step keeps one core busy, and lint takes longer than the others together: tests need not wait for it.
await Promise.all([lint(), others().then(tests)]);

async function lint() {
  await step('Правила кода', [binary('eslint'), '.', '--max-warnings', '0']);
}

async function others() {
  await step('Оформление', [binary('prettier'), '--check', '--log-level', 'warn', '.']);
  await step('Типы и сборка', ['scripts/build.mjs']);
  const cruise = binary('dependency-cruiser', 'depcruise');
  await step('Порядок модулей', [cruise, 'src', '--config', '.dependency-cruiser.cjs'], {
    proves: sawImports,
  });
  await step('Чьи таблицы', ['scripts/tables.mjs']);
  await step('Что названо в документах', ['scripts/docs.mjs']);
  await step('Лишнее', [binary('knip'), '--no-progress']);
}

async function tests() {
  await step('Тесты', ['scripts/test.mjs', '--json', '--outputFile=build/jest.json'], { shown: true });
}

/** Runs one step; anything but a clean end, a program that could not start included, ends the check. */
async function step(title, args, { shown = false, proves = () => true } = {}) {
  if (shown) console.log(`\n▸ ${title}`);
  const started = performance.now();
  const output = shown ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', output, output] });
  running.add(child);
  const ended = new Promise((resolve) => {
    child.once('exit', resolve).once('error', resolve);
  });
  const said = shown ? ['', ''] : await Promise.all([text(child.stdout), text(child.stderr)]);
  const status = await ended;
  running.delete(child);
  if (!shown) process.stdout.write(`\n▸ ${title}\n${said.join('')}`);
  const passed = status === 0 && proves(said[0]);
  console.log(`${passed ? '✓' : '✗'} ${title}: ${seconds(started)}`);
  if (passed) return;
  for (const other of running) other.kill();
  process.exit(1);
}

function binary(packageName, command = packageName) {
  const directory = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof bin === 'string' ? bin : bin[command]);
}

/** dependency-cruiser that cannot read TypeScript finds no imports, and so no violation. */
function sawImports(report) {
  return /\(\d+ modules, [1-9]\d* dependencies cruised\)/.test(report);
}
