import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { windows1251 } from '../src/imports/windows-1251.js';
import { formerKey } from '../src/billing/import/payment-key.js';
import { LIKELY } from '../src/billing/panel/unknown-rows.admin.js';
import { Office } from './support/exchange.js';
import { statement, type Transfer } from './support/statement.js';

const FIRST = '0100000001';
const SECOND = '0100000002';

const petrov: Transfer = { number: '8', sum: 150_000, purpose: 'Оплата за паркинг' };
const sidorova: Transfer = { ...petrov, payer: 'Сидорова Анна', payerAccount: '40817810000000000044' };

/** What is owed before the payments. */
const NOTHING = [FIRST, SECOND, '0100000003'].map((number): [string, string, number] => [
  number,
  '2026-10-31',
  0,
]);

let office: Office;
let files = 0;
beforeEach(async () => {
  office = await Office.open(3);
  await office.import('balances', await office.balances('0.csv', NOTHING));
});
afterEach(() => office?.close());

/** Loads a statement; gives the answer of the command. */
async function load(...transfers: Transfer[]): Promise<{ code: number; output: string }> {
  files += 1;
  const path = await office.file(`${files}.txt`, statement(transfers, `Банк ${files}`));
  return office.import('payments', path);
}

async function loaded(...transfers: Transfer[]): Promise<string> {
  const { code, output } = await load(...transfers);
  expect([code, output]).toEqual([0, expect.stringContaining('Загружено')]);
  return /Номер загрузки: (\d+)/.exec(output)![1]!;
}

async function account(number: string): Promise<string> {
  const [row] = await office.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    number,
  ]);
  return row!.id;
}

async function waiting(): Promise<{ id: string; text: string; record: Record<string, unknown> }[]> {
  return office.database.query(
    'SELECT id, account_text AS text, record FROM unknown_rows WHERE resolved_at IS NULL ORDER BY id',
  );
}

async function paid(): Promise<[string, number, string][]> {
  const rows = await office.database.query<{ row: [string, number, string] }>(
    `SELECT json_build_array(a.number, p.amount_kopecks, p.payer) AS row
     FROM payments p JOIN accounts a ON a.id = p.account_id ORDER BY p.id`,
  );
  return rows.map(({ row }) => row);
}

describe('Two payers with the same number of an order, on one day, with one sum', () => {
  it('are two payments in one statement, and both are given to their accounts', async () => {
    await loaded(petrov, sidorova);
    const [one, other] = await waiting();
    expect(await office.assign([one!.id], await account(FIRST))).toEqual({ rows: 1 });
    expect(await office.assign([other!.id], await account(SECOND))).toEqual({ rows: 1 });
    expect(await paid()).toEqual([
      [FIRST, 150_000, 'Петров Пётр Петрович'],
      [SECOND, 150_000, 'Сидорова Анна'],
    ]);
    expect(await office.owed()).toEqual([-150_000, -150_000, 0]);
  });

  it('are two payments in two statements, waiting or not', async () => {
    await loaded(petrov);
    await loaded(sidorova);
    for (const { id } of await waiting()) await office.assign([id], await account(FIRST));
    const purpose = `л/с ${SECOND}`;
    await loaded({ ...petrov, purpose });
    await loaded({ ...sidorova, purpose: `${purpose}, за мужа` });
    expect(await office.owed()).toEqual([-300_000, -300_000, 0]);
  });

  it('are two payments for one account in one statement', async () => {
    const purpose = `л/с ${FIRST}`;
    await loaded({ ...petrov, purpose }, { ...sidorova, purpose });
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
  });

  it('are two where only the account or only the purpose tells them apart', async () => {
    const purpose = `л/с ${FIRST}`;
    await loaded({ ...petrov, purpose }, { ...petrov, purpose, payerAccount: '40817810000000000099' });
    await loaded({ ...petrov, purpose: `${purpose} второй раз` });
    expect(await office.owed()).toEqual([-450_000, 0, 0]);
  });

  it('are told apart in a table that names the payer, and a row twice is refused there as ever', async () => {
    const head = 'Лицевой счет;Дата платежа;Сумма;Номер платежа;Плательщик;Назначение платежа';
    const row = `${FIRST};20.11.2026;100,00;7;Петров;ЖКУ`;
    const other = row.replace('Петров;ЖКУ', 'Сидорова;"ЖКУ\nза мужа"');
    expect(
      (await office.import('payments', await office.file('t.csv', [head, row, other].join('\n')))).code,
    ).toBe(0);
    expect(await office.owed()).toEqual([-20_000, 0, 0]);
    const twice = await office.file(
      'u.csv',
      [head, row.replace(';7;', ';9;'), row.replace(';7;', ';9;')].join('\n'),
    );
    expect((await office.import('payments', twice)).output).toContain(
      'платёж с этим номером уже был в строке 2',
    );
  });
});

