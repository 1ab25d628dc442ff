import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Sealer } from '../src/audit/seals/sealer.js';
import type { Config } from '../src/core/config.js';
import type { Log } from '../src/core/log.js';
import { Secrets } from '../src/core/secrets.js';
import type { Client } from './support/client.js';
import { cli } from './support/command.js';
import { eventually } from './support/eventually.js';
import { hire } from './support/office.js';
import { startWorld, type World } from './support/world.js';

const APP_SECRET = 'a secret of this suite, which seals the journal';
const SUBJECT = 'Журнал событий изменён в обход портала';

let world: World;
let owner: pg.Client;
let chief: Client;
let operator: Client;

beforeAll(async () => {
  world = await startWorld({ APP_SECRET });
  owner = new pg.Client({ connectionString: world.database.url });
  await owner.connect();
  chief = await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
  await hire(world, 'other', 'administrator', 'Ким Вера Петровна');
  operator = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await seal();
});
afterAll(async () => {
  await owner?.end();
  await world?.stop();
});

/** Seals what was written, without waiting for the portal to come to it. */
async function seal(): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url: world.database.url }).initialize();
  try {
    const sealer = new Sealer(source, { background: false } as Config, new Secrets(APP_SECRET), {} as Log);
    await eventually(async () => {
      await sealer.step();
      return (await owner.query('SELECT FROM audit_seals')).rowCount! > 0;
    });
  } finally {
    await source.destroy();
  }
}

/** Writes a sealed line anew, as somebody who owns the database can. */
async function alter(action: string): Promise<string> {
  await owner.query('BEGIN');
  await owner.query('SET LOCAL session_replication_role = replica');
  const { rows } = await owner.query<{ before: string }>(
    `UPDATE audit_events e SET action = $1 FROM (SELECT id, action AS before FROM audit_events ORDER BY id LIMIT 1) b
     WHERE e.id = b.id RETURNING b.before`,
    [action],
  );
  await owner.query('COMMIT');
  return rows[0]!.before;
}

const verify = () =>
  cli(['audit:verify'], { DATABASE_URL: world.database.url, SMTP_URL: world.mail.url, APP_SECRET });

async function letters(): Promise<string[]> {
  const rows = await world.database.query<{ recipient: string }>(
    `SELECT recipient FROM letters WHERE kind = 'journal-altered' ORDER BY 1`,
  );
  return rows.map(({ recipient }) => recipient);
}

const today = async (who: Client): Promise<string> => (await who.get('/office')).text;

describe('A line of the journal that somebody has altered past the portal', () => {
  it('is told to administrators on the first page while it lasts, and by letter once a break', async () => {
    expect((await verify()).code).toBe(0);
    expect(await today(chief)).not.toContain(SUBJECT);
    expect(await letters()).toEqual([]);

    const before = await alter('user.blocked');
    await owner.query('UPDATE audit_sealing SET checked_at = NULL');
    // a portal that has just started makes the check of the day
    await world.product.restart();
    await eventually(async () => (await letters()).length > 0);
    const both = await letters();
    expect(both).toHaveLength(2);
    const letter = await world.mail.waitForLetter({ to: both[0]!, subject: SUBJECT });
    expect(letter.text).toMatch(/изменили в обход портала: строки или печать изменены: .*печать 1/);
    expect(await today(chief)).toMatch(/Журнал событий изменён в обход портала.*печать 1; проверено/s);
    expect((await (await chief.get('/office')).click(/К проверке портала/)).status).toBe(200);
    expect(await today(operator)).not.toContain(SUBJECT);

    const again = await verify();
    expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('печать 1')]);
    expect(await letters()).toEqual(both);

    await alter(before);
    expect((await verify()).code).toBe(0);
    expect(await today(chief)).not.toContain(SUBJECT);
    await alter('user.blocked');
    expect((await verify()).code).toBe(1);
    expect(await letters()).toHaveLength(4);
  });

  it('is not what a check that could not be made says: its exit code is another', async () => {
    const { code, stderr } = await cli(['audit:verify'], {
      ...{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', SMTP_URL: world.mail.url, APP_SECRET },
    });
    expect([code, stderr]).toEqual([2, expect.not.stringContaining('Журнал не сходится')]);
  });

  it('does not hide the next one: it is told by a letter of its own, first, and in Russian', async () => {
    await owner.query(
      `INSERT INTO audit_events (id, actor_kind, action) OVERRIDING SYSTEM VALUE VALUES (-1, 'system', 'x')`,
    );
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toContain('Журнал не сходится: 2 места, впервые найдено 1.');
    expect(stdout).toMatch(
      /— лишняя строка журнала -1 \(новое\)\n— строки или печать изменены: .*печать 1\n/,
    );
    expect(await letters()).toHaveLength(6);
    expect(await today(chief)).toMatch(/лишняя строка журнала -1; строки или печать изменены/);
    expect((await verify()).stdout).toContain('впервые найдено 0');
    expect(await letters()).toHaveLength(6);
  });
});
