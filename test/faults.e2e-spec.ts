import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/trial/postgres/embedded-postgres.js';
import { Client } from './support/client.js';
import { createDatabase, type Database } from './support/database.js';
import { type MailServer, startMailServer } from './support/mail-server.js';
import { type Product, startProduct } from './support/product.js';
import { register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

const SUBJECT = 'Подтверждение регистрации';

describe('A letter', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ THROTTLE_FACTOR: '1000' }, { ownProcess: true });
  });
  afterAll(() => world?.stop());

  async function registers(login: string): Promise<void> {
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    expect((await form.submit(registration(login))).status).toBe(303);
  }

  it('still comes when the product is killed right after the answer', async () => {
    await world.mail.stop();
    await registers('killed');
    await world.product.kill();
    await world.mail.start();
    await world.product.restart();
    // Where it had been taken in hand already, its lease of two minutes has to run out first.
    await world.mail.waitForLetter({ to: 'killed@example.test', subject: SUBJECT, within: 180_000 });
  });

  it('comes after the mail server is back; nobody has noticed that it was away', async () => {
    await world.mail.stop();
    await registers('patient');
    const error = await eventually(async () => {
      const [state] = await world.database.query<{ last_error: string | null }>(
        "SELECT last_error FROM letters WHERE recipient = 'patient@example.test'",
      );
      return state?.last_error;
    });
    expect(error).toBe('Нет связи с почтовым сервером');
    await world.mail.start();
    await world.mail.waitForLetter({ to: 'patient@example.test', subject: SUBJECT });
  });

  it('that is refused for good is given up with the reason, and only then', async () => {
    world.mail.behave({ refuse: 451 });
    await registers('greylisted');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const answers = { receiver: '550 5.1.1 <refused@example.test>: User unknown' };
    world.mail.behave({ refuse: 451, answers, only: 'refused@example.test' });
    await registers('refused');
    const refused = await eventually(async () => {
      const [row] = await world.database.query<{ last_error: string }>(
        "SELECT last_error FROM letters WHERE recipient = 'refused@example.test' AND failed_at IS NOT NULL",
      );
      return row;
    });
    expect(refused.last_error).toContain('отказался принять письмо');
    world.mail.behave();
    // «Try later» was no refusal: that letter comes.
    await world.mail.waitForLetter({ to: 'greylisted@example.test', subject: SUBJECT });
  });

  it('has the same Message-ID when it must be sent twice', async () => {
    world.mail.behave({ delay: 600 });
    await registers('repeated');
    await eventually(() => world.mail.attempts > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await world.product.kill();
    world.mail.behave();
    // The lease of the killed worker has run out.
    await world.database.query(
      'UPDATE letters SET next_attempt_at = now() WHERE sent_at IS NULL AND failed_at IS NULL',
    );
    await world.product.restart();
    await world.mail.waitForLetter({ to: 'repeated@example.test', subject: SUBJECT });
    const ids = world.mail.letters
      .filter(({ to }) => to.includes('repeated@example.test'))
      .map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('PostgreSQL', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let database: Database;
  let mail: MailServer;
  let product: Product;
  let world: World;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kabinet-faults-'));
    await chmod(folder, 0o711);
    postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
    database = await createDatabase({ server: postgres.url });
    mail = await startMailServer();
    product = await startProduct({
      databaseUrl: database.url,
      smtpUrl: mail.url,
      env: { THROTTLE_FACTOR: '1000' },
    });
    world = {
      mail,
      product,
      database,
      visitor: (from?: string) => new Client(product.url, { from }),
    } as World;
  });
  afterAll(async () => {
    await product?.stop();
    await mail?.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('killed under load: pages are 503 or right, and then right again by themselves; nothing acknowledged is lost', async () => {
    await register(world, 'before');
    const signedIn = await signIn(world, 'before');
    const accepted: string[] = [];
    let stop = false;
    const load = async (prefix: string): Promise<void> => {
      for (let number = 0; !stop; number += 1) {
        const login = `${prefix}${number}`;
        const visitor = new Client(product.url);
        const page = await visitor.get('/auth/?register=yes', { outage: true });
        if (page.status !== 200) continue;
        const answer = await visitor.post(
          '/auth/registration',
          {
            ...Object.fromEntries(
              Object.entries(registration(login)).map(([name, value]) => [
                name,
                value === true ? 'yes' : String(value),
              ]),
            ),
            _csrf: page.form('/auth/registration').value('_csrf')!,
          },
          { outage: true },
        );
        expect([303, 503]).toContain(answer.status);
        if (answer.status === 303) accepted.push(login);
      }
    };
    const loads = [load('load-a'), load('load-b')];
    await new Promise((resolve) => setTimeout(resolve, 700));
    process.kill(postgres.pid, 'SIGKILL');
    const seen = new Set<number>();
    // Four seconds, and on until it has recovered: how long that takes is the machine's affair.
    const killed = Date.now();
    for (let back = false; !back || Date.now() - killed < 4000;) {
      const { status } = await signedIn.get('/accounts', { outage: true });
      back = status === 200 && seen.has(503);
      seen.add(status);
      if (Date.now() - killed > 60_000) throw new Error('PostgreSQL is away for a minute');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    stop = true;
    await Promise.all(loads);
    expect([...seen].sort()).toEqual([200, 503]);
    expect((await signedIn.get('/accounts')).status).toBe(200);
    expect(accepted.length).toBeGreaterThan(0);
    const rows = await database.query<{ login: string }>('SELECT login FROM users');
    const kept = new Set(rows.map(({ login }) => login));
    expect(accepted.filter((login) => !kept.has(login))).toEqual([]);

    // Hundreds of pages and all tasks have met the outage; the log tells of it once, perhaps again by a late connection.
    await product.waitForLog(({ msg }) => msg === 'PostgreSQL is back');
    const told = product.errors().map(({ msg, stack }) => ({ msg: String(msg).slice(0, 18), stack }));
    expect(told.length).toBeLessThanOrEqual(3);
    expect(told).toEqual(told.map(() => ({ msg: 'PostgreSQL is away', stack: undefined })));
  });

  it('that has stopped answering: pages say 503 instead of waiting for ever, and are right again by themselves', async () => {
    await register(world, 'waiting');
    const visitor = await signIn(world, 'waiting');
    const backends = await database.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
    const processes = [postgres.pid, ...backends.map(({ pid }) => pid)];
    const everyone = (signal: NodeJS.Signals): void => {
      for (const pid of processes) {
        try {
          process.kill(pid, signal);
        } catch {
          // a background worker that has ended meanwhile
        }
      }
    };
    everyone('SIGSTOP');
    try {
      const asked = Date.now();
      const page = await visitor.get('/accounts', { outage: true });
      expect(page.status).toBe(503);
      // A supervisor's question may carry a cookie of the site: that the process lives is true without PostgreSQL.
      expect((await visitor.get('/health/live', { outage: true })).status).toBe(200);
      expect((await visitor.get('/.well-known/security.txt', { outage: true })).status).toBe(200);
      expect((await visitor.get('/health/ready', { outage: true })).status).toBe(503);
      const parts = await visitor.get('/health', { outage: true });
      expect([parts.status, JSON.parse(parts.body)]).toMatchObject([
        503,
        { database: 'failed', queue: 'unknown' },
      ]);
      expect(Date.now() - asked).toBeLessThan(20_000);
    } finally {
      everyone('SIGCONT');
    }
    await eventually(async () => (await visitor.get('/accounts', { outage: true })).status === 200);
  });
});
