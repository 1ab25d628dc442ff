import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult, Settings } from './support/command.js';
import { cli } from './support/command.js';
import { type DnsServer, startDnsServer } from './support/dns-server.js';
import { filesOf } from './support/files.js';
import { freePort } from './support/free-port.js';
import { startWorld, type World } from './support/world.js';

/** As `npm run doctor -- --json` writes it. */
interface Told {
  state: string;
  checks: {
    id: string;
    name: string;
    state: string;
    seen: string;
    todo?: string;
    told?: string;
    unchecked?: true;
  }[];
}

const DOMAIN = 'kabinet.example';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const LOGIN = { user: 'portal@kabinet.example', password: 'secret of the mail' };
/** Longer than anything may take, with a start on a busy machine. */
const PATIENCE_MS = 60_000;

let world: World;
let dns: DnsServer;
let folder: string;
let https: Server | undefined;

beforeAll(async () => {
  world = await startWorld({ MAIL_FROM: `noreply@${DOMAIN}` }, { starttls: true, login: LOGIN });
  dns = await startDnsServer({
    [DOMAIN]: ['v=spf1 ip4:203.0.113.10 -all'],
    [`_dmarc.${DOMAIN}`]: ['v=DMARC1; p=quarantine'],
    [`office._domainkey.${DOMAIN}`]: [`v=DKIM1; k=rsa; p=${KEY}`],
    [`mail._domainkey.${DOMAIN}`]: [`v=DKIM1; k=rsa; p=${KEY}`],
  });
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(async () => {
  await world?.stop();
  await dns?.stop();
  if (folder) rmSync(folder, { recursive: true });
});
afterEach(() => {
  https?.close();
  https = undefined;
});

/** Asks for JSON of a portal like this one, but with other settings. */
async function doctor(args: string[] = [], settings: Settings = {}): Promise<CommandResult & Told> {
  const all = {
    ...{ DATABASE_URL: world.database.url, SMTP_URL: world.mail.url, PUBLIC_URL: world.product.url },
    ...{ MAIL_FROM: `noreply@${DOMAIN}`, FILES_DIR: filesOf(world.database.url), ...settings },
  };
  const result = await cli(['doctor', '--json', '--dns', dns.address, ...args], all, { within: PATIENCE_MS });
  try {
    return { ...result, ...(JSON.parse(result.stdout) as Told) };
  } catch {
    throw new Error(`No JSON: ${result.output}`);
  }
}

function of({ checks }: Told, id: string): Told['checks'][number] {
  const found = checks.find((check) => check.id === id);
  if (!found) throw new Error(`There is no check ${id} among ${checks.map((one) => one.id).join(', ')}`);
  return found;
}

/** A certificate for localhost by OpenSSL; the files of key and certificate. */
function certificate(days: number): { key: string; cert: string } {
  const [key, cert] = [join(folder, `${days}.key`), join(folder, `${days}.pem`)];
  const about = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', String(days)];
  const to = ['-keyout', key, '-out', cert];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...about, ...to];
  execFileSync('openssl', made, { stdio: 'ignore' });
  return { key, cert };
}

async function portalWith({ key, cert }: { key: string; cert: string }): Promise<string> {
  https = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    response.end('{"status":"ok"}');
  });
  https.listen(0, '127.0.0.1');
  await once(https, 'listening');
  return `https://localhost:${(https.address() as AddressInfo).port}`;
}

