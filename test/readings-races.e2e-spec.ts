import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { hold } from './support/holder.js';
import { giveMeter, openWindow, readingsOf, thisMonth } from './support/meters.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let pavel: Client;
let account: string;
let cold: string;
let hot: string;
let count = 0;

beforeAll(async () => {
  world = await startWorld();
  await openWindow(world);
  for (const login of ['irina', 'pavel']) await giveResident(world, login);
  irina = await signIn(world, 'irina');
  pavel = await signIn(world, 'pavel');
});
afterAll(() => world?.stop());

/** A new account of two residents, with cold and hot water. */
beforeEach(async () => {
  count += 1;
  account = await giveAccount(world, 'irina', `01000${8000 + count}`);
  await world.database.query(
    "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'pavel'",
    [account],
  );
  cold = await giveMeter(world, account, {
    number: `19-${count}1`,
    readings: [['112'], ['118'], ['123.450']],
  });
  hot = await giveMeter(world, account, {
    resource: 'hot_water',
    number: `19-${count}2`,
    readings: [['88'], ['90']],
  });
});

const whole = (meter: string) => `whole-${meter}-0`;
const fraction = (meter: string) => `fraction-${meter}-0`;
const FORM = /\/readings$/;
const form = async (who = irina) => (await who.get(`/accounts/${account}/readings`)).form(FORM);
const lock = (meter: string) =>
  hold(world.database, 'SELECT id FROM meters WHERE id = $1 FOR UPDATE', [meter]);
const standing = async (meter: string) =>
  (await readingsOf(world, meter)).filter(
    ({ period, superseded, status }) => period === thisMonth() && !superseded && status !== 'rejected',
  );

