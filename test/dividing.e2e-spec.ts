import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { act, finished, hire, list, open, upload } from './support/office.js';
import type { Page } from './support/page.js';
import { giveHouse } from './support/sheet.js';
import { statement } from './support/statement.js';
import { startWorld, type World } from './support/world.js';

const LIST = '/office/unknown-rows';
const SUM = 394_079;
const PAYER = 'ООО «Ромашка»';

let world: World;
let money: Client;
let chief: Client;
let accounts: { account: string; number: string }[];
let files = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Вера Главная');
  money = await hire(world, 'money', 'accountant', 'Раиса Счетова');
  const { flats } = await giveHouse(world, 'г. Иркутск, ул. Лесная, д. 4', ['5', '15', '16']);
  accounts = flats.map(({ account }, place) => ({ account, number: `017700230${place}` }));
  for (const { account, number } of accounts) {
    await world.database.query('UPDATE accounts SET number = $2 WHERE id = $1', [account, number]);
  }
});
afterAll(() => world?.stop());

const said = (text: unknown): string => String(text).replaceAll('\u00A0', ' ');

async function loadFile(name: string, file: string | Buffer, kind: string): Promise<string> {
  const checked = await upload(money, 'batches/actions/load', name, file, { kind });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  const report = await finished(money, job);
  await finished(money, (await act(money, `${job}/load`)).redirect!);
  return said(JSON.stringify(report));
}

/** A payment of one payer for several accounts, in a statement; gives the id of its row. */
async function waiting(purpose: string, sum = SUM): Promise<{ id: string; file: Buffer }> {
  files += 1;
  const file = statement([{ number: String(files), sum, purpose, payer: PAYER }], `Банк ${files}`);
  await loadFile(`файл-${files}.txt`, file, 'auto');
  const [row] = await world.database.query<{ id: string }>(
    'SELECT id FROM unknown_rows WHERE batch_id = (SELECT max(id) FROM batches)',
  );
  return { id: row!.id, file };
}

/** The form as it stands on the page, with these lines. */
async function divide(id: string, lines: readonly (readonly [string, string])[], who = money): Promise<Page> {
  const path = `${LIST}/${id}/divide`;
  const { more: _, ...values } = (await who.get(`${LIST}/${id}`)).form(path).values();
  return who.post(path, { ...values, account: lines.map(([one]) => one), sum: lines.map(([, sum]) => sum) });
}

/** What each account has of payments, in kopecks. */
async function paid(): Promise<string[]> {
  const rows = await world.database.query<{ sum: string }>(
    `SELECT coalesce(sum(p.amount_kopecks), 0)::text AS sum FROM unnest($1::uuid[]) WITH ORDINALITY a (id, n)
     LEFT JOIN payments p ON p.account_id = a.id GROUP BY a.n ORDER BY a.n`,
    [accounts.map(({ account }) => account)],
  );
  return rows.map(({ sum }) => sum);
}

/** All tables that a division writes, without what time makes. */
async function state(): Promise<unknown> {
  const [row] = await world.database.query<{ state: unknown }>(
    `SELECT json_build_object(
       'payments', (SELECT json_agg(p ORDER BY key) FROM (SELECT to_jsonb(p) - 'id' AS p, key FROM payments p) p),
       'days', (SELECT json_agg(d ORDER BY paid_on, source, batch_id) FROM payment_days d),
       'rows', (SELECT json_agg(to_jsonb(u) - 'record' || jsonb_build_object('key', u.record->>'key') ORDER BY id) FROM unknown_rows u),
       'batches', (SELECT json_agg(json_build_array(id, rows_loaded, loaded_kopecks, rows_unknown, unknown_kopecks) ORDER BY id) FROM batches),
       'balances', (SELECT json_agg(json_build_array(number, balance_kopecks, balance_on) ORDER BY number) FROM accounts)
     ) AS state`,
  );
  return row!.state;
}

