import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Office } from './support/exchange.js';

let office: Office;
beforeEach(async () => {
  office = await Office.open(0);
  await office.database.query('TRUNCATE houses CASCADE');
});
afterEach(() => office?.close());

/** Loads a file; gives the id of its load. */
async function load(...lines: readonly string[]): Promise<string> {
  await office.import('accounts', await office.file('a.csv', lines.join('\n')), '--accept');
  const [row] = await office.database.query<{ id: string }>(
    'SELECT id FROM imports ORDER BY created_at DESC LIMIT 1',
  );
  return row!.id;
}

describe('A load of accounts that is taken back', () => {
  it('leaves what somebody has changed, used or loaded again since, and says so', async () => {
    await load('Лицевой счет;Адрес;Помещение', '1;ул. Лесная, д. 1;1');
    const lines = [1, 2, 3, 4, 5].map((number) => `${number};ул. Мира, д. 3;${number};Ким`);
    const id = await load('Лицевой счет;Адрес;Помещение;Владелец', ...lines);
    await office.database.query("UPDATE accounts SET owner_name = 'Ли' WHERE number = '1'");
    await office.database.query(
      `WITH meter AS (INSERT INTO meters (resource, number, capacity, decimals) VALUES ('cold_water', '17', 5, 3) RETURNING id)
       INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meter m, accounts a WHERE a.number = '2'`,
    );
    await load('Лицевой счет;ЕЛС;Адрес', '3;38АС000001;ул. Мира, д. 3');
    expect(await office.undoImport(id)).toEqual({
      said: 'Загрузка файла «a.csv» отменена: 2 лицевых счета. Осталось 3 лицевых счета: с тех пор это изменили или этим пользуются (1, 2, 3).',
    });
    expect(await office.database.query('SELECT number, owner_name FROM accounts ORDER BY number')).toEqual([
      { number: '1', owner_name: 'Ли' },
      { number: '2', owner_name: 'Ким' },
      { number: '3', owner_name: 'Ким' },
    ]);
    expect(await office.database.query('SELECT address FROM houses ORDER BY 1')).toHaveLength(2);
    expect(await office.undoImport(id)).toEqual({ refusal: expect.stringContaining('уже отменена') });
  });

  it('is told of where there is nothing to take back', async () => {
    const id = await load('Лицевой счет;Адрес', '1;ул. Лесная, д. 1');
    const same = await load('Лицевой счет;Адрес', '1;ул. Лесная, д. 1');
    expect(await office.undoImport(same)).toEqual({ refusal: expect.stringContaining('ничего не изменила') });
    expect(await office.undoImport('7')).toEqual({ refusal: expect.stringContaining('нет') });
    expect((await office.undoImport(id)).refusal).toBeUndefined();
    expect(await office.database.query('SELECT FROM houses')).toEqual([]);
  });
});