describe('npm run doctor', () => {
  it('finds each thing in order that is, and says what it has seen', async () => {
    const told = await doctor();
    const states = Object.fromEntries(told.checks.map(({ id, state }) => [id, state]));
    // Of Node.js and of what nobody has loaded yet tell other tests and the calendar.
    expect({ ...states, program: '', settings: '' }).toEqual({
      ...{ settings: '', program: '', database: 'good', migrations: 'good', connections: 'good' },
      ...{ requisites: 'good', journal: 'good' },
      ...{ statements: 'unknown', indexes: 'good', clock: 'good', files: 'good', portal: 'good' },
      ...{ smtp: 'good', spf: 'good', dkim: 'good', dmarc: 'good', letters: 'good', jobs: 'good' },
      ...{ imports: 'attention', backup: 'attention' },
    });
    expect(of(told, 'database').seen).toMatch(/PostgreSQL \d+\.\d+, кодировка UTF8, локаль .*pg_trgm/);
    expect(of(told, 'statements').seen).toContain('Узнать нельзя');
    expect(of(told, 'statements').todo).toContain('CREATE EXTENSION pg_stat_statements');
    expect(of(told, 'connections').seen).toMatch(/max_connections \d+, занято \d+; 1\u00A0экземпляр/);
    expect(of(told, 'smtp').seen).toBe('Отвечает, соединение защищено, логин и пароль приняты');
    expect(of(told, 'dkim').seen).toContain('селектор mail, ключ 2048');
    expect([told.code, told.state]).toEqual([1, 'attention']);
  });

  it('writes the same for people in Russian', async () => {
    const { stdout } = await cli(['doctor', '--dns', dns.address], {
      ...{ DATABASE_URL: world.database.url, SMTP_URL: world.mail.url, PUBLIC_URL: world.product.url },
      MAIL_FROM: `noreply@${DOMAIN}`,
    });
    expect(stdout).toMatch(/^Проверка портала, \d+ \S+ \d{4}, \d\d:\d\d$/m);
    expect(stdout).toMatch(/^в порядке {3}Схема базы: Применены все миграции, последняя \S+$/m);
    expect(stdout).toMatch(/^внимание {4}Загрузки: .+\n {12}Что сделать: /m);
    expect(stdout).toMatch(/^\d+\u00A0проверок: внимание \d+, неизвестно 1, в порядке \d+\.$/m);
  });

  it('tells of wrong settings what the start would, and looks at nothing else', async () => {
    const told = await doctor([], { PORT: 'http' });
    expect([told.code, told.checks.length]).toEqual([2, 1]);
    expect(of(told, 'settings')).toMatchObject({
      state: 'bad',
      told: expect.stringContaining('Setting PORT'),
    });
  });

  it('says that the database is away, and of what it could not look at that it has not', async () => {
    const told = await doctor([], { DATABASE_URL: 'postgres://kabinet:secret@127.0.0.1:1/kabinet' });
    expect(told.code).toBe(2);
    expect(of(told, 'database')).toMatchObject({
      state: 'bad',
      seen: expect.stringContaining('никто не отвечает'),
    });
    for (const id of ['migrations', 'connections', 'indexes', 'clock', 'letters', 'jobs', 'imports']) {
      expect([id, of(told, id)]).toMatchObject([id, { state: 'attention', unchecked: true }]);
    }
    expect(told.output).not.toContain('secret');
  });

  it('tells which step of the mail server fails', async () => {
    const wrong = world.mail.url.replace(encodeURIComponent(LOGIN.password), 'wrong');
    const refused = await doctor([], { SMTP_URL: wrong });
    expect(of(refused, 'smtp')).toMatchObject({
      state: 'bad',
      seen: 'Почтовый сервер не принимает логин или пароль портала',
      told: expect.stringContaining('535'),
    });
    const away = await doctor([], { SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(of(away, 'smtp')).toMatchObject({ state: 'bad', seen: 'Нет связи с почтовым сервером' });
  });

  it('sends a test letter to whom it is told, past the queue', async () => {
    const told = await doctor(['--letter', 'chief@example.test']);
    expect(of(told, 'letter')).toMatchObject({
      state: 'good',
      seen: expect.stringContaining('письмо принял'),
    });
    const letter = await world.mail.waitForLetter({ to: 'chief@example.test' });
    expect(letter.subject).toBe('Проверка почты портала');
    const [row] = await world.database.query<{ count: string }>('SELECT count(*) FROM letters');
    expect(row!.count).toBe('0');
    expect(of(await doctor(['--letter', 'nobody']), 'letter').state).toBe('attention');
  });

  it('reads the records of the domain, with a selector where it is named', async () => {
    expect(of(await doctor(['--dkim', 'office']), 'dkim').seen).toContain('селектор office');
    expect(of(await doctor(['--dkim', 'other']), 'dkim').state).toBe('bad');
    const unknown = await doctor([], { MAIL_FROM: 'noreply@nowhere.example' });
    expect(of(unknown, 'spf')).toMatchObject({
      state: 'bad',
      seen: 'Домена nowhere.example из MAIL_FROM нет в DNS',
    });
    expect(of(unknown, 'dmarc').state).toBe('attention');
    expect(of(unknown, 'dkim')).toMatchObject({ state: 'attention', unchecked: true });
  });

  it('does not wait for a DNS, a mail server or a database that never answers', async () => {
    const silent = await startDnsServer();
    const deaf = await portalWith(certificate(30));
    const port = new URL(deaf).port;
    const began = process.hrtime.bigint();
    const told = await doctor(['--dns', silent.address], {
      // the https server waits for a greeting of its own: neither side says a word
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      DATABASE_URL: `postgres://kabinet:x@127.0.0.1:${port}/kabinet`,
    });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    await silent.stop();
    expect(silent.asked.length).toBeGreaterThan(0);
    for (const id of ['spf', 'dkim', 'dmarc']) {
      expect([id, of(told, id)]).toMatchObject([
        id,
        { state: 'attention', unchecked: true, seen: 'Проверить не удалось: DNS не отвечает' },
      ]);
    }
    expect([of(told, 'smtp').state, of(told, 'database').state]).toEqual(['bad', 'bad']);
    expect(seconds).toBeLessThan(30);
  });

  it('sees that a migration is missing, and that the database is newer than the program', async () => {
    const [last] = await world.database.query<{ timestamp: string; name: string }>(
      'DELETE FROM migrations WHERE "timestamp" = (SELECT max("timestamp") FROM migrations) RETURNING "timestamp", name',
    );
    const older = await doctor();
    await world.database.query(
      'INSERT INTO migrations ("timestamp", name) VALUES ($1, $2), (9000000000000, $3)',
      [...[last!.timestamp, last!.name, 'OfNextYear9000000000000']],
    );
    const newer = await doctor();
    await world.database.query('DELETE FROM migrations WHERE "timestamp" = 9000000000000');
    expect(of(older, 'migrations')).toMatchObject({
      state: 'bad',
      seen: expect.stringContaining('1\u00A0миграция'),
    });
    expect(of(newer, 'migrations')).toMatchObject({
      state: 'attention',
      seen: expect.stringContaining('новее'),
    });
  });

  it('sees letters that failed, jobs that are stuck and jobs that failed', async () => {
    await world.database.query(
      `INSERT INTO letters (kind, recipient, subject, not_after, failed_at, fault, last_error)
       VALUES ('recovery', 'vera@example.test', 'x', now(), now(), 'server', 'vera@example.test'),
         ('recovery', 'ivan@example.test', 'x', now(), now(), 'receiver', 'x')`,
    );
    await world.database.query(
      `INSERT INTO jobs (kind, title, params, state, error, heartbeat_at, lease_until, finished_at) VALUES
         ('load', 'Файл Павловой', '{}', 'failed', 'Павлова', now(), NULL, now()),
         ('load', 'Файл', '{}', 'failed', 'Отменено', now(), NULL, now()),
         ('meters', 'Другой', '{}', 'running', NULL, now() - interval '1 hour', now() + interval '1 hour', NULL)`,
    );
    const told = await doctor();
    expect(of(told, 'letters')).toMatchObject({
      state: 'attention',
      seen: 'Ни одно не ждёт. За сутки не ушло по вине почты 1\u00A0письмо. За сутки отказались принять адреса получателей: 1',
    });
    expect(of(told, 'jobs')).toMatchObject({
      state: 'bad',
      seen: 'В очереди 0, выполняется 0. Не подают признаков жизни: 1. За сутки не удалось 1 (загрузка начислений и платежей: 1)',
    });
    await world.database.query('DELETE FROM jobs; DELETE FROM letters');
  });

  it.each([
    [20, 'good'],
    [40, 'attention'],
    [200, 'bad'],
  ])('finds a backup of %i hours ago %s', async (hours, state) => {
    await world.database.query(
      `INSERT INTO last_backup (taken_at, finished_at, folder, bytes, files)
       VALUES (now() - make_interval(hours => $1), now(), '/srv/backup', 5000000, 12)`,
      [hours],
    );
    const told = await doctor();
    await world.database.query('DELETE FROM last_backup');
    expect(of(told, 'backup')).toMatchObject({ state, seen: expect.stringContaining('файлов жителей 12') });
  });

  it('sees a folder of files that is missing or of another database', async () => {
    const missing = await doctor([], { FILES_DIR: join(folder, 'nothing') });
    expect(of(missing, 'files').state).toBe('bad');
    writeFileSync(join(folder, 'installation'), '11111111-2222-4333-8444-555555555555\n');
    const foreign = await doctor([], { FILES_DIR: folder });
    expect(of(foreign, 'files')).toMatchObject({ state: 'bad' });
    rmSync(join(folder, 'installation'));
  });

  it('sees clocks that are apart', async () => {
    writeFileSync(join(folder, 'clock'), String(10 * 60_000));
    const loader = new URL('./support/shifted-clock.js', import.meta.url).href;
    const told = await doctor([], { NODE_OPTIONS: `--import=${loader}`, TEST_CLOCK: join(folder, 'clock') });
    expect(of(told, 'clock')).toMatchObject({
      state: 'bad',
      seen: expect.stringMatching(/расходятся на (599|600),\d/),
    });
  });

  it.each([
    [400, true, 'good', /Действует до \d+ \S+ \d{4}, осталось 399/],
    [9, true, 'attention', /осталось 8/],
    [2, true, 'bad', /остался 1/],
    [30, false, 'bad', /Браузеры не доверяют: сертификат подписан сам собой/],
  ])('judges the certificate of the portal: %i days, trusted %s', async (days, trusted, state, seen) => {
    const files = certificate(days);
    const PUBLIC_URL = await portalWith(files);
    const told = await doctor([], { PUBLIC_URL, ...(trusted && { NODE_EXTRA_CA_CERTS: files.cert }) });
    expect(of(told, 'certificate')).toMatchObject({ state, seen: expect.stringMatching(seen) });
    expect(of(told, 'portal').state).toBe(trusted ? 'good' : 'bad');
  });

  it('says so when nothing answers at the address of the portal', async () => {
    const told = await doctor([], { PUBLIC_URL: `https://127.0.0.1:${await freePort()}` });
    expect(of(told, 'portal')).toMatchObject({
      state: 'bad',
      seen: expect.stringContaining('никто не отвечает'),
    });
    expect(of(told, 'certificate')).toMatchObject({ state: 'attention', unchecked: true });
  });
});
