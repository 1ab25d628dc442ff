import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments } from './support/billing.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { dayOfCompany } from './support/meters.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const LIST = '/office/requisites';
const COMPANY = `${LIST}/1`;
const OLD = '40702810800000000001';
const MOVED = {
  ...{ bank: 'ПАО Сбербанк', bic: '044525225', account: '40702810138250123017' },
  correspondentAccount: '30101810400000000225',
};
const FUND = { ...MOVED, name: 'Фонд «Капремонт»', inn: '380000000112', takes: 'capital-repair' };
const REPAIR = 'Взнос на капитальный ремонт';

let world: World;
let anna: Client;
let olga: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  const account = await giveAccount(world, 'irina', '0100002345');
  await giveDocuments(world, account, 2, {
    change: (month) => {
      month.lines.push({ ...month.lines[0]!, service: REPAIR, unit: 'м²' });
    },
  });
  anna = await hire(world, 'anna', 'accountant', 'Орлова Анна');
  olga = await hire(world, 'olga', 'accountant', 'Белова Ольга');
});
afterAll(() => world?.stop());

type Filling = Record<string, string | string[] | boolean>;

const words = (iso: string) =>
  `${Number(iso.slice(8))} ${new Intl.DateTimeFormat('ru', { month: 'long', day: 'numeric' }).format(new Date(iso)).split(' ')[1]} ${iso.slice(0, 4)}`;

async function write(path: string, filling: Filling, by = anna): Promise<Page> {
  return (await by.get(path)).form(path).submit(filling);
}

/** What the list says after it was written. */
async function said(page: Page): Promise<string> {
  expect([page.status, page.errors]).toEqual([303, []]);
  return (await page.follow()).text;
}

async function written(): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM recipient_terms',
  );
  return row!.count;
}

const newest = async () => {
  const [row] = await world.database.query<{ id: number }>('SELECT max(id) AS id FROM recipients');
  return `${LIST}/${row!.id}`;
};

describe('What is planned', () => {
  it('does not begin before its day when an accountant opens the form and presses «Записать»', async () => {
    await said(await write(COMPANY, { ...MOVED, since: dayOfCompany(20) }));
    const page = await anna.get(COMPANY);
    const form = page.form(COMPANY);
    expect([form.value('account'), form.value('since')]).toEqual([OLD, dayOfCompany(0)]);
    expect(page.text).toContain(`С ${words(dayOfCompany(20))} реквизиты изменятся: это уже записано.`);
    const before = await written();
    expect(await said(await form.submit())).toContain('Ничего не изменилось.');
    expect(await written()).toBe(before);
  });

  it('is changed by an accountant from its own day, and told once', async () => {
    const page = await (await anna.get(COMPANY)).click(/^Изменить запись с/);
    const form = page.form(COMPANY);
    expect([form.value('account'), form.value('since')]).toEqual([MOVED.account, dayOfCompany(20)]);
    expect((await form.submit({ since: dayOfCompany(21) })).errorOf('since')).toContain('другая запись');
    const list = await said(await form.submit({ purpose: 'Оплата по договору' }));
    expect(list.match(/реквизиты изменятся/g)).toHaveLength(1);
  });

  it('is no end: whoever ends a recipient earlier hears what to change first', async () => {
    const page = await write(COMPANY, { ended: true, since: dayOfCompany(5) });
    expect(page.errorOf('ended')).toContain(`С ${words(dayOfCompany(20))} записано, что платежи он получает`);
  });

  it('is named to whoever corrects what holds before it', async () => {
    const list = await said(await write(COMPANY, { since: dayOfCompany(3), purpose: 'Оплата ЖКУ дома' }));
    expect(list).toContain(`С ${words(dayOfCompany(20))} действует другая запись: проверьте и её.`);
  });
});

