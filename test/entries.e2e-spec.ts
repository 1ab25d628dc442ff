import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAppeal, writeAppeal } from './support/appeals.js';
import type { Client } from './support/client.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let account: string;

const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  account = await giveFlat(world, 'irina', HOUSE, '15');
  irina = await signIn(world, 'irina');
});
afterAll(() => world?.stop());

async function resident(login: string): Promise<Client> {
  await giveResident(world, login);
  return signIn(world, login);
}

describe('A resident who has a complaint', () => {
  it('comes to the form from the list of services, writes and has a number and a day at once, by letter too', async () => {
    const form = await (await irina.get('/services/complaints')).follow();
    expect(form.heading).toBe('Написать в книгу жалоб и предложений');
    expect(form.text).toContain('ул. Лесная, д. 4, кв. 15');
    expect(form.text).toMatch(/Ответим за 10 рабочих дней, до \d+ [а-я]+/);
    expect(form.form('/book/new').value('publish')).toBeUndefined();
    const answer = await form.form('/book/new').submit({
      ...{ kind: 'complaint', text: 'Лифт в первом подъезде стучит. Ночью не уснуть.' },
    });
    const page = await answer.follow();
    expect(page.text).toMatch(/✓ Зарегистрировано, номер К-20\d\d-000001\. Ответим до \d+ [а-я]+ 20\d\d\./);
    expect(page.heading).toBe('Лифт в первом подъезде стучит');
    expect(page.text).toMatch(/Зарегистрировано Ответим до .*осталось \d+ рабочих дн/);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'К-20' });
    expect(letter.links.some((link) => link.endsWith(answer.location!))).toBe(true);
    expect((await irina.get('/book/entries')).text).toContain('Лифт в первом подъезде стучит');
    const [row] = await world.database.query('SELECT account_id, publish, channel FROM appeals');
    expect(row).toEqual({ account_id: account, publish: false, channel: 'cabinet' });
  });

  it('that is answered reads the answer, and nobody else does', async () => {
    const id = await giveAppeal(world, { author: 'irina', account, answer: 'Лебёдку починили.' });
    expect((await irina.get(`/book/entries/${id}`)).text).toContain('Отвечено');
    const stranger = await resident('stranger');
    for (const path of ['', '/print']) {
      expect((await stranger.get(`/book/entries/${id}${path}`)).status).toBe(404);
    }
    expect((await stranger.get('/book/entries')).text).not.toContain('Лифт');
    const own = await writeAppeal(stranger, { kind: 'gratitude', text: 'Спасибо!' });
    expect((await irina.get(`/book/entries/${own}`)).status).toBe(404);
  });
});
