import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/trial/postgres/embedded-postgres.js';
import { Client } from './support/client.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { acknowledged, Actors, type Ledger, newLedger } from './support/kill-actors.js';
import { startMailServer } from './support/mail-server.js';
import { Chance } from './support/money-orders.js';
import { hire } from './support/office.js';
import { startProduct } from './support/product.js';
import { lettersAreOut, type World } from './support/world.js';

/** How often the portal and PostgreSQL are killed: a short form in every check, the long one by `npm run test:faults`. */
const KILLS = Number(process.env.FAULTS_KILLS ?? 3);
const DATABASE_KILLS = Number(process.env.FAULTS_DATABASE_KILLS ?? 1);
/** Printed where it fails: the moments are drawn from it, as far as machines repeat themselves. */
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

/** No round waits longer than a machine needs that is slow and busy. */
const TERM_MS = 240_000 + 30_000 * (KILLS + DATABASE_KILLS);

let folder: string;
let postgres: EmbeddedPostgres;
let world: World;
let ledger: Ledger;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-kills-'));
  await chmod(folder, 0o711);
  postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
  const database = await createDatabase({ server: postgres.url });
  const mail = await startMailServer();
  const product = await startProduct({
    databaseUrl: database.url,
    smtpUrl: mail.url,
    env: { THROTTLE_FACTOR: '100000' },
  });
  world = {
    ...{ database, mail, product },
    visitor: () => new Client(product.url),
    stop: async () => {
      await product.stop();
      await mail.stop();
      await database.drop();
    },
  };
});
afterAll(async () => {
  await world?.stop();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe(`Everybody to whom the portal has said yes (seed ${SEED})`, () => {
  it(
    `finds it done, once, after ${KILLS} kills of the portal and ${DATABASE_KILLS} of PostgreSQL at any moment`,
    async () => {
      ledger = newLedger();
      const actors = await Actors.gather(
        world,
        ledger,
        await hire(world, 'chief', 'administrator', 'Ким О.'),
      );
      let failure: Error | undefined;
      const work = actors.work().catch((error: Error) => {
        failure = error;
        actors.stop();
      });
      const chance = new Chance(SEED);
      const kills = [...Array<'portal'>(KILLS).fill('portal'), ...Array<'base'>(DATABASE_KILLS).fill('base')];
      for (const [index, victim] of shuffled(kills, chance).entries()) {
        // Enough is under way in each life of the portal, and the blow falls at any moment of it.
        const before = acknowledged(ledger);
        const enough = 1 + chance.below(12);
        // A load takes longer than a life of the portal mostly is: some lives wait for one.
        const loads = ledger.payments.length + (chance.below(5) === 0 ? 1 : 0);
        const isBusy = () => acknowledged(ledger) >= before + enough && ledger.payments.length >= loads;
        await eventually(() => failure !== undefined || isBusy(), 120_000);
        if (failure !== undefined) break;
        await sleep(chance.below(80));
        await (victim === 'portal' ? killPortal() : killPostgres());
        if (index % 10 === 9) expect(await lost()).toEqual(NOTHING);
      }
      actors.stop();
      await work;
      if (failure !== undefined) throw failure;
      expect(Object.entries(ledger).filter(([, list]) => isEmpty(list as unknown[]))).toEqual([]);
      expect(await lost()).toEqual(NOTHING);
    },
    TERM_MS,
  );

  it('gets each letter, and twice only under one Message-ID', async () => {
    // Letters that a killed process had in hand wait for the end of its lease.
    await world.database.query(
      'UPDATE letters SET next_attempt_at = now() WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL',
    );
    await lettersAreOut(world);
    const wanted = await world.database.query<{ recipient: string; letters: number }>(
      `SELECT recipient, count(*)::int AS letters FROM letters WHERE cancelled_at IS NULL GROUP BY recipient`,
    );
    const came = new Map<string, Set<string>>();
    for (const { to, messageId } of world.mail.letters) {
      const ids = came.get(to[0]!) ?? new Set();
      came.set(to[0]!, ids.add(messageId));
    }
    expect(ledger.registrations.length).toBeGreaterThan(0);
    expect(wanted.filter(({ recipient, letters }) => came.get(recipient)?.size !== letters)).toEqual([]);
    const without = ledger.registrations.filter((login) => !came.has(`${login}@example.test`));
    expect(without).toEqual([]);
  });

  it('meets no error of the portal itself: its log knows only the outages', () => {
    const told = world.product.errors().map(({ msg }) => String(msg));
    expect(told.filter((msg) => !msg.startsWith('PostgreSQL is away'))).toEqual([]);
  });
});

const NOTHING = {
  registrations: [],
  links: [],
  readings: [],
  requests: [],
  entries: [],
  payments: [],
  words: [],
};

/** What was acknowledged and is not there, or is there twice; and code words whose uses are not their links. */
async function lost(): Promise<typeof NOTHING> {
  const { registrations, links, readings, requests, entries, payments } = ledger;
  const not = async (given: readonly string[], sql: string): Promise<string[]> => {
    const rows = await world.database.query<{ given: string }>(
      `SELECT given FROM unnest($1::text[]) given WHERE (${sql}) <> 1`,
      [given],
    );
    return rows.map((row) => row.given);
  };
  const words = await world.database.query(
    `SELECT w.id FROM code_words w JOIN code_word_accounts a ON a.code_word_id = w.id
     WHERE w.used_count <> (SELECT count(*) FROM account_links l WHERE l.account_id = a.account_id)
       AND w.revoked_at IS NULL`,
  );
  return {
    registrations: await not(registrations, 'SELECT count(*) FROM users WHERE login = given'),
    links: await not(
      links.map(({ login, account }) => `${login} ${account}`),
      `SELECT count(*) FROM account_links l JOIN users u ON u.id = l.user_id
       WHERE u.login || ' ' || l.account_id = given`,
    ),
    readings: await not(
      readings.map(({ value }) => value),
      'SELECT count(*) FROM meter_readings WHERE reading[1] = given::numeric',
    ),
    requests: await not(requests, 'SELECT count(*) FROM service_requests WHERE text = given'),
    entries: await not(entries, 'SELECT count(*) FROM appeals WHERE text = given'),
    payments: await not(
      payments.map(String),
      'SELECT count(*) FROM payments WHERE amount_kopecks = given::bigint',
    ),
    words: words.map(({ id }) => String(id)),
  } as typeof NOTHING;
}

const isEmpty = ({ length }: readonly unknown[]): boolean => length === 0;

/** The process is gone at once, and another one begins. */
async function killPortal(): Promise<void> {
  await world.product.kill();
  await world.product.start();
}

/** PostgreSQL is gone at once, recovers what it had committed, and the portal finds it again by itself. */
async function killPostgres(): Promise<void> {
  const { pid } = postgres;
  process.kill(pid, 'SIGKILL');
  await eventually(() => postgres.pid !== pid);
  await world.product.waitForReady();
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  return list
    .map((value) => ({ value, place: chance.below(1_000_000) }))
    .sort((one, other) => one.place - other.place)
    .map(({ value }) => value);
}
