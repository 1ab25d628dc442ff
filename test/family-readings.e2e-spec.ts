import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveMeter, openWindow } from './support/meters.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SEEN = [['112'], ['118'], ['123.450']];

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await openWindow(world);
});
afterAll(() => world?.stop());

interface Family {
  client: Client;
  flats: string[];
  meters: string[];
}

let made = 0;

/** A resident with so many flats, a cold-water meter in each that showed 123,450. */
async function family(login: string, count = 2, readings = SEEN): Promise<Family> {
  await giveResident(world, login);
  const flats: string[] = [];
  const meters: string[] = [];
  for (let flat = 0; flat < count; flat += 1) {
    made += 1;
    const account = await giveAccount(world, login, `07000000${10 + made}`);
    flats.push(account);
    meters.push(await giveMeter(world, account, { readings }));
  }
  return { client: await signIn(world, login), flats, meters };
}

const whole = (meter: string) => `whole-${meter}-0`;
const certificates = (flats: string[]) =>
  world.database.query('SELECT FROM reading_certificates WHERE account_id = ANY ($1)', [flats]);

describe('A family with several flats', () => {
  it('finds one page for all of them from the cabinet and from the question which flat', async () => {
    const { client, meters } = await family('from-cabinet', 3);
    const page = await (await client.get('/accounts')).click('Передать показания всех квартир');
    expect(page.heading).toBe('Показания всех квартир');
    for (const meter of meters) expect(page.form('/readings').names()).toContain(whole(meter));
    const chooser = await (await client.get('/services/readings')).click('Передать показания всех квартир');
    expect(chooser.heading).toBe('Показания всех квартир');
  });

  it('reads once that a month was missed, and at each meter what is charged instead', async () => {
    const longer = [['93'], ['99'], ['105'], ...SEEN];
    const { client, meters } = await family('missed', 2, longer);
    await world.database.query(
      "UPDATE meter_readings SET period = (period - interval '1 month')::date WHERE meter_id = ANY ($1)",
      [meters],
    );
    const { text } = await client.get('/readings');
    expect(text.match(/показаний нет, начислим по среднему\. Передайте их/g)).toHaveLength(1);
    expect(text.match(/Без показаний начислим около [\d,]+ м³\./g)).toHaveLength(2);
  });

  it('sends all at once and gets a certificate for each flat', async () => {
    const { client, flats, meters } = await family('at-once');
    const [first, second] = meters as [string, string];
    const sent = await (
      await client.get('/readings')
    )
      .form('/readings')
      .submit({ [whole(first)]: '128', [whole(second)]: '130' });
    const done = await sent.follow();
    expect(done.heading).toBe('Показания приняты');
    expect(done.text).toContain('Справок: 2');
    expect(await certificates(flats)).toHaveLength(2);
    const again = await sent.follow();
    expect(again.heading).toBe('Показания приняты');
  });

  it('keeps what is wrong on its line while the other flat is taken, and sends only the rest again', async () => {
    const { client, flats, meters } = await family('half-wrong');
    const [first, second] = meters as [string, string];
    const refused = await (
      await client.get('/readings')
    )
      .form('/readings')
      .submit({ [whole(first)]: '128', [whole(second)]: '100' });
    expect(refused.errorOf(whole(second))).toMatch(/[Мм]еньше/);
    expect(refused.errors.join(' ')).toMatch(
      /кв\. 15: Холодная вода, Кухня: 00100,000 меньше прежних 00123,450/,
    );
    expect(refused.text).toContain('Показания приняты');
    expect(await certificates(flats)).toHaveLength(1);
    const form = refused.form('/readings');
    expect(form.value(whole(second))).toBe('100');
    const sent = await form.submit({ [whole(second)]: '129' });
    expect((await sent.follow()).heading).toBe('Показания приняты');
    expect(await certificates(flats)).toHaveLength(2);
  });

  it('is asked once about what is unusual, flat by flat', async () => {
    const { client, flats, meters } = await family('unusual');
    const [first, second] = meters as [string, string];
    const asked = await (
      await client.get('/readings')
    )
      .form('/readings')
      .submit({ [whole(first)]: '128', [whole(second)]: '900' });
    expect(asked.text).toContain('Не все показания отправлены');
    expect(await certificates(flats)).toHaveLength(1);
    const sent = await asked.form('/readings').submit({ [`sure-${second}`]: true });
    expect(sent.status).toBe(303);
    expect(await certificates(flats)).toHaveLength(2);
  });

  it('gets one certificate a flat for a double press', async () => {
    const { client, flats, meters } = await family('double');
    const form = (await client.get('/readings')).form('/readings');
    const filled = Object.fromEntries(meters.map((meter) => [whole(meter), '128']));
    await Promise.all([form.submit(filled), form.submit(filled)]);
    expect(await certificates(flats)).toHaveLength(2);
  });

  it('is told when nothing was typed, and sees neither other people nor what they have sent', async () => {
    const { client, meters } = await family('empty');
    const empty = await (await client.get('/readings')).form('/readings').submit({});
    expect(empty.errors).toEqual(['Введите показания хотя бы одного счетчика']);
    const stranger = await family('stranger');
    const form = (await stranger.client.get('/readings')).form('/readings');
    for (const meter of meters) expect(form.names()).not.toContain(whole(meter));
    const forged = await stranger.client.post('/readings', {
      ...Object.fromEntries(Object.entries(form.values()).map(([name, [value = '']]) => [name, value])),
      [whole(meters[0]!)]: '128',
    });
    expect(forged.status).toBe(422);
    const mine = await form.submit(Object.fromEntries(stranger.meters.map((meter) => [whole(meter), '128'])));
    expect((await client.get(mine.location!)).status).toBe(404);
  });

  it('of whose flats one is open is not led in a circle', async () => {
    const { client, flats } = await family('one-open');
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [flats[1]]);
    expect((await client.get('/readings')).location).toBe('/services/readings');
    expect((await client.get('/services/readings')).location).toBe(`/accounts/${flats[0]}/readings`);
    expect((await client.get('/accounts')).html.querySelector('main a[href="/readings"]')).toBeNull();
  });

  it('with one flat goes to the page of that flat', async () => {
    const { client } = await family('alone', 1);
    expect((await client.get('/readings')).location).toBe('/services/readings');
  });
});