describe('A statement that overlaps an earlier one', () => {
  const purpose = `л/с ${FIRST}`;

  it('adds only what is new, whether rows were loaded or wait', async () => {
    await loaded({ ...petrov, purpose }, sidorova);
    const again = await load({ ...petrov, purpose }, sidorova);
    expect(again).toMatchObject({
      code: 1,
      output: expect.stringContaining('Все платежи файла уже загружены'),
    });
    await loaded({ ...petrov, purpose }, sidorova, { ...petrov, number: '9', purpose });
    expect(await office.count('payments')).toBe(2);
    expect(await waiting()).toHaveLength(1);
  });

  it('with spaces told otherwise is the same', async () => {
    await loaded({ ...petrov, purpose: `Оплата  ЖКУ ${purpose}` });
    const { output } = await load({
      ...petrov,
      purpose: `Оплата ЖКУ\u00a0${purpose} `,
      payer: 'Петров  Пётр Петрович',
    });
    expect(output).toContain('Все платежи файла уже загружены');
  });

  it('brings the third of three equal ones when two are here', async () => {
    const same = { ...petrov, purpose };
    await loaded(same, same);
    await loaded(same, same, same);
    expect(await office.count('payments')).toBe(3);
    expect((await load(same, same)).output).toContain('уже загружены');
  });

  it('brings each payment of a random history once, be the windows as they may', async () => {
    const random = generator(20_261_128);
    const history = Array.from({ length: 60 }, (): Transfer => ({
      number: String(1 + random(3)),
      sum: 100 * (1 + random(2)),
      payer: ['Петров', 'Сидорова'][random(2)]!,
      purpose: [purpose, `л/с ${SECOND}`, 'паркинг'][random(3)]!,
      day: `${10 + random(3)}.11.2026`,
    })).sort((one, other) => (one.day! < other.day! ? -1 : 1));
    const days = ['10.11.2026', '11.11.2026', '12.11.2026'];
    const seen = new Set<string>();
    for (let step = 0; step < 12; step++) {
      const from = random(3);
      const chosen = days.slice(from, from + 1 + random(3 - from));
      await load(...history.filter(({ day }) => chosen.includes(day!)));
      for (const day of chosen) seen.add(day);
      const expected = history.filter(({ day }) => seen.has(day!));
      const [sums] = await office.database.query<{ rows: number; kopecks: number }>(
        `SELECT count(*)::integer AS rows, sum(kopecks)::integer AS kopecks FROM (
           SELECT amount_kopecks AS kopecks FROM payments
           UNION ALL SELECT amount_kopecks FROM unknown_rows WHERE resolved_at IS NULL) all_rows`,
      );
      expect(sums).toEqual({
        rows: expected.length,
        kopecks: expected.reduce((sum, one) => sum + one.sum, 0),
      });
    }
  });
});

