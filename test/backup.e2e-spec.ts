import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Clock } from '../src/core/clock.js';
import { loadConfig } from '../src/core/config.js';
import { lastBackup } from '../src/core/last-backup.js';
import { Log } from '../src/core/log.js';
import { Random } from '../src/core/random.js';
import { Storage } from '../src/core/storage.js';
import { FileStore } from '../src/files/file-store.js';
import { FilesAside } from '../src/files/files-aside.js';
import { cli, type CommandResult, productEnvironment, runMain, type Settings } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';
import { hasGpg, missing, startDrillServer } from './support/drill.js';
import { eventually } from './support/eventually.js';
import { type MailServer, startMailServer } from './support/mail-server.js';
import { startProduct } from './support/product.js';
import { projectPath } from './support/project.js';

const FULL_DISK = `--import=${new URL('./support/full-disk.js', import.meta.url).href}`;
/** What a restore changes on purpose. */
const SETTLED = [
  'installation',
  'sessions',
  'auth_codes',
  'letters',
  'jobs',
  'audit_events',
  'staff',
  'staff_recovery_codes',
  'announcement_mailings',
];

// Never passed for want of what it needs: skipped, with the command that brings it.
const drill = missing === '' ? describe : describe.skip;
const withGpg = hasGpg ? it : it.skip;
if (missing !== '' || !hasGpg) {
  process.stderr.write(
    `The drill of backups is skipped in whole or in part: apt-get install ${missing || 'gnupg'}\n`,
  );
}

let server: { url: string; stop: () => Promise<void> };
let mail: MailServer;
let folder: string;
let settings: Settings;
let database: Database;
let key: string;
let whole: string;
let before: Map<string, string>;

const at = (...parts: string[]) => join(folder, ...parts);
const backup = (other: Settings = {}) => cli(['backup'], { ...settings, ...other });
const restore = (args: string[], other: Settings = {}) =>
  cli(['restore', ...args], { ...settings, ...other });
const backups = async () =>
  (await readdir(at('backups')).catch(() => [])).filter((name) => !name.startsWith('.'));
const drafts = async () =>
  (await readdir(at('backups')).catch(() => [])).filter((name) => name.startsWith('.'));
const said = ({ code, output }: CommandResult) => `${code}: ${output}`.replaceAll('\u00a0', ' ');

/** Asks over a connection that is closed again: a restore wants to be alone. */
async function ask<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** How many rows each table has, and what stands in them. */
async function contents(): Promise<Map<string, string>> {
  const tables = await ask<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  const parts = tables.map(
    ({ name }) => `SELECT '${name}' AS name, count(*) || ' ' ||
      coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS told FROM "${name}" t`,
  );
  const rows = await ask<{ name: string; told: string }>(parts.join(' UNION ALL '));
  return new Map(rows.map(({ name, told }) => [name, told]));
}

async function files(): Promise<Map<string, string>> {
  const names = await readdir(at('files', 'photos'));
  const found = new Map<string, string>();
  for (const name of names.sort()) {
    found.set(name, (await readFile(at('files', 'photos', name))).toString('base64'));
  }
  return found;
}

/** A photo of a dial with its file; gives the name. */
async function photo(bytes: number): Promise<string> {
  const name = `${randomBytes(24).toString('base64url')}.jpg`;
  await mkdir(at('files', 'photos'), { recursive: true });
  await writeFile(at('files', 'photos', name), randomBytes(bytes));
  await ask(
    `INSERT INTO meter_photos (reading_id, user_id, file, width, height, bytes, created_at)
     SELECT (SELECT min(id) FROM meter_readings), (SELECT id FROM users LIMIT 1), $1, 1, 1, $2, now()`,
    [name, Math.max(bytes, 1)],
  );
  return name;
}

