import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AccountsImportService } from '../src/accounts/import/accounts-import.service.js';
import { AccountsUndo } from '../src/accounts/import/accounts-undo.service.js';
import { AuditService } from '../src/audit/audit.service.js';
import { Clock } from '../src/core/clock.js';
import { loadConfig } from '../src/core/config.js';
import { createDatabase, type Database } from './support/database.js';

const SEEDS = 40;
const SOMEBODY = { kind: 'system', name: 'test' } as const;
/** What there was before a load must be there after it has been taken back; versions only grow, ids of lists are spent. */
const TABLES = {
  ...{ houses: 'to_jsonb(t)', units: 'to_jsonb(t)', accounts: "to_jsonb(t) - 'version'" },
  ...{ account_corrections: 'to_jsonb(t)', account_keys: 'to_jsonb(t)', house_spellings: 'to_jsonb(t)' },
  ...{ search_entries: "to_jsonb(t) - 'id'", import_changes: "to_jsonb(t) - 'id' - 'version'" },
  ...{ import_places: 'to_jsonb(t)' },
} as const;

let database: Database;
let source: DataSource;
let folder: string;
let imports: AccountsImportService;
let undo: AccountsUndo;
let staffId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-undo-test-'));
  database = await createDatabase();
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const config = loadConfig({
    ...{ DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'http://127.0.0.1:9' },
    APP_SECRET: 'a secret of this suite, which signs nothing',
    MAIL_FROM: 'a@b.ru',
  });
  const audit = new AuditService();
  imports = new AccountsImportService(source, audit, new Clock());
  undo = new AccountsUndo(source, audit, new Clock(), config);
  const [staff] = await database.query<{ id: string }>(
    `INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
     VALUES ('o', 'o', 'Оператор', 'o@example.test', 'x', now(), 'operator') RETURNING id`,
  );
  staffId = staff!.id;
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() =>
  database.query(
    'TRUNCATE import_changes, import_places, imports, account_corrections, house_spellings, accounts, units, houses CASCADE',
  ),
);

/** Always the same numbers of a seed, from 0 to 1. */
function chance(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const HEADER = 'Лицевой счет;ЕЛС;Адрес;Помещение;Тип помещения;Площадь;Проживает;Владелец;Закрыт';

/** A file of accounts made up by chance: known and new ones, moved, closed, the same twice, with some columns left out. */
function madeUp(random: () => number): string {
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const left = HEADER.split(';').map((title) => !/Счет|Адрес/i.test(title) && random() < 0.2);
  const lines = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
    [
      String(1 + Math.floor(random() * 15)),
      one(['', '38АС000001', '38АС000002']),
      one(['ул. Лесная, д. 1', 'ул. Лесная, д. 2', 'ул. Мира, д. 3', 'Мира ул., 3']),
      one(['', '1', '2', '3']),
      one(['', 'Квартира', 'Кладовая']),
      one(['', '54,3', '30']),
      one(['', '1', '2']),
      one(['', 'Ким', 'Ли']),
      one(['', 'да', 'нет']),
    ].filter((_, index) => !left[index]),
  );
  const head = HEADER.split(';').filter((_, index) => !left[index]);
  return [head, ...lines].map((cells) => cells.join(';')).join('\n');
}

async function load(content: string, byHand: 'keep' | 'overwrite' = 'keep'): Promise<string> {
  const path = join(folder, 'a.csv');
  await writeFile(path, content);
  const report = await imports.load(path, 'a.csv', SOMEBODY, { byHand, accept: true });
  if (report.importId === undefined) throw new Error(report.refusal);
  return report.importId;
}

async function everything(): Promise<Record<string, unknown>> {
  const parts = await Promise.all(
    Object.entries(TABLES).map(async ([table, row]) => {
      const [found] = await database.query<{ all: unknown }>(
        `SELECT coalesce(jsonb_agg(r ORDER BY r), '[]') AS all FROM (SELECT ${row} AS r FROM ${table} t) x`,
      );
      return [table, found!.all] as const;
    }),
  );
  return Object.fromEntries(parts);
}

async function setByHand(random: () => number): Promise<void> {
  await database.query(
    `INSERT INTO account_corrections (account_id, field, ground, staff_id, made_at)
     SELECT id, 'owner_name', 'бумага', $1, now() FROM accounts WHERE hashtext(number) % 3 = $2 ON CONFLICT DO NOTHING`,
    [staffId, Math.floor(random() * 3)],
  );
}

describe('A load of accounts that is taken back', () => {
  it.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
    'leaves every table as it was before (seed %i)',
    async (seed) => {
      const random = chance(seed);
      await load(madeUp(random));
      await setByHand(random);
      const first = await everything();
      const second = await load(madeUp(random), random() < 0.5 ? 'keep' : 'overwrite');
      const between = await everything();
      const third = await load(madeUp(random), random() < 0.5 ? 'keep' : 'overwrite');

      const last = await undo.undo(third, SOMEBODY);
      if (last.refusal === undefined) expect(last).toMatchObject({ kept: 0 });
      else expect(last.refusal).toContain('ничего не изменила');
      expect(await everything()).toEqual(between);
      const before = await undo.undo(second, SOMEBODY);
      if (before.refusal === undefined) expect(between).not.toEqual(first);
      if (before.refusal === undefined) expect(before).toMatchObject({ kept: 0 });
      else expect(before.refusal).toContain('ничего не изменила');
      expect(await everything()).toEqual(first);
    },
  );

  it('leaves what somebody has changed, used or loaded again since, and says so', async () => {
    await load('Лицевой счет;Адрес;Помещение\n1;ул. Лесная, д. 1;1');
    const lines = [1, 2, 3, 4, 5].map((number) => `${number};ул. Мира, д. 3;${number};Ким`);
    const id = await load(['Лицевой счет;Адрес;Помещение;Владелец', ...lines].join('\n'));
    await database.query("UPDATE accounts SET owner_name = 'Ли' WHERE number = '1'");
    await database.query(
      `WITH meter AS (INSERT INTO meters (resource, number, capacity, decimals) VALUES ('cold_water', '17', 5, 3) RETURNING id)
       INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meter m, accounts a WHERE a.number = '2'`,
    );
    await load('Лицевой счет;ЕЛС;Адрес\n3;38АС000001;ул. Мира, д. 3');
    expect(await undo.undo(id, SOMEBODY)).toEqual({
      ...{ fileName: 'a.csv', taken: 2, kept: 3, staying: ['1', '2', '3'] },
    });
    expect(await database.query('SELECT number, owner_name FROM accounts ORDER BY number')).toEqual([
      { number: '1', owner_name: 'Ли' },
      { number: '2', owner_name: 'Ким' },
      { number: '3', owner_name: 'Ким' },
    ]);
    expect(await database.query('SELECT address FROM houses ORDER BY 1')).toHaveLength(2);
    expect(await undo.undo(id, SOMEBODY)).toEqual({ refusal: expect.stringContaining('уже отменена') });
  });

  it('is told of where there is nothing to take back', async () => {
    const id = await load('Лицевой счет;Адрес\n1;ул. Лесная, д. 1');
    const same = await load('Лицевой счет;Адрес\n1;ул. Лесная, д. 1');
    expect(await undo.undo(same, SOMEBODY)).toEqual({
      refusal: expect.stringContaining('ничего не изменила'),
    });
    expect(await undo.undo('7', SOMEBODY)).toEqual({ refusal: 'Такой загрузки нет' });
    expect(await undo.undo(id, SOMEBODY)).toMatchObject({ taken: 1, kept: 0 });
    expect(await database.query('SELECT FROM houses')).toEqual([]);
  });
});
