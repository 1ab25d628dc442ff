import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { productEnvironment, runMain } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';
import { freePort } from './support/free-port.js';
import { hire, upload as sendFile } from './support/office.js';
import type { Page } from './support/page.js';
import { giveCertificate, jpeg, type Sent } from './support/photos.js';
import { type Product, startProduct } from './support/product.js';
import { projectPath } from './support/project.js';
import { giveResident, signIn } from './support/resident.js';
import { jobEnded } from './support/job.js';
import { startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';
import { connect, createServer, type Server, type Socket } from 'node:net';

const SMTP_URL = 'smtp://127.0.0.1:9';
const DAY_MS = 86_400_000;
const FULL_DISK = `--import=${new URL('./support/full-disk.js', import.meta.url).href}`;

let folder: string;
let world: World;
let irina: Client;
let sent: Sent;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-files-'));
});
afterEach(async () => {
  await world?.stop();
  world = undefined as never;
  await rm(folder, { recursive: true, force: true });
});

/** A portal with a resident who has sent readings. */
async function open(env: Record<string, string> = {}, ownProcess = false): Promise<void> {
  world = await startWorld({ FILES_DIR: folder, THROTTLE_FACTOR: '100', ...env }, { ownProcess });
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
  sent = await giveCertificate(world, await giveAccount(world, 'irina', '4400000001'), 'irina');
}

async function send(options: { outage?: boolean } = {}): Promise<Page> {
  const picture = { name: 'dial.jpg', content: await jpeg(), type: 'image/jpeg' };
  const page = await irina.get(sent.address);
  return page.form(sent.address).submit({ [`photo-${sent.readings[0]}`]: picture }, options);
}

/** A photo that came two days ago; gives the name of its file and its address. */
async function photo(): Promise<{ file: string; address: string }> {
  expect((await send()).status).toBe(303);
  const [row] = await world.database.query<{ id: string; file: string }>(
    'SELECT id, file FROM meter_photos ORDER BY created_at DESC LIMIT 1',
  );
  const long = new Date(Date.now() - 2 * DAY_MS);
  await utimes(join(folder, 'photos', row!.file), long, long);
  return { file: row!.file, address: `${sent.address}/${row!.id}` };
}

/** A database of another portal: those of the tests are copies of one. */
async function otherDatabase(): Promise<Database> {
  const database = await createDatabase();
  await database.query('UPDATE installation SET id = gen_random_uuid()');
  return database;
}

const there = (...parts: string[]) =>
  access(join(folder, ...parts)).then(
    () => true,
    () => false,
  );
/** An upload goes away after the answer has gone. */
async function emptied(path: string): Promise<void> {
  await eventually(async () => (await readdir(path)).length === 0);
}

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
const logged = (what: RegExp) => world.product.waitForLog(({ msg }) => what.test(String(msg)));

