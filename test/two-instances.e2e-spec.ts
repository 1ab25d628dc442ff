import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from './support/client.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { startProduct, type Product } from './support/product.js';
import { giveResident, PASSWORD, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let other: Product;

beforeAll(async () => {
  world = await startWorld();
  other = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url });
  for (const login of ['irina', 'pavel', 'target']) await giveResident(world, login);
});
afterAll(async () => {
  await other?.stop();
  await world?.stop();
});

/** The same browser, whose next request the proxy gives to the other instance. */
const there = ({ cookies }: Client) => new Client(other.url, { cookies });

describe('Before two instances', () => {
  it('a resident signs in at one, works at the other, and is out of both once out of the first', async () => {
    const irina = await signIn(world, 'irina');
    expect((await there(irina).get('/profile')).status).toBe(200);
    // opened at one, sent to the other
    const values = (await irina.get('/profile/name')).form('/profile/name').values();
    const changed = await there(irina).post('/profile/name', { ...values, lastName: 'Чернова' });
    expect(changed.status).toBe(303);
    expect((await irina.get('/profile')).text).toContain('Чернова');
    await (await irina.get('/accounts')).form('/auth/logout').submit({});
    const answer = await there(irina).get('/profile');
    expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/^\/auth\//)]);
  });

  it('staff sign in at one, work at the other, and are out of both once their access is closed', async () => {
    const olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
    expect((await there(olga).get('/office')).status).toBe(200);
    await world.database.query("UPDATE staff SET disabled_at = now() WHERE login = 'olga'");
    for (const window of [olga, there(olga)]) expect((await window.get('/office')).status).not.toBe(200);
    const again = (await new Client(other.url).get('/staff/login')).form('/staff/login');
    expect((await again.submit({ login: 'olga', password: STAFF_PASSWORD })).status).toBe(422);
  });

  it('who guesses has no more attempts than before one', async () => {
    const windows = [world.product.url, other.url].map((url) => new Client(url, { from: '127.0.0.66' }));
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const form = (await windows[guess % 2]!.get('/auth/')).form('/auth/login');
      statuses.push((await form.submit({ login: 'target', password: `guess ${guess}` })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429]);
  });

  it('one of two who register the same login at the same moment gets it, and both are told', async () => {
    const forms = await Promise.all(
      [world.visitor(), new Client(other.url)].map(async (visitor) =>
        (await visitor.get('/auth/?register=yes')).form('/auth/registration'),
      ),
    );
    const answers = await Promise.all(forms.map((form) => form.submit(registration('twin'))));
    expect(answers.filter(({ status }) => status < 400)).toHaveLength(1);
    expect(answers.find(({ status }) => status >= 400)).toMatchObject({ status: 422 });
    expect(await world.database.query("SELECT FROM users WHERE login = 'twin'")).toHaveLength(1);
  });

  it('a password that is changed at one ends the other sessions at both', async () => {
    const here = await signIn(world, 'pavel');
    const phone = await signIn(world, 'pavel', new Client(other.url));
    const form = (await here.get('/profile/password')).form('/profile/password');
    const answer = await form.submit({
      current: PASSWORD,
      password: 'облако и сито 9',
      repeat: 'облако и сито 9',
    });
    expect(answer.status).toBe(303);
    expect((await phone.get('/accounts')).status).toBe(303);
    expect((await there(here).get('/accounts')).status).toBe(200);
  });
});