describe('A payment that one table tells with its payer and another without', () => {
  const STRANGER = '0900000009';

  /** Loads a table of payments of 100 roubles; rows are account, number and payer. */
  async function table(rows: readonly (readonly [string, string, string])[]): Promise<string> {
    files += 1;
    const head = 'Лицевой счет;Дата платежа;Сумма;Номер платежа;Плательщик';
    const lines = rows.map(([to, number, payer]) => `${to};20.11.2026;100,00;${number};${payer}`);
    const path = await office.file(`${files}.csv`, [head, ...lines, ''].join('\n'));
    const { output } = await office.import('payments', path);
    return /Номер загрузки: (\d+)/.exec(output)?.[1] ?? output;
  }

  it.each([
    ['first without', ['', 'Петров']],
    ['first with', ['Петров', '']],
  ])('is paid once, %s, loaded or waiting', async (_, [one, other]) => {
    await table([
      [FIRST, '1', one!],
      [STRANGER, '2', one!],
    ]);
    await table([
      [FIRST, '1', other!],
      [STRANGER, '2', other!],
      [FIRST, '3', other!],
    ]);
    expect(await office.owed()).toEqual([-20_000, 0, 0]);
    expect(await waiting()).toHaveLength(1);
    const [row] = await waiting();
    await office.assign([row!.id], await account(SECOND));
    for (const payer of ['', 'Петров']) {
      expect(await table([[STRANGER, '2', payer]])).toContain('уже загружены');
    }
    expect(await office.owed()).toEqual([-20_000, -10_000, 0]);
  });

  it('stands for one row and no more: two people with its number stay two', async () => {
    await table([[FIRST, '1', 'Петров']]);
    await table([
      [FIRST, '1', 'Петров'],
      [FIRST, '1', 'Сидорова'],
    ]);
    expect(await office.owed()).toEqual([-20_000, 0, 0]);
    expect(await table([[FIRST, '1', '']])).toContain('уже загружены');
    await table([
      [FIRST, '1', 'Петров'],
      [FIRST, '1', ''],
      [FIRST, '1', 'Ильин'],
    ]);
    expect(await office.owed()).toEqual([-30_000, 0, 0]);
  });

  it('is as it was when the load that told the payer is taken back, waiting or assigned since', async () => {
    await table([
      [FIRST, '1', ''],
      [STRANGER, '2', ''],
      [STRANGER, '3', ''],
    ]);
    const told = await table([
      [FIRST, '1', 'Петров'],
      [STRANGER, '2', 'Петров'],
      [STRANGER, '3', 'Петров'],
      [FIRST, '4', 'Петров'],
    ]);
    const [row] = await waiting();
    await office.assign([row!.id], await account(SECOND));
    const added = await table([
      [FIRST, '1', 'Сидорова'],
      [STRANGER, '3', 'Сидорова'],
    ]);
    expect((await office.import('undo', told)).output).toContain(`построена загрузка № ${added}`);
    expect((await office.import('undo', added)).code).toBe(0);
    expect((await office.import('undo', told)).code).toBe(0);
    expect((await paid()).map(([to, , payer]) => [to, payer])).toEqual([
      [FIRST, ''],
      [SECOND, ''],
    ]);
    expect((await waiting()).map(({ record }) => record['payer'])).toEqual(['']);
    await table([
      [FIRST, '1', 'Сидорова'],
      [STRANGER, '2', 'Сидорова'],
      [STRANGER, '3', 'Сидорова'],
      [FIRST, '5', ''],
    ]);
    expect(await office.owed()).toEqual([-20_000, -10_000, 0]);
    expect(await waiting()).toHaveLength(1);
  });
});

describe('Statements with the same payments that are loaded at the same moment', () => {
  it('bring each of them once', async () => {
    const [one, two, three] = ['1', '2', '3'].map((number) => ({
      ...petrov,
      number,
      purpose: `л/с ${FIRST}`,
    }));
    await Promise.all([load(one!, two!, sidorova), load(two!, three!, sidorova), load(three!, one!)]);
    expect(await office.owed()).toEqual([-450_000, 0, 0]);
    expect(await waiting()).toHaveLength(1);
  });
});