describe('The folder of files', () => {
  it('is not touched by another portal that was given it by mistake: that one does not start', async () => {
    await open();
    const { file, address } = await photo();
    const other = await otherDatabase();
    const { code, output } = await runMain({ DATABASE_URL: other.url, SMTP_URL, FILES_DIR: folder });
    expect(code).toBe(1);
    expect(output.trim()).toMatch(/^Setting FILES_DIR: [^\n]* belongs to another database [^\n]*\.$/);
    expect(output).toContain(join(folder, 'installation'));
    expect(await there('photos', file)).toBe(true);
    expect((await irina.get(address)).status).toBe(200);
    await other.drop();
  });

  it('of an earlier version is taken over by the database that knows a photo in it, and by no other', async () => {
    await open();
    const { file, address } = await photo();
    await writeFile(join(folder, 'photos', `${'n'.repeat(32)}.jpg`), 'newer than the backup');
    await world.product.stop();
    await rm(join(folder, 'installation'));
    const other = await otherDatabase();
    const { code, output } = await runMain({ DATABASE_URL: other.url, SMTP_URL, FILES_DIR: folder });
    expect([code, output.trim()]).toEqual([1, expect.stringMatching(/^Setting FILES_DIR: [^\n]+\.$/)]);
    expect([await there('installation'), await there('photos', file)]).toEqual([false, true]);
    await world.product.start();
    expect((await irina.get(address)).status).toBe(200);
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM installation');
    expect((await readFile(join(folder, 'installation'), 'utf8')).split('\n')[0]).toBe(row!.id);
    await other.drop();
  });

  it('whose disk is not mounted stops the start, so that no photo is written below it', async () => {
    await open();
    const { file } = await photo();
    await world.product.stop();
    const empty = `${folder}-empty`;
    const settings = { DATABASE_URL: world.database.url, SMTP_URL, FILES_DIR: empty };
    const { code, output } = await runMain(settings);
    expect([code, output.trim()]).toEqual([
      1,
      expect.stringMatching(
        /^Setting FILES_DIR: \S+-empty holds no photos or documents, but the database knows some: mount [^\n]+\.$/,
      ),
    ]);
    expect(await readdir(empty).catch(() => [])).toEqual([]);
    expect(await there('photos', file)).toBe(true);
    // What it says helps whoever has lost them for good.
    const [, id] = /write the line (\S+) into/.exec(output) ?? [];
    await mkdir(empty, { recursive: true });
    await writeFile(join(empty, 'installation'), `${id}\n`);
    await world.product.restart({ FILES_DIR: empty });
    await rm(empty, { recursive: true });
  });

  it('whose disk goes away while the portal runs takes no photo until it is back', async () => {
    await open();
    await photo();
    await rename(folder, `${folder}-away`);
    await mkdir(folder);
    const answer = await send({ outage: true });
    expect([answer.status, answer.heading]).toEqual([507, 'Файл не сохранён']);
    expect(await readdir(join(folder, 'photos')).catch(() => [])).toEqual([]);
    await rm(folder, { recursive: true });
    await rename(`${folder}-away`, folder);
    expect((await send()).status).toBe(303);
  });

  it.each(['photos', 'tmp', 'photos/deeper/still'])(
    'is not the folder %s of another portal, nor around its folder',
    async (inside) => {
      await open();
      const other = await otherDatabase();
      const start = (FILES_DIR: string) => runMain({ DATABASE_URL: other.url, SMTP_URL, FILES_DIR });
      const { code, output } = await start(join(folder, inside));
      expect([code, output.trim()]).toEqual([
        1,
        expect.stringMatching(
          /^Setting FILES_DIR: [^\n]* lies inside a folder of files or around it[^\n]+\.$/,
        ),
      ]);
      await rename(folder, join(`${folder}-around`, 'photos')).catch(async () => {
        await mkdir(`${folder}-around`);
        await rename(folder, join(`${folder}-around`, 'photos'));
      });
      expect((await start(`${folder}-around`)).code).toBe(1);
      await rename(join(`${folder}-around`, 'photos'), folder);
      await rm(`${folder}-around`, { recursive: true });
      await other.drop();
    },
  );

  it('is taken whole or not at all when the product is killed at any moment of its first start', async () => {
    const database = await createDatabase();
    const path = join(folder, 'first');
    const mark = () => readFile(join(path, 'installation'), 'utf8').catch(() => undefined);
    const PORT = String(await freePort());
    for (const wait of [0, 2, 5, 10, 20]) {
      await rm(path, { recursive: true, force: true });
      const child = spawn(process.execPath, [projectPath('dist', 'main.js')], {
        env: productEnvironment({ DATABASE_URL: database.url, SMTP_URL, FILES_DIR: path, PORT }),
        stdio: 'ignore',
      });
      const exit = once(child, 'exit');
      while (!(await there('first'))) {
        expect(child.exitCode).toBeNull();
        await sleep(1);
      }
      await sleep(wait);
      child.kill('SIGKILL');
      await exit;
      expect((await mark()) ?? 'none').toMatch(/^(none$|[0-9a-f-]{36}\n)/);
      const product = await startProduct({
        databaseUrl: database.url,
        smtpUrl: SMTP_URL,
        env: { FILES_DIR: path },
        hosted: true,
      });
      expect(await mark()).toMatch(/^[0-9a-f-]{36}\n/);
      await product.stop();
    }
    await database.drop();
  });

  it('with a damaged mark is left alone until somebody has looked', async () => {
    await writeFile(join(folder, 'installation'), '');
    const database = await createDatabase();
    const { code, output } = await runMain({ DATABASE_URL: database.url, SMTP_URL, FILES_DIR: folder });
    expect([code, output.trim()]).toEqual([
      1,
      expect.stringMatching(/^Setting FILES_DIR: [^\n]*damaged[^\n]+$/),
    ]);
    await database.drop();
  });

  it('is shared by two instances that start at once, and given to one of two portals that do', async () => {
    const [own, other] = [await createDatabase(), await otherDatabase()];
    const start = (database: Database, path: string) =>
      startProduct({ databaseUrl: database.url, smtpUrl: SMTP_URL, env: { FILES_DIR: path } });
    const shared = join(folder, 'shared');
    const twins = await Promise.all([start(own, shared), start(own, shared)]);
    expect((await readdir(join(shared, 'tmp'))).length).toBe(0);
    await Promise.all(twins.map((product) => product.stop()));

    const contested = join(folder, 'contested');
    const rivals = await Promise.allSettled([start(own, contested), start(other, contested)]);
    const winners = rivals.flatMap((result): Product[] =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    expect(winners).toHaveLength(1);
    expect(
      String((rivals.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason),
    ).toContain('Setting FILES_DIR');
    await winners[0]!.stop();
    await Promise.all([own.drop(), other.drop()]);
  });

  it.each([
    ['below a file', 'file/files'],
    ['where nobody may write', '/proc/files'],
  ])('%s stops the start with one line', async (_, path) => {
    await writeFile(join(folder, 'file'), '');
    const database = await createDatabase();
    const FILES_DIR = path.startsWith('/') ? path : join(folder, path);
    const { code, output } = await runMain({ DATABASE_URL: database.url, SMTP_URL, FILES_DIR });
    expect(code).toBe(1);
    expect(output.trim()).toMatch(new RegExp(`^Setting FILES_DIR: ${FILES_DIR}[^\\n]+\\.$`));
    await database.drop();
  });

  it.each(['photos', 'tmp', 'aside'])(
    'with a file in the place of %s stops the start with one line',
    async (name) => {
      const database = await createDatabase();
      const start = () => runMain({ DATABASE_URL: database.url, SMTP_URL, FILES_DIR: folder });
      const refused = [
        1,
        expect.stringMatching(new RegExp(`^Setting FILES_DIR: ${folder}/${name} [^\\n]+\\.$`)),
      ];
      const tried = async () => {
        const { code, output } = await start();
        return [code, output.trim()];
      };
      await writeFile(join(folder, name), '', { mode: 0o755 });
      expect(await tried()).toEqual(refused);
      // The same for a folder that has been taken long ago.
      const [row] = await database.query<{ id: string }>('SELECT id FROM installation');
      await writeFile(join(folder, 'installation'), `${row!.id}\n`);
      expect(await tried()).toEqual(refused);
      await database.drop();
    },
  );

  it('in which a file takes the place of a folder says so to who sends something, and shows the rest', async () => {
    await open();
    const chief = await hire(world, 'chief', 'administrator', 'Анна Петровна');
    const { address } = await photo();
    for (const name of ['photos', 'tmp']) {
      await rename(join(folder, name), join(folder, `${name}-away`));
      await writeFile(join(folder, name), '');
    }
    const answer = await send({ outage: true });
    expect([answer.status, answer.heading]).toEqual([507, 'Файл не сохранён']);
    await world.product.waitForLog(({ msg }) => String(msg) === `Cannot write ${folder}/photos (EEXIST)`);
    const upload = await sendFile(chief, 'batches/actions/load', 'p.csv', 'account\n', {
      kind: 'payments',
      profile: [],
    });
    expect([upload.status, upload.message]).toEqual([507, expect.stringContaining('негде сохранить файл')]);
    expect((await irina.get(address)).status).toBe(404);
    const removed = await (await irina.get(sent.address)).form(/delete$/).submit();
    expect(removed.status).toBe(303);
    for (const name of ['photos', 'tmp']) {
      await rm(join(folder, name));
      await rename(join(folder, `${name}-away`), join(folder, name));
    }
    expect((await send()).status).toBe(303);
  });

  it('is where uploads of the office stand for a moment, and is cleared of what a killed process has left', async () => {
    await open({ TMPDIR: '/does/not/exist' });
    const chief = await hire(world, 'chief', 'administrator', 'Анна Петровна');
    const answer = await sendFile(chief, 'batches/actions/load', 'p.csv', 'account;paid_on;amount\n', {
      kind: 'payments',
      profile: [],
    });
    expect([answer.status, answer.errors]).toEqual([200, undefined]);
    await emptied(join(folder, 'tmp'));
    const old = join(folder, 'tmp', 'upload-killed');
    await mkdir(old);
    await writeFile(join(old, 'file'), 'x');
    await mkdir(join(folder, 'tmp', 'upload-of-now'));
    await utimes(old, new Date(Date.now() - DAY_MS), new Date(Date.now() - DAY_MS));
    await world.product.kill();
    await world.product.start();
    await eventually(async () => !(await there('tmp', 'upload-killed')));
    expect(await readdir(join(folder, 'tmp'))).toEqual(['upload-of-now']);
  });
});

/** Stands before PostgreSQL and cuts the line as soon as it has answered the commit of a photo. */
async function startCutter(url: string): Promise<{ url: string; cuts: () => number; stop: () => void }> {
  const target = new URL(url);
  const { port, hostname } = target;
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server: Server = createServer((client) => {
    const database = connect(Number(port), hostname);
    let [photo, commit] = [false, false];
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [client, database].forEach((end) => end.destroy()));
    }
    client.on('data', (bytes) => {
      photo ||= bytes.includes('INSERT INTO meter_photos');
      commit ||= photo && bytes.includes('COMMIT');
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (commit) cuts += 1;
      if (commit) client.destroy();
      else client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target.hostname = '127.0.0.1';
  target.port = String((server.address() as { port: number }).port);
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: target.href, cuts: () => cuts, stop };
}

describe('A photo whose commit nobody has heard of', () => {
  it('is still there when the database turns out to have it', async () => {
    await open();
    const cutter = await startCutter(world.database.url);
    await world.product.restart({ DATABASE_URL: cutter.url });
    expect((await send({ outage: true })).status).toBeGreaterThanOrEqual(500);
    expect(cutter.cuts()).toBe(1);
    const [row] = await world.database.query<{ id: string; file: string }>(
      'SELECT id, file FROM meter_photos',
    );
    expect(await there('photos', row!.file)).toBe(true);
    await world.product.restart({ DATABASE_URL: world.database.url });
    cutter.stop();
    expect((await irina.get(`${sent.address}/${row!.id}`)).status).toBe(200);
  });
});

describe('A document that the database does not know', () => {
  it('is set aside as photos are, and what was still arriving is gone', async () => {
    await open();
    const document = `${'d'.repeat(32)}.pdf`;
    const long = new Date(Date.now() - 2 * DAY_MS);
    for (const name of [document, `${'p'.repeat(32)}.part`]) {
      await writeFile(join(folder, 'photos', name), 'x');
      await utimes(join(folder, 'photos', name), long, long);
    }
    await world.product.restart();
    await logged(/^1 file that no row of this database has is set aside for 30 days in /);
    expect(await readdir(join(folder, 'photos'))).toEqual([]);
    expect(await readdir(join(folder, 'aside', daysAgo(0)))).toEqual([document]);
  });

  it('keeps another database from taking its folder', async () => {
    await mkdir(join(folder, 'photos'));
    await writeFile(join(folder, 'photos', `${'d'.repeat(32)}.pdf`), 'x');
    const database = await createDatabase();
    const { code, output } = await runMain({ DATABASE_URL: database.url, SMTP_URL, FILES_DIR: folder });
    expect([code, output]).toEqual([1, expect.stringContaining('holds photos or documents, none of which')]);
    await database.drop();
  });
});

describe('A photo that the database does not know', () => {
  it('after the restore of an older backup is set aside, and comes back with its reading', async () => {
    await open();
    const [one, two] = [await photo(), await photo()];
    await world.product.stop();
    await world.database.query('CREATE TABLE newer AS SELECT * FROM meter_photos');
    await world.database.query('DELETE FROM meter_photos');
    await world.product.start();
    await logged(/^2 files that no row of this database has are set aside for 30 days in /);
    for (const { file } of [one, two]) {
      expect([await there('photos', file), await there('aside', daysAgo(0), file)]).toEqual([false, true]);
    }

    await world.database.query('INSERT INTO meter_photos SELECT * FROM newer');
    expect((await irina.get(one.address)).status).toBe(200);
    expect(await there('photos', one.file)).toBe(true);
    await world.product.restart();
    await logged(/^1 files that were set aside have a row again/);
    expect(await there('photos', two.file)).toBe(true);
    expect((await irina.get(two.address)).status).toBe(200);
    expect(world.product.errors()).toEqual([]);
  });

  it('is deleted after 30 days and not before, and that is logged', async () => {
    await open();
    const name = `${'a'.repeat(32)}.jpg`;
    for (const day of [daysAgo(29), daysAgo(32), 'not-a-day']) {
      await mkdir(join(folder, 'aside', day), { recursive: true });
      await writeFile(join(folder, 'aside', day, name), 'x');
    }
    await world.product.restart();
    await logged(new RegExp(`^1 files that were set aside on ${daysAgo(32)} are deleted`));
    expect((await readdir(join(folder, 'aside'))).sort()).toEqual([daysAgo(29), 'not-a-day']);
  });

  it('is not lost when the product is killed while it sets thousands aside', async () => {
    await open({}, true);
    const long = new Date(Date.now() - 2 * DAY_MS);
    const names = Array.from({ length: 3000 }, (_, number) => `${String(number).padStart(32, '0')}.jpg`);
    for (const name of names) {
      await writeFile(join(folder, 'photos', name), 'x');
      await utimes(join(folder, 'photos', name), long, long);
    }
    const count = async () => {
      const [photos, aside] = await Promise.all([
        readdir(join(folder, 'photos')),
        readdir(join(folder, 'aside', daysAgo(0))).catch(() => []),
      ]);
      return { photos: photos.length, aside: aside.length };
    };
    await world.product.stop();
    void world.product.start().catch(() => undefined);
    while ((await count()).aside === 0) await sleep(1);
    await world.product.kill();
    const killed = await count();
    expect(killed.photos + killed.aside).toBe(3000);
    await world.product.start();
    while ((await count()).photos > 0) await sleep(50);
    expect((await count()).aside).toBe(3000);
  });
});

describe('A full disk', () => {
  it('is told to whoever sends a photo or a file, names the path in the log, and leaves nothing half-written', async () => {
    await open({ NODE_OPTIONS: FULL_DISK, TEST_FULL_DISK: folder });
    const chief = await hire(world, 'chief', 'administrator', 'Анна Петровна');
    const payments = { kind: 'payments', profile: [] };
    const large = 'account;paid_on;amount\n'.repeat(400_000);
    await writeFile(join(folder, 'full'), '');
    const answer = await send({ outage: true });
    expect([answer.status, answer.heading]).toEqual([507, 'Файл не сохранён']);
    expect(answer.text).toContain('ничего из отправленного не сохранено');
    expect(await readdir(join(folder, 'photos'))).toEqual([]);
    await world.product.waitForLog(({ msg }) =>
      new RegExp(`^Cannot write ${folder}/photos/\\S+ \\(ENOSPC\\)$`).test(String(msg)),
    );

    const upload = await sendFile(chief, 'batches/actions/load', 'p.csv', large, payments);
    expect([upload.status, upload.message]).toEqual([507, expect.stringContaining('негде сохранить файл')]);
    await emptied(join(folder, 'tmp'));
    expect((await readdir(folder)).sort()).toEqual(['full', 'installation', 'photos', 'tmp']);
    await world.product.waitForLog(({ msg }) =>
      String(msg).startsWith(`Cannot write ${join(folder, 'tmp')}`),
    );

    await rm(join(folder, 'full'));
    expect((await send()).status).toBe(303);
    expect((await sendFile(chief, 'batches/actions/load', 'p.csv', 'account\n', payments)).status).toBe(200);
  });

  it('ends a job with words, and with no half of a file', async () => {
    await open({ NODE_OPTIONS: FULL_DISK, TEST_FULL_DISK: folder });
    const file = `${'u'.repeat(32)}.csv`;
    await writeFile(join(folder, file), 'account;paid_on;amount\n4400000001;2026-11-02;много\n');
    await writeFile(join(folder, 'full'), '');
    const actor = { kind: 'system', name: 'test' };
    const [job] = await world.database.query<{ id: string }>(
      `INSERT INTO jobs (kind, title, params) VALUES ('load', 'Проверка', $1) RETURNING id`,
      [JSON.stringify({ file, fileName: 'p.csv', dryRun: true, actor })],
    );
    expect(await jobEnded(world.database, job!.id, 'state, error')).toEqual({
      state: 'failed',
      error: expect.stringContaining('негде хранить файлы'),
    });
    await world.product.waitForLog(({ msg }) => String(msg).includes(`Cannot write ${folder}/`));
    expect((await readdir(folder)).filter((name) => name.endsWith('.csv'))).toEqual([file]);
  });
});
