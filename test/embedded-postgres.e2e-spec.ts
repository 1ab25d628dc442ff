import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { startStamp } from '../src/trial/postgres/process.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/trial/postgres/embedded-postgres.js';
import { projectPath } from './support/project.js';

/** One for all tests but the last: creating a database takes a second, and a kill must not spoil it for the next. */
let directory = makeDirectory();
let database: EmbeddedPostgres | undefined;
let owner: ChildProcess | undefined;

afterEach(async () => {
  await kill(owner);
  await database?.stop();
  owner = database = undefined;
});

afterAll(() => removeDirectory(directory));

describe('встроенная база данных', () => {
  it('хранит данные и порт от запуска к запуску', async () => {
    database = await startEmbeddedPostgres(directory);
    await remember(database.url);
    const { port, pid } = database;
    await database.stop();
    expect(startStamp(pid)).toBeUndefined();

    database = await startEmbeddedPostgres(directory);
    expect(database.port).toBe(port);
    await expectRemembered(database.url);
  });

  it('располагает русские фамилии по алфавиту, ё рядом с е', async () => {
    database = await startEmbeddedPostgres(directory);
    const names = `SELECT string_agg(name, ' ' ORDER BY name) AS answer
      FROM unnest(ARRAY['Яшин', 'Жук', 'Ёлкина', 'Егоров', 'елин']) AS name`;
    expect(await ask(database.url, names)).toBe('Егоров елин Ёлкина Жук Яшин');
  });

  it('никого не пускает без пароля', async () => {
    database = await startEmbeddedPostgres(directory);
    const { port } = database;
    await expect(ask(`postgres://kabinet:guess@127.0.0.1:${port}/postgres`, 'SELECT 1')).rejects.toThrow(
      /password/,
    );
  });

  it('возвращается по тому же адресу, когда убит PostgreSQL', async () => {
    const lines: string[] = [];
    database = await startEmbeddedPostgres(directory, { log: (line) => lines.push(line) });
    await remember(database.url);
    const { pid } = database;
    process.kill(pid, 'SIGKILL');

    await until(() => database?.pid !== pid);
    await expectRemembered(database.url);
    expect(lines.join('\n')).toContain('снова работает');
  });

  it('не оставляет сервера, когда убит портал', async () => {
    const killed = await startInAnotherProcess();
    await remember(killed.url);
    owner?.kill('SIGKILL');
    await until(() => startStamp(killed.pid) === undefined);

    database = await startEmbeddedPostgres(directory);
    await expectRemembered(database.url);
  });

  it('запускается сразу после того, как портал убит', async () => {
    const killed = await startInAnotherProcess();
    await remember(killed.url);
    await kill(owner);

    database = await startEmbeddedPostgres(directory);
    await expectRemembered(database.url);
  });

  it('цела, когда портал и PostgreSQL убиты вместе', async () => {
    const killed = await startInAnotherProcess();
    await remember(killed.url);
    process.kill(killed.pid, 'SIGKILL');
    await kill(owner);

    database = await startEmbeddedPostgres(directory);
    await expectRemembered(database.url);
  });

  it('не пускает второй портал к тем же данным и не мешает первому', async () => {
    const first = await startInAnotherProcess();
    await expect(startEmbeddedPostgres(directory)).rejects.toThrow(`уже запущен (процесс ${owner?.pid})`);
    await remember(first.url);
    await expectRemembered(first.url);
  });

  it('говорит и команде одной строкой, что портал уже запущен', async () => {
    const data = makeDirectory();
    chmodSync(data, 0o711);
    database = await startEmbeddedPostgres(join(data, 'postgres'));
    const env = { ...process.env, DATA_DIR: data, DATABASE_URL: undefined, NODE_ENV: undefined };
    const command = spawn(process.execPath, [projectPath('dist/cli.js'), 'migrate'], { env });
    const said = text(command.stderr);
    const [code] = (await once(command, 'exit')) as [number];
    expect([code, (await said).trim().split('\n')]).toEqual([
      1,
      [expect.stringMatching(/^Портал с этой базой уже запущен \(процесс \d+\): /)],
    ]);
    await database.stop();
    database = undefined;
    removeDirectory(data);
  });

  it('создаётся заново, если портал убит на середине создания', async () => {
    removeDirectory(directory);
    directory = makeDirectory();
    owner = startOwner();
    await until(() => drafts().some((draft) => existsSync(join(directory, draft, 'global'))));
    await kill(owner);
    mkdirSync(join(directory, 'cluster.draft-old/base'), { recursive: true });
    writeFileSync(join(directory, 'cluster.draft-old/PG_VERSION'), '18\n');

    database = await startEmbeddedPostgres(directory);
    await remember(database.url);
    await expectRemembered(database.url);
    expect(drafts()).toEqual([]);
  });
});

function makeDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'kabinet-postgres-'));
}

function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function drafts(): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('cluster.draft-'));
}

function startOwner(): ChildProcess {
  const module = pathToFileURL(projectPath('dist', 'trial', 'postgres', 'embedded-postgres.js')).href;
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const { url, pid } = await startEmbeddedPostgres(${JSON.stringify(directory)});
    console.log(JSON.stringify({ url, pid }));
    setInterval(() => undefined, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function startInAnotherProcess(): Promise<{ url: string; pid: number }> {
  owner = startOwner();
  if (!owner.stdout) throw new Error('The other process has no output');
  for await (const line of createInterface(owner.stdout)) {
    return JSON.parse(line) as { url: string; pid: number };
  }
  throw new Error('The other process did not start');
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.signalCode) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5);
}

/** Writes down which test this is. */
async function remember(url: string): Promise<void> {
  await ask(url, 'DROP TABLE IF EXISTS memory');
  await ask(url, `CREATE TABLE memory AS SELECT '${thisTest()}' AS answer`);
}

async function expectRemembered(url: string): Promise<void> {
  expect(await ask(url, 'SELECT answer FROM memory')).toBe(thisTest());
}

function thisTest(): string {
  return expect.getState().currentTestName ?? '';
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}