describe('Two residents of one account', () => {
  it('send at once: one reading stands, and the other person is asked before it is replaced', async () => {
    const [mine, theirs] = [await form(irina), await form(pavel)];
    const answers = await Promise.all([
      mine.submit({ [whole(cold)]: '130' }),
      theirs.submit({ [whole(cold)]: '131' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const late = answers.find(({ status }) => status === 422)!;
    const typed = late === answers[0] ? '130' : '131';
    const other = late === answers[0] ? '131' : '130';
    expect(await standing(cold)).toMatchObject([{ reading: `${other}.000` }]);
    expect(late.errors).toEqual([
      `Холодная вода, Кухня: пока вы заполняли форму, за этот счетчик передали 00${other},000. Если верны ваши показания, отправьте их ещё раз`,
    ]);
    expect(late.form(FORM).value(whole(cold))).toBe(typed);
    expect((await late.form(FORM).submit()).status).toBe(303);
    expect(await standing(cold)).toMatchObject([{ reading: `${typed}.000` }]);
  });

  it('do not put back with an old page what the other has corrected', async () => {
    await (await form()).submit({ [whole(cold)]: '130' });
    const old = await form();
    await (await form(pavel)).submit({ [whole(cold)]: '131' });
    expect((await old.submit({ [whole(hot)]: '93' })).status).toBe(303);
    expect(await standing(cold)).toMatchObject([{ reading: '131.000' }]);
    expect(await standing(hot)).toMatchObject([{ reading: '93.000' }]);
  });

  it('do not send once more what the office has rejected meanwhile', async () => {
    await (await form()).submit({ [whole(cold)]: '130' });
    const old = await form();
    await world.database.query(
      `UPDATE meter_readings SET status = 'rejected', reject_reason = 'показания другого счетчика'
       WHERE meter_id = $1 AND period = $2`,
      [cold, `${thisMonth()}-01`],
    );
    const refused = await old.submit({ [whole(hot)]: '93' });
    expect(refused.status).toBe(422);
    expect(refused.errorOf(whole(cold))).toBe(
      'Пока форма была открыта, эти показания отклонили. Проверьте их и отправьте ещё раз',
    );
    expect(refused.text).toContain('отклонены: показания другого счетчика');
    expect(refused.form(FORM).value(whole(hot))).toBe('93');
    expect(await standing(cold)).toEqual([]);
  });
});

describe('While a form is open', () => {
  it('the office may take readings down: what was typed is told, and the rest stays', async () => {
    const open = await form();
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       VALUES ($1, $2, '{131}', $2, 'phone', 'accepted')`,
      [cold, `${thisMonth()}-01`],
    );
    const refused = await open.submit({ [whole(cold)]: '140', [fraction(cold)]: '25', [whole(hot)]: '93' });
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toMatch(/^Холодная вода, Кухня: показания за \S+ 20\d\d уже учтены/);
    expect(refused.text).toContain('Вы ввели 00140,250: эти показания не приняты');
    expect(refused.form(FORM).value(whole(hot))).toBe('93');
    expect((await refused.form(FORM).submit()).status).toBe(303);
  });

  it('a meter may be taken off: the rest is kept', async () => {
    const open = await form();
    await world.database.query('UPDATE meters SET removed_on = now() WHERE id = $1', [cold]);
    const refused = await open.submit({ [whole(cold)]: '140', [whole(hot)]: '93' });
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toContain('счетчика, для которого вы ввели 140, на лицевом счете больше нет');
    expect(refused.form(FORM).value(whole(hot))).toBe('93');
    expect((await refused.form(FORM).submit()).status).toBe(303);
  });

  it('a field that came twice, or is longer than any dial, is told at its place', async () => {
    const open = await form();
    const twice = new URLSearchParams({ _csrf: open.value('_csrf') ?? '', [whole(hot)]: '93' });
    for (const value of ['130', '131']) twice.append(whole(cold), value);
    const page = await irina.post(`/accounts/${account}/readings`, {}, { body: twice.toString() });
    expect(page.status).toBe(422);
    expect(page.errorOf(whole(cold))).toBe('Это поле пришло дважды, заполните его ещё раз');
    const long = await open.submit({ [whole(cold)]: '1'.repeat(31), [whole(hot)]: '93' });
    expect(long.errorOf(whole(cold))).toBe('Слишком много цифр');
    expect(long.form(FORM).value(whole(hot))).toBe('93');
    expect(await standing(hot)).toEqual([]);
  });
});

describe('While readings wait for somebody else', () => {
  it('an account may be unlinked: nothing is written', async () => {
    const open = await form();
    const other = await lock(cold);
    const answer = open.submit({ [whole(cold)]: '130' });
    await other.waitedFor();
    await world.database.query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'staff' WHERE account_id = $1",
      [account],
    );
    await other.commit();
    expect((await answer).status).toBe(404);
    expect(await standing(cold)).toEqual([]);
  });

  it('an account may be closed: nothing is written, and the page says why', async () => {
    const open = await form();
    const other = await lock(cold);
    const answer = open.submit({ [whole(cold)]: '130' });
    await other.waitedFor();
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    await other.commit();
    expect((await answer).text).toContain('Лицевой счет закрыт');
    expect(await standing(cold)).toEqual([]);
  });

  it('the form comes back as it was typed when a load takes too long', async () => {
    const open = await form();
    const other = await lock(cold);
    const refused = await open.submit({ [whole(cold)]: '130', [whole(hot)]: '93' });
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toContain('отправьте их ещё раз через минуту');
    expect(refused.form(FORM).value(whole(hot))).toBe('93');
    await other.commit();
    expect((await refused.form(FORM).submit()).status).toBe(303);
  });

  it('nobody waits for a load of charges that sets the balance of the account', async () => {
    const open = await form();
    const other = await hold(
      world.database,
      'UPDATE accounts SET balance_kopecks = balance_kopecks WHERE id = $1',
      [account],
    );
    expect((await open.submit({ [whole(cold)]: '130' })).status).toBe(303);
    await other.commit();
  });

  it('a reading that leaves for the accounting is not corrected behind its back', async () => {
    await (await form()).submit({ [whole(cold)]: '130', [whole(hot)]: '93' });
    const open = await form();
    await world.database.query(
      "INSERT INTO reading_exports (format, rows, created_at) VALUES ('csv', 1, now())",
    );
    const other = await hold(
      world.database,
      `UPDATE meter_readings SET export_id = (SELECT max(id) FROM reading_exports)
       WHERE meter_id = $1 AND period = $2`,
      [cold, `${thisMonth()}-01`],
    );
    const answer = open.submit({ [whole(cold)]: '131' });
    await other.waitedFor();
    await other.commit();
    expect((await answer).status).toBe(422);
    expect((await answer).errors[0]).toContain('уже учтены');
    expect(await standing(cold)).toMatchObject([{ reading: '130.000' }]);
  });
});
