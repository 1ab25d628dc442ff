import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../src/core/clock.js';
import type { Database } from './support/database.js';
import { Office } from './support/exchange.js';
import { Chance } from './support/money-orders.js';
import { commandOf, FILE_KINDS, randomFile } from './support/random-files.js';

const SEEDS = Number(process.env.UNDO_SEEDS ?? 12);
const SEED = Number(process.env.UNDO_SEED ?? 20_261_130);
/** Files of a seed. */
const FILES = 10;
/** Loads of each kind that have changed something and were taken back, at the least: refusals prove nothing. */
const LEAST = 6;

/** Tables that say what has been done, and so tell of a load and of its undoing. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  audit_events: 'the journal',
  account_loads: 'what the histories of flats tell of loads and of their undoing',
  undone_meter_loads: 'the same of loads of meters',
  undone_batches: 'the same of loads of money',
  imports: 'the list of loads, where the load stands as undone',
  batches: 'the list of loads of money, where the load stands as undone',
  account_key_changes: 'a queue for whoever makes the keys of the search',
  services: 'a list of names, which are kept: nothing shows one that no charge has',
};

/** Columns that only count: what is changed and changed back is one version further on, and a row of a list has a new number. */
const COUNTING: Readonly<Record<string, readonly string[]>> = {
  accounts: ['version'],
  meters: ['version'],
  search_entries: ['id'],
  import_changes: ['id', 'version'],
  loaded_meters: ['id', 'version'],
};

/** Whatever is written is written at the same time: nothing here is told apart by its hour. */
class OneDay extends Clock {
  override now(): Date {
    return new Date('2026-11-23T05:00:00Z');
  }
}

let office: Office;
let everyTable: string;

/** One statement for all rows of all tables. */
async function readingOf(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const names = tables.map(({ name }) => name);
  const unknown = [...Object.keys(LEFT_OUT), ...Object.keys(COUNTING)].filter(
    (name) => !names.includes(name),
  );
  expect(unknown).toEqual([]);
  return names
    .filter((name) => LEFT_OUT[name] === undefined)
    .map((name) => {
      const row = (COUNTING[name] ?? []).reduce((sql, column) => `${sql} - '${column}'`, 'to_jsonb(t)');
      return `SELECT '${name}' AS name, coalesce(jsonb_agg(r ORDER BY r), '[]') AS rows FROM (SELECT ${row} AS r FROM ${name} t) q`;
    })
    .join('\nUNION ALL ');
}

async function everything(): Promise<Record<string, unknown>> {
  const tables = await office.database.query<{ name: string; rows: unknown }>(everyTable);
  return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
}

beforeAll(async () => {
  office = await Office.open(6, undefined, new OneDay());
  everyTable = await readingOf(office.database);
  await office.database.query(
    `WITH person AS (
       INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
       VALUES ('o', 'o', 'Оператор', 'o@example.test', 'x', now(), 'operator') RETURNING id)
     INSERT INTO account_corrections (account_id, field, ground, staff_id, made_at)
     SELECT a.id, 'owner_name', 'бумага', p.id, now() FROM accounts a, person p WHERE a.number < '0100000004'`,
  );
});
afterAll(() => office?.close());

describe('A file that was loaded and taken back', () => {
  const undone: Record<string, number> = {};
  let log: string[];
  beforeEach(() => {
    log = [];
  });

  async function load(kind: string, chance: Chance): Promise<string | undefined> {
    const content = randomFile(kind, chance);
    const path = await office.file('file.csv', content);
    const byHand = kind === 'accounts' && chance.below(2) === 0 ? ['--overwrite'] : [];
    const { output } = await office.import(commandOf(kind), path, '--accept', ...byHand);
    log.push(`${kind}\n${content}${output}`);
    return /Номер загрузки: ([\w-]+)\./.exec(output)?.[1];
  }

  it.each(Array.from({ length: SEEDS }, (_, index) => SEED + index))(
    'leaves every table as it was before, be it one of many (seed %i)',
    async (seed) => {
      const chance = new Chance(seed);
      const first = await everything();
      const standing: { kind: string; load: string; before: Record<string, unknown> }[] = [];
      let before = first;
      try {
        for (let index = 0; index < FILES; index++) {
          // Readings need meters.
          const kind = index === 0 ? 'meters' : chance.one([...FILE_KINDS, 'readings']);
          const id = await load(kind, chance);
          const after = await everything();
          if (id === undefined) expect(after).toEqual(before);
          else standing.push({ kind, load: id, before });
          before = after;
        }
        for (const { kind, load: id, before: wanted } of standing.toReversed()) {
          const { output } = await office.import('undo', id);
          expect(output).toMatch(/отменена: /);
          expect(output).not.toContain('Осталось');
          expect(await everything()).toEqual(wanted);
          undone[kind] = (undone[kind] ?? 0) + 1;
        }
      } catch (error) {
        const again = `Once more: UNDO_SEED=${seed} UNDO_SEEDS=1`;
        throw new Error([again, ...log, (error as Error).message].join('\n\n'), { cause: error });
      }
    },
    120_000,
  );

  it('was one of each kind', () => {
    if (SEEDS < 12) return;
    const enough = FILE_KINDS.filter((kind) => (undone[kind] ?? 0) >= LEAST);
    expect({ enough, undone }).toEqual({ enough: FILE_KINDS, undone: expect.anything() });
  });
});
