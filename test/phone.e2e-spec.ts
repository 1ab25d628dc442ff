import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments } from './support/billing.js';
import type { Client } from './support/client.js';
import { dayOfCompany, giveMeter, openWindow } from './support/meters.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await openWindow(world);
  for (const login of ['irina', 'pavel']) await giveResident(world, login);
  irina = await signIn(world, 'irina');
  account = await giveAccount(world, 'irina', '0300077');
  await giveDocuments(world, account, 2);
  await giveMeter(world, account, { number: '18-5', place: 'кухня', verificationDue: '2031-05-12' });
  await giveMeter(world, account, { number: '18-6', verificationDue: '2020-05-12' });
  await giveMeter(world, account, { number: '18-7', automatic: true });
});
afterAll(() => world?.stop());

describe('The calendar of a resident’s phone', () => {
  const dates = (who: Client) => who.request('GET', `/accounts/${account}/dates.ics`, { check: false });

  it('takes the days of readings, the last day of payment and the verification, with the address', async () => {
    await world.database.query('UPDATE payment_documents SET due_on = $2::date WHERE account_id = $1', [
      account,
      dayOfCompany(5),
    ]);
    const answer = await dates(irina);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('kabinet.ics');
    const text = answer.bytes.toString().replaceAll('\r\n ', '');
    const titles = [...text.matchAll(/^SUMMARY:(.*?)\\,.*$/gm)].map(([, title]) => title);
    expect(titles.sort()).toEqual([
      'Оплатить квитанцию',
      'Передать показания счетчиков',
      'Поверка счетчика: холодная вода',
    ]);
    expect(text).toContain('DTSTART;VALUE=DATE:20310512');
    expect(text).toContain(`DTSTART;VALUE=DATE:${dayOfCompany(5).replaceAll('-', '')}`);
    expect(text).toMatch(/SUMMARY:.*кв\. \d+/);
    const again = (await dates(irina)).bytes.toString();
    const ids = (file: string) => file.replaceAll('\r\n ', '').match(/^UID:.*$/gm);
    expect(ids(again)).toEqual(ids(answer.bytes.toString()));
  });

  it('gets the file from the page of readings; of somebody else’s account there is none', async () => {
    const page = await irina.get(`/accounts/${account}/readings`);
    expect(page.html.querySelector('a[href$="/dates.ics"]')!.text).toBe('Даты в календарь телефона');
    const pavel = await signIn(world, 'pavel');
    expect((await dates(pavel)).status).toBe(404);
    expect((await dates(world.visitor())).status).toBe(303);
  });
});

describe('The keyboard of a phone', () => {
  it.each([
    '/auth/?register=yes',
    '/auth/',
    '/auth/?forgot_password=yes',
    '/auth/index.php?change_password=yes',
    '/contacts',
    '/profile/name',
    '/profile/email',
    '/profile/password',
    '/accounts/link/word',
    '/services/request',
    '/services/complaints',
  ])('is told at %s what each field wants, and fills in what it knows', async (path) => {
    let page = await (path.startsWith('/auth') ? world.visitor() : irina).get(path);
    if (page.location) page = await irina.get(page.location);
    const fields = page.html
      .querySelectorAll('main input')
      .filter((it) => !/hidden|checkbox|radio|file|search/.test(it.getAttribute('type') ?? ''));
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      const [name, type] = [field.getAttribute('name')!, field.getAttribute('type')];
      const own = /^(title|access)$/.test(name);
      if (!own) expect([name, field.getAttribute('autocomplete')]).toEqual([name, expect.any(String)]);
      if (name === 'code') expect(field.getAttribute('autocomplete')).toBe('one-time-code');
      if (name === 'phone') expect(type).toBe('tel');
      if (name === 'email') expect(type).toBe('email');
    }
  });

  it('shows digits for a dial', async () => {
    const page = await irina.get(`/accounts/${account}/readings`);
    const modes = page.html.querySelectorAll('.dial input').map((it) => it.getAttribute('inputmode'));
    expect(new Set(modes)).toEqual(new Set(['decimal', 'numeric']));
  });
});