describe('A row that is given to an account', () => {
  /** Somebody has written the payment of a waiting row already. */
  async function present(id: string): Promise<void> {
    await office.database.query(
      `INSERT INTO payments (account_id, paid_on, amount_kopecks, batch_id, key)
       SELECT $2, '2026-11-20', u.amount_kopecks, u.batch_id, u.record->>'key' FROM unknown_rows u WHERE u.id = $1`,
      [id, await account(SECOND)],
    );
  }

  it('goes on waiting where its payment is here already, and the office is told which it is', async () => {
    const batch = await loaded(petrov, sidorova);
    const [one, other] = await waiting();
    await present(one!.id);
    const told = `Строка 9 не разнесена: такой платёж уже есть: 20\u00a0ноября\u00a02026, 1\u00a0500,00\u00a0₽, лицевой счет ${SECOND}, загрузка № ${batch}`;
    expect(await office.assign([one!.id], await account(FIRST))).toEqual({ refusal: told });
    expect(await office.assign([one!.id, other!.id], await account(FIRST))).toEqual({
      rows: 1,
      waiting: [told],
    });
    expect((await waiting()).map(({ id }) => id)).toEqual([one!.id]);
    expect(await office.owed()).toEqual([-150_000, 0, 0]);
    const [counted] = await office.database.query(
      "SELECT rows_loaded, rows_unknown FROM batches WHERE kind = 'payments'",
    );
    expect(counted).toEqual({ rows_loaded: 1, rows_unknown: 1 });
  });

  it('goes to one of two accounts when two people give it at the same moment', async () => {
    await loaded(petrov, sidorova);
    const ids = (await waiting()).map(({ id }) => id);
    const [first, second] = [await account(FIRST), await account(SECOND)];
    const results = await Promise.all([
      office.assign(ids, first),
      office.assign(ids, second),
      office.assign([ids[1]!], second),
    ]);
    expect(results.filter(({ refusal }) => refusal === undefined).length).toBeGreaterThanOrEqual(1);
    expect(
      results.filter(({ refusal }) => refusal === 'Эти строки уже разнесены').length,
    ).toBeGreaterThanOrEqual(1);
    expect(await office.count('payments')).toBe(2);
    const [odd] = await office.database.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM unknown_rows u
       WHERE u.resolved_at IS NULL OR NOT EXISTS (
         SELECT FROM payments p WHERE p.key = u.record->>'key' AND p.account_id = u.resolved_account_id)`,
    );
    expect(odd!.n).toBe(0);
    const [counted] = await office.database.query(
      "SELECT rows_loaded, rows_unknown FROM batches WHERE kind = 'payments'",
    );
    expect(counted).toEqual({ rows_loaded: 2, rows_unknown: 0 });
  });

  it('is given once when a statement with the same payment is loaded at that moment', async () => {
    await loaded(sidorova);
    const [row] = await waiting();
    await Promise.all([office.assign([row!.id], await account(FIRST)), load(sidorova, petrov)]);
    expect(await paid()).toEqual([[FIRST, 150_000, 'Сидорова Анна']]);
    expect((await waiting()).map(({ record }) => record['payer'])).toEqual(['Петров Пётр Петрович']);
  });
});

describe('A purpose of a payment', () => {
  it('that names two accounts is nobody’s until somebody says whose it is, and both are offered', async () => {
    await loaded(
      ...[`л/с ${FIRST}; ${SECOND}`, `ЖКУ ${FIRST} + ${SECOND}`, `по лицевым счетам ${FIRST}-${SECOND}`].map(
        (purpose, index) => ({ ...petrov, number: String(index), purpose }),
      ),
    );
    const { output } = await load({ ...petrov, number: '3', purpose: `л/с ${FIRST}, ${SECOND}` });
    expect(output).toContain('Строк, где лицевой счет не назван или назван не один: 1.');
    expect(await office.count('payments')).toBe(0);
    for (const { text, record } of await waiting()) {
      expect(text).toBe('');
      expect(record['named']).toEqual(expect.arrayContaining([FIRST, SECOND]));
    }
  });

  it('that has the number of another account anywhere is nobody’s, and both are offered', async () => {
    const others = [`договор ${SECOND}`, 'чек 100000002', `тел. ${SECOND}`, 'ЕЛС 38АС000002', '(кв. 5), 2'];
    await loaded(
      ...others.map((other, index) => ({
        ...petrov,
        number: String(index),
        purpose: `л/с ${FIRST} ${other}`,
      })),
    );
    const ordinary =
      'за 11.2026 от 20.11.2026, 1500,00 руб, тел. 89025551234, УИН 18810138201120264567, кв. 2';
    await loaded({ ...petrov, number: '9', purpose: `л/с ${FIRST} ${ordinary}, договор 0900000009` });
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
    const rows = await office.database.query<{ likely: string }>(
      `SELECT ${LIKELY} AS likely FROM unknown_rows u`,
    );
    expect(rows.map(({ likely }) => likely)).toEqual(Array(4).fill(`${FIRST}, ${SECOND}`));
  });

  it('that names one account beside the identifier of another is nobody’s', async () => {
    await loaded({ ...petrov, purpose: `ЕЛС 38АС000002 л/с ${FIRST}` });
    expect(await waiting()).toHaveLength(1);
    await loaded(
      { ...petrov, purpose: `ЕЛС 38AC000001 л/с ${FIRST}` },
      { ...petrov, purpose: `ЕЛС 99АА000001 л/с ${FIRST}` },
    );
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
  });

  it('in several lines is read to its end, and never changes the sum', async () => {
    const purpose = `Оплата ЖКУ за октябрь 2026\r\nЛС ${FIRST}\r\nСумма=5000.00 в т.ч. пени\r\nСумма=7000.00`;
    await loaded({ ...petrov, purpose });
    expect(await office.owed()).toEqual([-150_000, 0, 0]);
    const [row] = await office.database.query('SELECT purpose FROM payments');
    expect(row!['purpose']).toBe(
      `Оплата ЖКУ за октябрь 2026 ЛС ${FIRST} Сумма=5000.00 в т.ч. пени Сумма=7000.00`,
    );
  });
});

describe('A payment whose account the payer has left out or spoiled', () => {
  it('waits, and the rest of the day is loaded', async () => {
    const row = (id: string, who: string, sum: string) =>
      `20-11-2026;12-34-56;8586/0123;000123A;${id};${who};ПЕТРОВ П П;ЛЕСНАЯ 4-1;1126;${sum};${sum};0,00`;
    const rows = [
      row('S1', FIRST, '100,00'),
      row('S2', '', '200,00'),
      row('S3', `№ ${SECOND}`, '300,00'),
      row('S4', 'КВ 5', '50,00'),
      row('S5', `${FIRST} ${SECOND}`, '1,00'),
    ];
    const { code } = await office.import(
      'payments',
      await office.file('s.txt', [...rows, '=5;651,00;651,00;0,00'].join('\n')),
    );
    expect(code).toBe(0);
    expect(await office.owed()).toEqual([-10_000, -30_000, 0]);
    expect((await waiting()).map(({ record }) => record['note'])).toEqual([
      'ПЕТРОВ П П, ЛЕСНАЯ 4-1',
      'КВ 5, ПЕТРОВ П П, ЛЕСНАЯ 4-1',
      `${FIRST} ${SECOND}, ПЕТРОВ П П, ЛЕСНАЯ 4-1`,
    ]);
    const table = `Лицевой счет;Дата платежа;Сумма;Номер платежа\n${FIRST};20.11.2026;1,00;1\n;20.11.2026;2,00;2\nкв 5;20.11.2026;3,00;3\nИтого;20.11.2026;6,00;\n`;
    expect((await office.import('payments', await office.file('c.csv', table))).code).toBe(0);
    expect(await waiting()).toHaveLength(5);
  });
});

/** The same numbers at each run (Numerical Recipes' linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('A payment whose account comes in another spelling', () => {
  beforeEach(async () => {
    await office.database.query(
      `UPDATE accounts SET els = '38АС00000' || right(number, 1), hcs_id = '38АС00000' || right(number, 1) || '-01'`,
    );
  });

  const sber = (suip: string, ...accounts: string[]) =>
    [
      ...accounts.map(
        (one) => `20-11-2026;10-00-00;1;2;${suip};${one};Петров П. П.;Лесная 4;1126;10,00;9,90;0,10`,
      ),
      `=${accounts.length};${10 * accounts.length},00;;`,
      '',
    ].join('\r\n');
  const csv = (account: string, number: string, payer = '') =>
    `account;paid_on;amount;source;external_id;payer\n${account};2026-11-20;5.00;Касса;${number};${payer}\n`;

  async function take(text: string): Promise<string> {
    files += 1;
    return (await office.import('payments', await office.file(`${files}.csv`, `${text}\n`.trimStart())))
      .output;
  }

  it('is one payment where the bank has numbered it, under whatever account', async () => {
    expect(await take(sber('S1', FIRST))).toContain('Загружено');
    for (const spelt of ['38АС000001', '38АС000001-01', '100000001']) {
      expect(await take(sber('S1', spelt))).not.toContain('Номер загрузки');
    }
    const moved = await take(
      [sber('S1', SECOND).split('\r\n')[0], sber('S2', SECOND)].join('\r\n').replace('=1;10', '=2;20'),
    );
    expect(moved).toContain(
      `Платежей, которые уже есть на другом лицевом счете: 1 (строка 1: № S1 загружен на лицевой счет ${FIRST}, загрузка №`,
    );
    expect(await office.owed()).toEqual([-1000, -1000, 0]);
    // One that waits is known by its number too.
    await take(sber('S3', '999'));
    expect(await take(sber('S3', FIRST))).not.toContain('Номер загрузки');
    expect(await waiting()).toHaveLength(1);
  });

  it('is known by the number of a registry whose values have names, and by none where an earlier load kept none', async () => {
    const named = (...numbers: string[]) =>
      numbers
        .map((one) => `8586;0123;77;20/11/2026;10.00;0.00;x;CLIENTNO:${FIRST};CLIENTDOCNO:${one}`)
        .join('\r\n');
    expect(await take(named('17'))).toContain('Загружено: 1 строка');
    expect(await take(named('18'))).toContain('Загружено: 1 строка');
    expect(await take(named('17', '18'))).not.toContain('Номер загрузки');
    expect(await office.owed()).toEqual([-2000, 0, 0]);
    // As it was kept before numbers were read.
    const one = { source: 'Сбербанк', externalId: '', paidOn: '2026-11-20', account: FIRST, amount: 1000 };
    const bare = formerKey(one, FIRST);
    await office.database.query("UPDATE payments SET external_id = '', key = $1 WHERE external_id = '17'", [
      bare,
    ]);
    expect(await take(named('18', '17'))).not.toContain('Номер загрузки');
    expect(await take(named('18', '17', '19'))).toContain('Загружено: 1 строка');
    expect(await office.owed()).toEqual([-3000, 0, 0]);
  });

  it.each([
    ['with a number', 'N1', ''],
    ['without a number', '', ''],
    ['with a payer', 'N1', 'Петров'],
  ])('is one payment in a table %s, and neighbours have payments of their own', async (_, number, payer) => {
    expect(await take(csv(FIRST, number, payer))).toContain('Загружено');
    for (const spelt of ['38АС000001', '38АС000001-01']) {
      expect(await take(csv(spelt, number, payer))).not.toContain('Номер загрузки');
    }
    expect(await take(csv(SECOND, number, payer))).toContain('Загружено');
    expect(await take(csv('38АС000003', number, payer))).toContain('Загружено');
    expect(await office.owed()).toEqual([-500, -500, -500]);
  });

  it('is not given a second time when the zeros of its account had been lost', async () => {
    await take(csv(FIRST, 'N7'));
    await take(csv('100000001', 'N7'));
    const [row] = await waiting();
    const given = await office.assign([row!.id], await account(FIRST));
    expect(given.refusal).toMatch(/такой платёж уже есть: 20.ноября.2026/);
    expect(await office.owed()).toEqual([-500, 0, 0]);
  });

  it('is another one where the office has given it to the account, and nothing else tells', async () => {
    await take(csv('555', ''));
    const [row] = await waiting();
    expect(await office.assign([row!.id], await account(FIRST))).toEqual({ rows: 1 });
    expect(await take(csv(FIRST, ''))).toContain('Загружено');
    expect(await office.owed()).toEqual([-1000, 0, 0]);
  });

  it('cannot lose the load that it was left out for', async () => {
    await take(csv(FIRST, 'N1'));
    files += 1;
    const both = `${csv('38АС000001', 'N1')}${csv(SECOND, 'N2').split('\n')[1]}\n`;
    await take(both);
    const [first, second] = await office.database.query<{ id: string }>(
      'SELECT id FROM batches WHERE kind = $1 ORDER BY id',
      ['payments'],
    );
    expect((await office.undo(first!.id)).refusal).toContain('построена загрузка');
    expect((await office.undo(second!.id)).refusal).toBeUndefined();
    expect((await office.undo(first!.id)).refusal).toBeUndefined();
    expect(await office.owed()).toEqual([0, 0, 0]);
  });
});

describe('A payment that may be for two', () => {
  it('waits under the number of neither, so that others with that number are not given away with it', async () => {
    await office.database.query(`UPDATE accounts SET els = '38АС00000' || right(number, 1)`);
    await loaded(
      { ...petrov, purpose: `л/с ${FIRST} ЕЛС 38АС000002`, sum: 11_100 },
      { ...petrov, purpose: `л/с ${FIRST} ЕЛС 38АС000003`, sum: 22_200 },
    );
    const rows = await waiting();
    expect(rows.map(({ text, record }) => [text, record['named']])).toEqual([
      ['', expect.arrayContaining([FIRST, '38АС000002'])],
      ['', expect.arrayContaining([FIRST, '38АС000003'])],
    ]);
  });

  it.each([
    ['в', `${FIRST}…02`],
    ['кв', `${FIRST} (кв), 0002 (гараж)`],
    ['гараж', `${FIRST} и гараж 0002`],
    ['также', `${FIRST}; также 0002`],
    ['еще', `${FIRST} и ещё за 0002`],
    ['руб', `${FIRST} - 1000 руб, 0002 - 500 руб`],
    ['суммы', `${FIRST} 1000.00; 0002 500.00`],
    ['скобки', `${FIRST} + (0002)`],
    ['счет', `${FIRST} и счет 0002`],
    ['дробь', `${FIRST} / 0002`],
    ['буква', `${FIRST} и N0002`],
    ['две квартиры', `${FIRST} кв.1, 0002 кв.2`],
  ])('waits when the second account is written short (%s)', async (_, text) => {
    await loaded({ ...petrov, purpose: `л/с ${text}` });
    files += 1;
    await office.import(
      'payments',
      await office.file(
        `${files}.csv`,
        `account;paid_on;amount\n${text.replaceAll(';', ',')};2026-11-20;5.00\n`,
      ),
    );
    expect(await paid()).toEqual([]);
    expect(await waiting()).toHaveLength(2);
  });

  it('waits when a table has one account in its column and another in the purpose, and offers the one of the purpose', async () => {
    const table = (account: string) =>
      `account;paid_on;amount;purpose\n${account};2026-11-20;5.00;л/с ${SECOND}\n`;
    for (const account of [FIRST, '']) {
      files += 1;
      await office.import('payments', await office.file(`${files}.csv`, table(account)));
    }
    expect(await paid()).toEqual([]);
    for (const { record } of await waiting()) expect(record['named']).toContain(SECOND);
    files += 1;
    await office.import(
      'payments',
      await office.file(`${files}.csv`, table(SECOND).replace('11-20', '11-19')),
    );
    expect(await paid()).toHaveLength(1);
  });
});

describe('A statement whose document has no end', () => {
  it('is refused with the line, for its payment would be lost', async () => {
    const whole = new TextDecoder('windows-1251').decode(statement([petrov, sidorova], 'Банк'));
    const text = windows1251(whole.replace(/КонецДокумента\r?\n/, ''));
    const { code, output } = await office.import('payments', await office.file('torn.txt', text));
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/В строке \d+ начинается документ, а прежний, из строки \d+, не закончен/),
    ]);
  });
});

describe('One payment over several accounts', () => {
  const registry = (title: string, ...rows: [account: string, sum: string][]) => {
    const lines = rows.map(
      ([number, sum]) =>
        `20-11-2026;10-15-30;8586/0123;07K;SUIP77;${number};Петров П. П.;;1026;${sum};${sum};0,00`,
    );
    const total = rows.reduce((all, [, sum]) => all + Number(sum.replace(',', '.')), 0).toFixed(2);
    return windows1251([`# ${title}`, ...lines, `=${rows.length};${total};${total};0,00`, ''].join('\r\n'));
  };
  const given = async (title: string, ...rows: [account: string, sum: string][]) =>
    office.import('payments', await office.file(`${(files += 1)}.txt`, registry(title, ...rows)));

  it('under one number of the bank is so much for each, and once', async () => {
    const rows: [string, string][] = [
      [FIRST, '100,00'],
      [SECOND, '100,00'],
      ['0100000003', '50,50'],
    ];
    expect((await given('один', ...rows)).code).toBe(0);
    const sums = (await paid()).map(([number, kopecks]) => [number, Number(kopecks)]);
    expect(sums).toEqual([
      [FIRST, 10_000],
      [SECOND, 10_000],
      ['0100000003', 5050],
    ]);
    expect((await given('два', ...rows)).output).toContain('Уже есть в портале: 3');
    expect(await paid()).toHaveLength(3);
  });
});