/** People who are in, and work under way. */
async function busyDay(): Promise<void> {
  await ask(
    `INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at, first_name, last_name, status)
     VALUES (77, 'irina', 'irina', 'irina@example.test', 'irina@example.test', now(), now(), 'Ирина', 'Белова', 'active')`,
  );
  await ask(
    `INSERT INTO sessions (id_hash, user_id, idle_seconds, expires_at) SELECT '\\x01', id, 7200, now() + interval '1 hour' FROM users`,
  );
  await ask(
    `WITH clerk AS (
       INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
       VALUES ('clerk', 'clerk', 'Седова Марина', 'clerk@example.test', '', now(), 'operator') RETURNING id)
     INSERT INTO staff_recovery_codes SELECT id, mac FROM clerk, (VALUES ('\\x01'::bytea), ('\\x02')) m (mac)`,
  );
  await ask(
    `INSERT INTO auth_codes (user_id, purpose, email, code_hmac, link_hmac, created_at, expires_at)
     SELECT id, 'recover', email, '\\x00', '\\x00', now(), now() + interval '1 hour' FROM users`,
  );
  await ask(
    `INSERT INTO letters (kind, recipient, subject, user_id, auth_code_id, data, not_after, sent_at)
     SELECT 'password-changed', email, 'Пароль изменён', id, NULL::uuid, '{}'::jsonb, now() + interval '1 day', sent FROM users,
       (VALUES (NULL::timestamptz), (now())) s (sent)
     UNION ALL SELECT 'recovery', u.email, 'Смена пароля', u.id, c.id, '{}', now() + interval '1 day', NULL
     FROM users u JOIN auth_codes c ON c.user_id = u.id`,
  );
  await ask(
    `INSERT INTO jobs (kind, title, params, state) VALUES ('x', 'Квитанции', '{}', 'running'), ('x', 'Загрузка', '{}', 'queued')`,
  );
}

/** The database as it was in the beginning, and no files. */
async function destroy(): Promise<void> {
  await ask('DROP SCHEMA public CASCADE');
  await ask('CREATE SCHEMA public');
  await rm(at('files'), { recursive: true, force: true });
}

/** A backup that stands still as soon as it has begun to write. */
async function stoppedBackup(): Promise<{ child: ChildProcess; ended: Promise<number> }> {
  const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), 'backup'], {
    env: productEnvironment(settings),
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').then(([code]) => code as number);
  await eventually(async () => (await drafts()).length > 0);
  child.kill('SIGSTOP');
  return { child, ended };
}