describe('A payment for several accounts', () => {
  it('is divided between them to the kopeck, with the rest where no sum was typed, and taken back as one', async () => {
    const { id } = await waiting(`квартплата л/с ${accounts[0]!.number}, ${accounts[1]!.number}, за всех`);
    const before = { state: await state(), paid: await paid() };
    const page = await money.get(`${LIST}/${id}`);
    // both numbers stand in the purpose: they are there already, and the form is open
    const typed = page.html.querySelectorAll('[name="account"]:not([type="radio"])');
    expect(typed.map((one) => one.getAttribute('value'))).toEqual([
      accounts[0]!.number,
      accounts[1]!.number,
      '',
      '',
    ]);
    expect(page.html.querySelector('details[open] > summary')?.text).toBe('Разделить на несколько счетов');

    const done = await divide(id, [
      [accounts[0]!.number, '1 000,01'],
      ['', ''],
      [accounts[1]!.number, ''],
      [accounts[2]!.number, '0.5'],
    ]);
    expect(done.location).toContain(`before=${id}`);
    const next = await done.follow();
    expect(next.text).toContain(
      `Разделено 3 940,79 ₽: 1 000,01 ₽ на лицевой счет ${accounts[0]!.number}, 2 940,28 ₽ на лицевой счет ${accounts[1]!.number}, ` +
        `0,50 ₽ на лицевой счет ${accounts[2]!.number}.`,
    );
    expect(await paid()).toEqual(
      before.paid.map((sum, at) => String(Number(sum) + [100_001, 294_028, 50][at]!)),
    );
    const [day] = await world.database.query(
      'SELECT count, kopecks FROM payment_days WHERE batch_id = (SELECT max(id) FROM batches)',
    );
    expect(day).toEqual({ count: 3, kopecks: String(SUM) });
    const [load] = await world.database.query(
      'SELECT rows_loaded, loaded_kopecks, rows_unknown FROM batches ORDER BY id DESC LIMIT 1',
    );
    expect(load).toEqual({ rows_loaded: 1, loaded_kopecks: String(SUM), rows_unknown: 0 });

    const numbers = accounts.map(({ number }) => number).join(', ');
    const given = await money.get(`${LIST}/${id}`);
    expect(given.text).toContain(`лицевые счета ${numbers}`);
    expect(given.text).toContain(`2 940,28 ₽: лицевой счет ${accounts[1]!.number}, Лесная, 4, кв. 15`);
    const back = await (await given.form(`${LIST}/${id}/unassign`).submit()).follow();
    expect(back.text).toContain(`Разноска на лицевые счета ${numbers} отменена, снова ждёт 1 строка.`);
    expect(await state()).toEqual(before.state);
  });

  it('is found by its whole sum, alone and with the payer or the day, and by the sum of a part', async () => {
    const { id } = await waiting('квартплата за двоих', 777_777);
    await divide(id, [
      [accounts[0]!.number, '1 111,11'],
      [accounts[1]!.number, ''],
    ]);
    const found = async (q: string) => {
      const page = await money.get(`/office/find?${new URLSearchParams({ q }).toString()}`, {
        ...{ headers: { 'x-pane': '1' }, check: false },
      });
      const rows = page.html.querySelectorAll('[aria-label="Платежи"] a');
      return rows.map((one) => said(one.text.replace(/\s+/g, ' ')));
    };
    const [day] = await world.database.query<{ day: string }>(
      "SELECT to_char(max(paid_on), 'DD.MM.YYYY') AS day FROM payments WHERE part_of = $1",
      [id],
    );
    for (const typed of [
      '7777,77',
      '7 777,77',
      '7777',
      `7777,77 ${day!.day}`,
      `7777 ${day!.day}`,
      'ромашка 7777,77',
      'ромашка 7777',
      'лесная 7777,77',
    ]) {
      const rows = await found(typed);
      expect([typed, rows.length]).toEqual([typed, 2]);
      for (const row of rows) expect(row).toContain('часть платежа на 7 777,77 ₽');
    }
    for (const typed of ['1111,11', '1111', '6666,66']) {
      expect([typed, (await found(typed)).length]).toEqual([typed, 1]);
    }
    expect(await found('василёк 7777,77')).toEqual([]);
    await (await money.get(`${LIST}/${id}`)).form(`${LIST}/${id}/unassign`).submit();
  });

  it('stands in the journal and in the history of each flat, and with its whole in the panel', async () => {
    const { id } = await waiting('за двух');
    await divide(id, [
      [accounts[0]!.number, '10'],
      [accounts[1]!.number, ''],
    ]);
    const lines = (await list(chief, 'audit', '?filters.action=batch.assigned')).map(({ details }) =>
      said(details),
    );
    const part = 'часть платежа на 3 940,79 ₽';
    expect(lines.slice(0, 2).sort()).toEqual([
      `строк 1, на 10,00 ₽, ${part}, лицевой счет ${accounts[0]!.number}`,
      `строк 1, на 3 930,79 ₽, ${part}, лицевой счет ${accounts[1]!.number}`,
    ]);
    for (const [place, sum] of ['10,00 ₽', '3 930,79 ₽'].entries()) {
      const card = said((await chief.get(`/office/accounts/${accounts[place]!.account}/history`)).text);
      expect(card).toMatch(new RegExp(`загрузка № \\d+, строк 1, на ${sum}, ${part}`));
    }
    const [payment] = await world.database.query<{ id: string }>(
      'SELECT id FROM payments WHERE part_of = $1 ORDER BY id DESC LIMIT 1',
      [id],
    );
    expect(said((await open(money, `payments/records/${payment!.id}`))['whole'])).toBe('3 940,79 ₽');
    expect(said((await open(money, `unknown-rows/records/${id}`))['parts'])).toBe(
      `${accounts[0]!.number} — 10,00; ${accounts[1]!.number} — 3930,79`,
    );
  });

  it('is refused at the line that cannot be, with all that was typed, and gets more lines', async () => {
    const { id } = await waiting('за троих');
    const wrong = await divide(id, [
      [accounts[0]!.number, '3 900'],
      [accounts[1]!.number, '40,78'],
    ]);
    expect(wrong.status).toBe(422);
    expect(wrong.errors.map(said)).toEqual([
      'Части складываются в 3 940,78 ₽, а платёж 3 940,79 ₽: не хватает 0,01 ₽',
    ]);
    expect(wrong.html.querySelector('#sum2')?.getAttribute('aria-describedby')).toBe('sum2-error');
    expect(wrong.html.querySelector('#sum1')?.getAttribute('value')).toBe('3 900');
    const unknown = await divide(id, [
      ['0999999999', '1'],
      [accounts[1]!.number, ''],
      ['0177\u00000', '2'],
    ]);
    expect([unknown.status, unknown.errors.length]).toEqual([422, 2]);
    expect(unknown.errors[0]).toContain('Такого лицевого счета нет');
    const form = (await money.get(`${LIST}/${id}`)).form(`${LIST}/${id}/divide`);
    const more = await money.post(`${LIST}/${id}/divide`, {
      ...form.values(),
      account: [accounts[0]!.number, '', '', ''],
      sum: ['7', '', '', ''],
      more: 'yes',
    });
    expect([more.status, more.errors, more.html.querySelectorAll('[name="sum"]').length]).toEqual([
      200,
      [],
      8,
    ]);
    expect(more.html.querySelector('#sum1')?.getAttribute('value')).toBe('7');
    expect(await world.database.query('SELECT FROM payments WHERE part_of = $1', [id])).toEqual([]);
  });

  it('is divided among many, each by the number however it is spelt, and by none twice', async () => {
    const { id } = await waiting('за весь подъезд', 25_000);
    const doors = Array.from({ length: 25 }, (_, door) => String(door + 1));
    const { flats } = await giveHouse(world, 'г. Иркутск, ул. Подъездная, д. 1', doors, []);
    const entrance = await world.database.query<{ number: string }>(
      'SELECT number FROM accounts WHERE id = ANY ($1) ORDER BY number',
      [flats.map(({ account }) => account)],
    );
    const lines = entrance.map(({ number }): readonly [string, string] => [number, '10']);
    const bare = accounts[0]!.number.replace(/^0+/, '');
    const twice = await divide(id, [...lines.slice(0, 24), [accounts[0]!.number, '5'], [bare, '']]);
    expect(twice.errors).toEqual(['Этот счет уже есть в другой строке']);
    expect(twice.html.querySelector('#account26')?.getAttribute('aria-describedby')).toBe('account26-error');
    expect((await divide(id, lines)).location).toContain(`before=${id}`);
    const parts = await world.database.query(
      'SELECT FROM payments WHERE part_of = $1 AND amount_kopecks = 1000',
      [id],
    );
    expect(parts).toHaveLength(25);
  });

  it('is never left in parts by a build that knows of no parts and takes the first one back', async () => {
    const { id } = await waiting('за двоих, до возврата к прежней сборке');
    await divide(id, [
      [accounts[0]!.number, '1'],
      [accounts[1]!.number, ''],
    ]);
    const before = await state();
    await expect(
      world.database.query('DELETE FROM payments WHERE part_of = $1 AND account_id = $2', [
        ...[id, accounts[0]!.account],
      ]),
    ).rejects.toThrow('the other parts of a divided payment would stay');
    expect(await state()).toEqual(before);
  });

  it('passes for no press of whoever has given it whole, and is told whole where it comes again', async () => {
    const { id } = await waiting('целиком одному');
    const form = (await money.get(`${LIST}/${id}`)).form(`${LIST}/${id}/divide`);
    const { more: _, ...values } = form.values();
    const give = async (row: string, account: string) => {
      const path = `${LIST}/${row}/assign`;
      return money.post(path, { ...(await money.get(`${LIST}/${row}`)).form(path).values(), account });
    };
    expect((await give(id, accounts[0]!.account)).status).toBe(303);
    const late = await money.post(`${LIST}/${id}/divide`, { ...values, account: ['0999999999'], sum: [''] });
    expect(late.status).toBe(409);

    const { id: divided } = await waiting('за двоих, ещё раз');
    await divide(divided, [
      [accounts[0]!.number, '1'],
      [accounts[1]!.number, ''],
    ]);
    const { id: again } = await waiting('то же самое');
    await world.database.query(
      `UPDATE payments p SET key = u.record->>'key' FROM unknown_rows u
       WHERE u.id = $1 AND p.part_of = $2 AND p.whole_kopecks IS NOT NULL`,
      [again, divided],
    );
    const refused = await give(again, accounts[2]!.account);
    expect(said(refused.errors[0])).toContain('такой платёж уже есть: 20 ноября 2026, 3 940,79 ₽');
  });

  it('comes once more in a file that overlaps, and is known; who paid is noted at all parts', async () => {
    files += 1;
    const rows = (payer: string) =>
      `account;paid_on;amount;source;external_id${payer && ';payer'}\n0999;2026-11-12;30.00;Касса;д-${files}${payer && `;${payer}`}\n`;
    await loadFile('касса.csv', rows(''), 'payments');
    const [row] = await world.database.query<{ id: string }>(
      "SELECT id FROM unknown_rows WHERE account_text = '0999' ORDER BY id DESC",
    );
    await divide(row!.id, [
      [accounts[0]!.number, '10'],
      [accounts[1]!.number, '20'],
    ]);
    const parts = () =>
      world.database.query<{ amount: string; payer: string }>(
        'SELECT amount_kopecks AS amount, payer FROM payments WHERE part_of = $1 ORDER BY id',
        [row!.id],
      );
    const before = await money.get(`${LIST}/${row!.id}`);
    const report = await loadFile('касса-2.csv', rows('Павлова В. С.'), 'payments');
    expect(report).toContain('Прежних платежей, у которых теперь записан плательщик: 1');
    expect(await parts()).toEqual([
      { amount: '1000', payer: 'Павлова В. С.' },
      { amount: '2000', payer: 'Павлова В. С.' },
    ]);
    const refused = await before.form(`${LIST}/${row!.id}/unassign`).submit();
    expect(refused.errors[0]).toContain('уже учла загрузка');
    const [load] = await world.database.query<{ id: string }>('SELECT max(id)::text AS id FROM batches');
    const held = await money.get(`${LIST}/${row!.id}`);
    expect(held.text).toContain(`Отмените загрузку № ${load!.id}, потом разноску`);
    await act(money, `batches/records/${load!.id}/undo`);
    expect((await parts()).map(({ payer }) => payer)).toEqual(['', '']);
    await (await money.get(`${LIST}/${row!.id}`)).form(`${LIST}/${row!.id}/unassign`).submit();
    expect(await parts()).toEqual([]);
  });

  it('is divided once by two who press at the same moment, and whoever is slower reads how', async () => {
    const { id } = await waiting('за двоих, оба сразу');
    const other = await hire(world, 'buh', 'accountant', 'Ольга Вторая', chief);
    const path = `${LIST}/${id}/divide`;
    const press = async (who: Client, sum: string, rest: number) => {
      const { more: _, ...values } = (await who.get(`${LIST}/${id}`)).form(path).values();
      const filled = { ...values, account: [accounts[0]!.number, accounts[rest]!.number], sum: [sum, ''] };
      return () => who.post(path, filled);
    };
    const presses = [await press(money, '1', 1), await press(other, '2', 2)];
    const answers = await Promise.all(presses.map((one) => one()));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const faster = answers[0]!.status === 303 ? 0 : 1;
    expect(answers[1 - faster]!.text).toMatch(
      /Строка уже разделена на лицевые счета 0177002300, 017700230\d/,
    );
    expect(await world.database.query('SELECT FROM payments WHERE part_of = $1', [id])).toHaveLength(2);
    // the other half of a double press goes on as the first did
    const again = await presses[faster]!();
    expect([again.status, again.location]).toEqual([303, expect.stringContaining(`before=${id}`)]);
  });

  it('goes with the load that brought it', async () => {
    const { id } = await waiting('целиком');
    const before = await paid();
    await divide(id, [
      [accounts[0]!.number, '1'],
      [accounts[1]!.number, ''],
    ]);
    const [load] = await world.database.query<{ id: string }>('SELECT max(id)::text AS id FROM batches');
    await act(money, `batches/records/${load!.id}/undo`);
    expect(await paid()).toEqual(before);
  });
});
