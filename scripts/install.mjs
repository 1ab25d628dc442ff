// Runs before anything is installed: Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The checkout, wherever the command was called from. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const marker = `${root}node_modules/.kabinet-lock`;

/** Installs the packages of package-lock.json unless exactly these are there already. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  if (installedByHand()) {
    writeFileSync(marker, wanted);
    return;
  }

  process.stdout.write('Устанавливаю пакеты npm, это займёт около минуты… ');
  const started = performance.now();
  npm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  // Last of all, so that a broken-off installation is made again; npm ci has removed the former one.
  writeFileSync(marker, wanted);
  console.log(`готово за ${seconds(started)}`);
}

/** After an ordinary `npm ci`, npm's own list of what it has installed names all that package-lock.json wants here. */
function installedByHand() {
  const list = `${root}node_modules/.package-lock.json`;
  if (!existsSync(list)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'));
  const { packages: found } = JSON.parse(readFileSync(list, 'utf8'));
  const same = (path) => found[path]?.version === wanted[path].version && existsSync(root + path);
  return Object.keys(wanted).every((path) => path === '' || wanted[path].optional || same(path));
}

/** Runs npm and ends this process with a line of explanation when npm fails. */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  const [command, prefix] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  run(command, [...prefix, ...args], { stdio: ['ignore', 'pipe', 'pipe'], name: `npm ${args.join(' ')}` });
}

/** Runs a program; where it fails or cannot be run, shows why and ends this process. */
export function run(command, args, { name, ...options }) {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    ...options,
  });
  if (status === 0) return;
  console.error(`\n${stdout ?? ''}${stderr ?? ''}`.trimEnd());
  console.error(`Не выполнено: ${name} (${error?.message ?? signal ?? `код ${status}`})`);
  process.exit(status || 1);
}

/** Says how long something took, for a person. */
export function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1).replace('.', ',')} с`;
}