drill('A backup', () => {
  beforeAll(async () => {
    server = await startDrillServer();
    mail = await startMailServer();
    folder = await mkdtemp(join(tmpdir(), 'kabinet-backup-test-'));
    database = await createDatabase({ server: server.url });
    key = at('backup.key');
    execFileSync('age-keygen', ['-o', key], { stdio: 'ignore' });
    settings = {
      DATABASE_URL: database.url,
      SMTP_URL: mail.url,
      FILES_DIR: at('files'),
      BACKUP_DIR: at('backups'),
      BACKUP_RECIPIENT: execFileSync('age-keygen', ['-y', key], { encoding: 'utf8' }).trim(),
    };
    expect((await cli(['demo'], settings)).code).toBe(0);
    await busyDay();
    for (const bytes of [0, 1, 511, 512, 100_000, 3_000_000]) await photo(bytes);
    const [row] = await ask<{ id: string }>('SELECT id FROM installation');
    await writeFile(at('files', 'installation'), `${row!.id}\n`);
    before = await contents();
  });
  afterAll(async () => {
    await database?.drop();
    await mail?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is made of database and files of one moment, for the eyes of whoever has the key', async () => {
    const result = await backup();
    expect(said(result)).toMatch(
      /^0: Копия на \d+ \S+ \d{4}, \d\d:\d\d готова: \S+\nБаза и 6 файлов, [\d,]+ [КМ]Б\.\n$/,
    );
    const [name] = await backups();
    whole = at('backups', name!);
    expect((await readdir(whole)).sort()).toEqual([
      'SHA256SUMS',
      'database.dump.age',
      'files.tar.age',
      'manifest.json',
    ]);
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: whole });
    for (const part of await readdir(whole)) {
      expect((await stat(join(whole, part))).mode & 0o077).toBe(0);
      expect((await readFile(join(whole, part))).includes('irina')).toBe(false);
    }
    const tar = execFileSync('age', ['--decrypt', '-i', key, join(whole, 'files.tar.age')], {
      maxBuffer: 1e8,
    });
    const listed = execFileSync('tar', ['--list', '--file=-'], { input: tar, encoding: 'utf8' });
    expect(listed.trim().split('\n').sort()).toEqual(
      [...(await files()).keys()].map((file) => `photos/${file}`).sort(),
    );
  });

  it('is noted in the database, for those who ask when the last one was made', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const last = await lastBackup(client);
    await client.end();
    expect(last).toMatchObject({ folder: whole, files: 6 });
    expect(Math.abs(last!.takenAt.getTime() - Date.now())).toBeLessThan(300_000);
    expect(last!.bytes).toBeGreaterThan(3_000_000);
  });

  it('brings everything back after all is lost, and says what was lost since', async () => {
    const kept = await files();
    await photo(2000);
    await ask("UPDATE accounts SET owner_name = 'Никто'");
    await ask('DELETE FROM charge_lines');
    await destroy();
    const result = await restore(['latest', '--key', key]);
    expect(said(result)).toMatch(/^0: Копия на .* цела, ключ подходит/);
    expect(await files()).toEqual(kept);
    const after = await contents();
    const differs = [...new Set([...before.keys(), ...after.keys()])].filter(
      (name) => before.get(name) !== after.get(name),
    );
    expect(differs.filter((name) => !SETTLED.includes(name))).toEqual([]);
    expect(before.size).toBeGreaterThan(80);
    expect(result.output).toMatch(/Восстановлено на .*: база и 6 файлов\.\nС тех пор прошло .* потеряно/);
    expect(result.output).toContain('Отозвано: 2 резервных кода сотрудников');
    expect(result.output).toMatch(/показания {3}\d+ .*\n {2}заявка .*\n {2}платежи .*\n {2}письмо {6}\d+ /);
  });

  it('lets nobody in by what was open then, and says how many letters and jobs it holds back', async () => {
    const [row] = await ask(
      `SELECT (SELECT count(*)::int FROM sessions) AS sessions,
         (SELECT count(*)::int FROM auth_codes WHERE superseded_at IS NULL AND used_at IS NULL) AS codes,
         (SELECT count(*)::int FROM jobs WHERE state IN ('running', 'queued')) AS jobs,
         (SELECT count(*)::int FROM letters WHERE sent_at IS NOT NULL) AS sent,
         (SELECT count(*)::int FROM letters WHERE failed_at IS NOT NULL AND data IS NOT NULL) AS held,
         (SELECT count(*)::int FROM letters WHERE cancelled_at IS NOT NULL AND data IS NULL) AS cancelled,
         (SELECT count(*)::int FROM staff WHERE password_expires_at > now()) AS passwords,
         (SELECT count(*)::int FROM staff_recovery_codes) AS "recoveryCodes",
         (SELECT count(*)::int FROM audit_events WHERE action = 'database.restored') AS journal`,
    );
    expect(row).toEqual({
      recoveryCodes: 0,
      sessions: 0,
      codes: 0,
      jobs: 0,
      sent: 1,
      held: 1,
      cancelled: 1,
      passwords: 0,
      journal: 1,
    });
  });

  it('is served again: no letter leaves twice, and those held back leave when they are released', async () => {
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: mail.url, env: settings });
    await product.stop();
    expect([mail.letters.length, product.errors()]).toEqual([0, []]);
    const result = await restore(['--release-letters']);
    expect(said(result)).toBe('0: Уйдёт 1 письмо.\n');
    await product.start();
    const letter = await mail.waitForLetter({ to: 'irina@example.test' });
    const [held] = await ask<{ id: string }>(
      "SELECT id FROM letters WHERE kind = 'password-changed' AND attempts > 0",
    );
    expect(letter.messageId).toContain(held!.id);
    await product.stop();
    expect(mail.letters).toHaveLength(1);
  });

  it.each(['SHA256SUMS', 'database.dump.age', 'files.tar.age', 'manifest.json'])(
    'with one flipped byte in %s is refused before anything is touched',
    async (part) => {
      const [state, stored] = [await contents(), await files()];
      const path = join(whole, part);
      const bytes = await readFile(path);
      const flipped = Buffer.from(bytes);
      flipped[Math.floor(bytes.length / 2)]! ^= 1;
      await writeFile(path, flipped);
      const result = await restore([whole, '--key', key, '--replace']);
      await writeFile(path, bytes);
      expect(said(result)).toMatch(
        /^1: Копия \S+ повреждена или сделана не до конца: [\w.]+\. Ничего не тронуто\n$/,
      );
      expect([await contents(), await files()]).toEqual([state, stored]);
    },
  );

  it('is refused with another key, without its file, and into a database that is in use or not empty', async () => {
    const state = await contents();
    const other = at('other.key');
    execFileSync('age-keygen', ['-o', other], { stdio: 'ignore' });
    expect(said(await restore([whole, '--key', other, '--replace']))).toMatch(
      /^1: Этот ключ не открывает копию/,
    );
    expect(said(await restore([whole, '--replace']))).toMatch(/^2: Назовите файл с ключом/);
    expect(said(await restore(['kabinet-2020-01-01T000000Z', '--key', key]))).toMatch(
      /^1: Копия \S+ повреждена/,
    );
    const guest = new pg.Client({ connectionString: database.url });
    await guest.connect();
    expect(said(await restore([whole, '--key', key, '--replace']))).toMatch(
      /\nС базой работают: 1 соединение/,
    );
    await guest.end();
    expect(said(await restore([whole, '--key', key]))).toMatch(/^1: .*\nБаза не пуста/);
    expect(await contents()).toEqual(state);
  });

  it('takes the place of another state with --replace, but not in a folder of another database', async () => {
    await ask("UPDATE accounts SET owner_name = 'Никто'");
    const mark = await readFile(at('files', 'installation'), 'utf8');
    await writeFile(at('files', 'installation'), '11111111-1111-4111-8111-111111111111\n');
    const replace = () => restore([whole, '--key', key, '--replace']);
    expect(said(await replace())).toMatch(/^1: .*\nFILES_DIR \S+ принадлежит другой базе/);
    await writeFile(at('files', 'installation'), mark);
    expect((await replace()).code).toBe(0);
    expect((await contents()).get('accounts')).toBe(before.get('accounts'));
  });

  it('restored by other means is settled alone', async () => {
    await ask(
      "INSERT INTO sessions (id_hash, user_id, idle_seconds, expires_at) SELECT '\\x02', id, 7200, now() + interval '1 hour' FROM users",
    );
    expect(said(await restore(['--settle']))).toMatch(/^0: Завершено: 1 сеанс \(всем/);
    expect(await ask('SELECT FROM sessions')).toEqual([]);
  });

  it('whose restore broke off before letters and sessions were settled is not served', async () => {
    await ask('CREATE TABLE restore_unfinished ()');
    const { code, output } = await runMain(settings);
    await ask('DROP TABLE restore_unfinished');
    expect([code, output]).toEqual([1, expect.stringContaining('has not come to its end')]);
  });

  it('that is killed at any moment leaves none that looks whole, and the next one clears it away', async () => {
    const known = await backups();
    for (const moment of ['database.dump.age', 'files.tar.age']) {
      const { child, ended } = await stoppedBackup();
      child.kill('SIGCONT');
      await eventually(async () => {
        const [draft] = await drafts();
        return (
          draft !== undefined &&
          (await readdir(at('backups', draft)).catch((): string[] => [])).includes(moment)
        );
      });
      child.kill('SIGKILL');
      await ended;
      expect([await backups(), (await drafts()).length]).toEqual([known, 1]);
      expect((await restore([at('backups', (await drafts())[0]!), '--key', key, '--replace'])).code).toBe(1);
    }
    expect((await backup()).code).toBe(0);
    expect([(await backups()).length, await drafts()]).toEqual([known.length, []]);
  });

  it('refuses a second one at the same time, and keeps a file that is deleted meanwhile', async () => {
    const name = await photo(700);
    const bytes = await readFile(at('files', 'photos', name));
    const { child, ended } = await stoppedBackup();
    expect(said(await backup())).toBe(
      '3: Копия этой базы уже делается или восстанавливается. Дождитесь конца\n',
    );
    await ask('DELETE FROM meter_photos WHERE file = $1', [name]);
    const pool = new pg.Pool({ connectionString: database.url });
    const config = loadConfig(productEnvironment({ ...settings, LOG_LEVEL: 'silent' }));
    const log = new Log(config);
    const [clock, random] = [new Clock(), new Random()];
    const storage = new Storage(config, pool, clock, log);
    const store = new FileStore(storage, new FilesAside(storage, clock), random, clock);
    await store.remove(name);
    await expect(access(at('files', 'photos', name))).rejects.toThrow();
    child.kill('SIGCONT');
    expect(await ended).toBe(0);
    // nothing holds it any more
    await writeFile(at('files', 'photos', name), bytes);
    await store.remove(name);
    await expect(access(at('files', 'photos', name))).rejects.toThrow();
    log.onApplicationShutdown();
    await pool.end();
    const [newest] = (await backups()).sort().reverse();
    const tar = execFileSync('age', ['--decrypt', '-i', key, at('backups', newest!, 'files.tar.age')], {
      maxBuffer: 1e8,
    });
    expect(execFileSync('tar', ['-xOf', '-', `photos/${name}`], { input: tar }).equals(bytes)).toBe(true);
  });

  it('says in words what stands against it', async () => {
    expect(said(await backup({ BACKUP_RECIPIENT: undefined }))).toMatch(/^2: Не задан BACKUP_RECIPIENT/);
    expect(said(await backup({ BACKUP_RECIPIENT: 'key' }))).toMatch(
      /^2: BACKUP_RECIPIENT должен быть открытым ключом/,
    );
    expect(said(await backup({ BACKUP_DIR: undefined }))).toMatch(/^2: Не задана папка для копий/);
    expect(said(await backup({ PATH: '/nowhere' }))).toBe(
      '1: Не найдена программа age: apt-get install age\n',
    );
    await mkdir(at('full'));
    await writeFile(at('full', 'full'), '');
    const full = await backup({
      BACKUP_DIR: at('full'),
      NODE_OPTIONS: FULL_DISK,
      TEST_FULL_DISK: at('full'),
    });
    expect(said(full)).toBe(`1: Кончилось место на диске: ${at('full')}\n`);
    expect(await readdir(at('full'))).toEqual(['full']);
    await rm(at('files', 'installation'));
    expect(said(await backup())).toMatch(/^1: FILES_DIR \S+ пуст, а база знает файлы: подключён ли диск\?/);
  });

  withGpg('may be for a key of GnuPG', async () => {
    const home = at('gnupg');
    await mkdir(home, { mode: 0o700 });
    const gpg = (...args: string[]) =>
      execFileSync(
        'gpg',
        ['--homedir', home, '--batch', '--quiet', '--passphrase', '', '--pinentry-mode', 'loopback', ...args],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
    gpg('--quick-generate-key', 'backup@example.test', 'future-default');
    await writeFile(at('gpg.pub'), gpg('--armor', '--export'));
    await writeFile(at('gpg.key'), gpg('--armor', '--export-secret-keys'));
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    const [row] = await ask<{ id: string }>('SELECT id FROM installation');
    await writeFile(at('files', 'installation'), `${row!.id}\n`);
    const state = await contents();
    const gnu = { BACKUP_RECIPIENT: at('gpg.pub'), BACKUP_DIR: at('gnu') };
    expect(said(await backup(gnu))).toMatch(/^0: Копия/);
    await destroy();
    expect(said(await restore(['latest', '--key', at('gpg.key')], gnu))).toMatch(/^0: Копия/);
    expect((await contents()).get('accounts')).toBe(state.get('accounts'));
  });
});
