import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesIn } from '../src/trial/postgres/process.js';
import { Client } from './support/client.js';
import { productEnvironment } from './support/command.js';
import { freePort } from './support/free-port.js';
import { projectPath } from './support/project.js';

/** What `npm run dev` works on; the developer's own files stay untouched. */
const COPIED = [
  ...['src', 'migrations', 'templates', 'public', 'scripts', 'test', 'dist', 'build/test', 'build/panel'],
  ...['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json'],
  ...['build', 'migrations', 'panel', 'test'].map((name) => `tsconfig.${name}.json`),
];
const CONTROLLER = 'src/web/health.controller.ts';
/** A copy of the project, a first build and a first database, on a slow machine beside other suites. */
const PATIENCE_MS = 900_000;

let folder: string;
let url: string;
let dev: ChildProcess;
let output = '';
let visitor: Client;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'kabinet-dev-test-')));
  // PostgreSQL runs as another user when this is root, who must be able to pass through.
  await chmod(folder, 0o711);
  for (const name of COPIED) {
    await cp(projectPath(name), join(folder, name), { recursive: true, preserveTimestamps: true });
  }
  await symlink(projectPath('node_modules'), join(folder, 'node_modules'));
  url = `http://127.0.0.1:${await freePort()}`;
  visitor = new Client(url, { headers: { connection: 'close' } });
  await startDev();
}, PATIENCE_MS);
afterAll(async () => {
  dev?.kill('SIGKILL');
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

async function startDev(): Promise<void> {
  dev = spawn(process.execPath, ['scripts/dev.mjs'], {
    cwd: folder,
    env: productEnvironment({ PORT: new URL(url).port, PUBLIC_URL: url, ...places() }),
  });
  output = '';
  for (const stream of [dev.stdout, dev.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  await until(() => output.includes('Остановить: Ctrl+C'));
}

const places = () => ({ DATA_DIR: join(folder, 'data'), FILES_DIR: join(folder, 'files') });

/** Waits as long as npm run dev lives. */
async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await what())) {
    if (dev.exitCode !== null || dev.signalCode !== null) {
      throw new Error(`npm run dev has ended:\n${output}`);
    }
    await sleep(25);
  }
}

/** Saves a file; says how long it takes until a visitor sees it. */
async function save(path: string, from: string | RegExp, to: string, seen: () => Promise<boolean>) {
  const source = await readFile(join(folder, path), 'utf8');
  const changed = source.replace(from, to);
  expect(changed).not.toBe(source);
  const saved = performance.now();
  await writeFile(join(folder, path), changed);
  await until(seen);
  process.stdout.write(`${path}: ${Math.round(performance.now() - saved)} ms from save to seen\n`);
}

const page = async (path: string) => (await visitor.get(path)).body;
const answers = async (path: string) => {
  // The portal is never away.
  expect((await visitor.get('/health/ready')).status).toBe(200);
  return (await visitor.get(path)).status === 200;
};
const restarts = () => output.split('Портал обновлён').length - 1;
/** Processes of npm run dev; none where there is no /proc. */
const running = () => processesIn(folder).length;
const isGone = () =>
  visitor.get('/health/live').then(
    () => false,
    () => true,
  );

/** Runs `npm run db -- …`. */
async function db(...args: string[]) {
  const child = spawn(process.execPath, [join(folder, 'scripts/db.mjs'), ...args], {
    env: productEnvironment(places()),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
}

describe('A developer at work under npm run dev', () => {
  it('sees a changed template, style and script without a restart', async () => {
    await save('templates/layouts/page.hbs', '<body', '<body data-changed="yes"', async () =>
      (await page('/auth/')).includes('data-changed="yes"'),
    );
    for (const name of ['app.css', 'app.js']) {
      await save(`public/${name}`, /^/, '/* changed */\n', async () => {
        const address = new RegExp(`/assets/${name.replace('.', '\\.\\w+\\.')}`).exec(await page('/auth/'));
        return (await page(address![0])).startsWith('/* changed */');
      });
    }
    expect(restarts()).toBe(0);
  });

  it('is told of an error in the code, and the old product goes on', async () => {
    const source = await readFile(join(folder, CONTROLLER), 'utf8');
    await writeFile(join(folder, CONTROLLER), `${source}\nexport const wrong: number = 'text';\n`);
    await until(() => output.includes("Type 'string' is not assignable to type 'number'"));
    await until(() => output.includes('В коде ошибка'));
    expect((await visitor.get('/health/ready')).status).toBe(200);
    expect(restarts()).toBe(0);
  });

  it('sees mended code after a restart that closes no door', async () => {
    await save(CONTROLLER, /'live'([^]*)export const wrong.*\n/, "'alive'$1", () => answers('/health/alive'));
    await until(() => restarts() === 1);
  });

  it('keeps the old product where the new one does not start, and sees the next save', async () => {
    await save(CONTROLLER, /^/, "if (process.env.PATH) throw new Error('does not start');\n", async () =>
      output.includes('Портал не запустился'),
    );
    expect(await answers('/health/alive')).toBe(true);
    await save(CONTROLLER, /^.*\n/, '', async () => restarts() === 2);
  });

  it('may save while a restart is under way, and give a file another name', async () => {
    await save(CONTROLLER, "'alive'", "'first'", () => answers('/health/first'));
    await writeFile(join(folder, 'src/web/another.ts'), "export const PATH = 'second';\n");
    await save(CONTROLLER, "'first'", 'PATH', async () => true);
    await save(CONTROLLER, /^/, "import { PATH } from './another.js';\n", () => answers('/health/second'));
    await rename(join(folder, 'src/web/another.ts'), join(folder, 'src/web/other.ts'));
    await save(CONTROLLER, './another.js', './other.js', async () =>
      readFile(join(folder, 'dist/web/another.js')).then(
        () => false,
        () => true,
      ),
    );
    expect(await answers('/health/second')).toBe(true);
  });

  it('asks the database by `npm run db`, or is told what to install', async () => {
    const { status, stdout, stderr } = await db('-Atc', 'SELECT count(*) FROM accounts');
    if (status === 0) expect(stdout).toBe('60\n');
    else expect(stderr).toMatch(/^Нет программы psql\. Установите её: .+\n$/);
  });

  it('leaves nothing running when it is killed, and begins again', async () => {
    if (process.platform === 'linux') expect(running()).toBeGreaterThan(3);
    dev.kill('SIGKILL');
    while (!(await isGone()) || running() > 0) await sleep(50);
    await startDev();
    expect(await answers('/health/second')).toBe(true);
  });

  it('ends all of it with Ctrl+C, and is told then that there is no database to ask', async () => {
    const exit = once(dev, 'exit');
    dev.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
    expect(await isGone()).toBe(true);
    expect(running()).toBe(0);
    const { status, stderr } = await db();
    expect(status).toBe(1);
    expect(stderr).toBe('База данных не работает. Запустите портал: npm start или npm run dev\n');
  });
});