describe('An accountant is asked', () => {
  it('before receipts that people have are changed, and told how many', async () => {
    const page = await write(COMPANY, { since: '2026-01-01', purpose: 'Оплата услуг' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('этих домов: 2 квитанции начиная с сентября 2026');
    const before = await written();
    expect((await page.form(COMPANY).submit()).status).toBe(422);
    expect(await written()).toBe(before);
    const tick = page.html.querySelector('input[name="agreed"]')!.getAttribute('value')!;
    expect(await said(await page.form(COMPANY).submit({ agreed: [tick] }))).toContain(
      'записано с 1 января 2026. С',
    );
  });

  it('before nobody takes the rest', async () => {
    const path = `${COMPANY}?day=${dayOfCompany(20)}`;
    const page = await (await anna.get(path)).form(COMPANY).submit({ ended: true });
    expect(page.status).toBe(422);
    expect(page.text).toContain(`С ${words(dayOfCompany(20))} за всё остальное платить будет некому`);
    expect((await anna.get(COMPANY)).text).toContain('на квитанциях не будет кода для оплаты');
  });
});

describe('Two recipients', () => {
  it('are not paid for capital repair by its kind and by its name', async () => {
    await said(await write(`${LIST}/new`, { ...FUND, since: dayOfCompany(1) }));
    const services = { takes: 'services', services: [REPAIR], name: 'ООО «Кровля»', since: dayOfCompany(2) };
    const page = await write(`${LIST}/new`, { ...FUND, ...services });
    expect(page.status).toBe(422);
    expect(page.errors.join()).toContain(`«${REPAIR}» в этих домах уже получает Фонд «Капремонт». Сначала`);
  });

  it('follow each other, and the first is corrected until its end', async () => {
    const first = await newest();
    await said(await write(first, { since: dayOfCompany(10), ended: true }));
    await said(
      await write(`${LIST}/new`, { ...FUND, name: 'Региональный оператор', since: dayOfCompany(10) }),
    );
    expect(await said(await write(first, { since: dayOfCompany(4), purpose: REPAIR }))).toContain(
      `С ${words(dayOfCompany(10))} платежей не получает, как записано раньше.`,
    );
  });

  it('are changed by two accountants at once, each their own', async () => {
    const form = (await anna.get(COMPANY)).form(COMPANY);
    const other = await newest();
    await said(await write(other, { since: dayOfCompany(12), purpose: 'Взнос' }, olga));
    await said(await form.submit({ since: dayOfCompany(6), purpose: 'Оплата за дом' }));
  });
});

describe('A form of requisites', () => {
  it('takes a day as people write it, and one press of two', async () => {
    const form = (await anna.get(`${LIST}/new`)).form(`${LIST}/new`);
    const before = await written();
    const filling = { ...FUND, name: 'ООО «Второе»', takes: 'services', services: [REPAIR] };
    expect((await form.submit({ ...filling, since: '31.02.2099' })).errorOf('since')).toContain('01.12.2026');
    expect((await form.submit({ ...filling, since: '01.01.1990' })).errorOf('since')).toContain(
      'не раньше 1 января 2000',
    );
    expect((await form.submit({ ...filling, since: dayOfCompany(367) })).errorOf('since')).toContain(
      'Больше чем на год вперёд нельзя',
    );
    const path = await newest();
    await said(await write(path, { since: dayOfCompany(30), ended: true }));
    const twice = { ...filling, since: dayOfCompany(31).split('-').reverse().join('.') };
    for (const submit of [() => form.submit(twice), () => form.submit(twice)]) {
      expect(await said(await submit())).toContain(`ООО «Второе»: записано с ${words(dayOfCompany(31))}.`);
    }
    expect(await written()).toBe(before + 2);
  });

  it('keeps what an accountant has typed when a colleague was faster, and says what differs', async () => {
    const path = await newest();
    const opened = (await anna.get(path)).form(path);
    await said(await write(path, { purpose: 'За кровлю', since: dayOfCompany(31) }, olga));
    const page = await opened.submit({ kpp: '380001001' });
    expect([page.status, page.form(path).value('kpp'), page.form(path).value('purpose')]).toEqual([
      ...[409, '380001001', 'За кровлю'],
    ]);
    expect(page.text).toContain('изменил кто-то ещё');
    await said(await page.form(path).submit());
  });

  it.each(['Не было такой', 'Отоп\u0000ление'])('knows no service but those of charges: %j', async (name) => {
    const form = (await anna.get(`${LIST}/new`)).form(`${LIST}/new`);
    const values = Object.fromEntries(Object.entries(form.values()).map(([key, [value]]) => [key, value!]));
    const filling = { ...values, ...FUND, takes: 'services', services: name, since: dayOfCompany(40) };
    const page = await anna.post(`${LIST}/new`, filling);
    expect([page.status, page.errors]).toEqual([
      ...[422, ['Такой услуги в начислениях нет. Отметьте услуги из списка']],
    ]);
  });

  it('does not take a street for its only house', async () => {
    const page = await write(`${LIST}/new`, { ...FUND, since: dayOfCompany(40), houses: 'квитанций' });
    expect(page.errorOf('houses')).toContain('без номера дома');
  });

  it('tells of a recipient that is to come when it begins', async () => {
    expect((await anna.get(LIST)).text).toContain(`Начнёт получать ${words(dayOfCompany(31))}`);
  });
});
