import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { announce, lettersAreWritten } from './support/announcements.js';
import { Calendar } from './support/calendar.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const HERE = 'г. Иркутск, ул. Лесная, д. 4';
const THERE = 'г. Иркутск, ул. Байкальская, д. 17';

let calendar: Calendar;
let world: World;
let irina: Client;
let pavel: Client;
let account: string;

beforeAll(async () => {
  calendar = await Calendar.open();
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...calendar.settings });
  for (const login of ['irina', 'pavel', 'olga']) await giveResident(world, login);
  account = await giveFlat(world, 'irina', HERE, '15');
  await giveFlat(world, 'pavel', HERE, '16');
  await giveFlat(world, 'olga', THERE, '1');
  [irina, pavel] = [await signIn(world, 'irina'), await signIn(world, 'pavel')];
});
afterAll(async () => {
  await world?.stop();
  await calendar?.stop();
});
beforeEach(async () => {
  await world.database.query('DELETE FROM announcements');
  await world.database.query('DELETE FROM notification_refusals');
  await world.database.query('DELETE FROM notification_preferences');
  world.mail.clear();
});

/** What the office does, straight in the database. */
async function end(id: string): Promise<void> {
  await world.database.query(
    `WITH ended AS (UPDATE announcements SET ended_at = now(), version = version + 1 WHERE id = $1 RETURNING id, version)
     INSERT INTO announcement_mailings (announcement_id, kind, version) SELECT id, 'ended', version FROM ended`,
    [id],
  );
}

async function receivers(kind: string): Promise<string[]> {
  await lettersAreWritten(world);
  await lettersAreOut(world);
  const rows = await world.database.query<{ login: string }>(
    `SELECT u.login FROM letters l JOIN users u ON u.id = l.user_id
     WHERE l.kind = $1 AND l.sent_at IS NOT NULL AND l.created_at > now() - interval '1 minute'
       AND left(l.about, 36)::uuid IN (SELECT id FROM announcements) ORDER BY u.login`,
    [kind],
  );
  return rows.map(({ login }) => login);
}

/** What is read first after signing in; with one account that is its page. */
async function whereTheyBegin(): Promise<string> {
  return (await (await irina.get('/accounts')).follow()).text;
}

describe('A resident whose house has no water', () => {
  it('reads so where they begin, on the page of the account and in the list, without what is for colleagues', async () => {
    const id = await announce(world, [HERE], { entrances: 'подъезд 1' });
    expect(await whereTheyBegin()).toContain('В доме нет холодной воды');
    const pages = [`/accounts/${account}`, '/announcements', `/announcements/${id}`];
    for (const path of [...pages, `/requests/new?account=${account}`]) {
      const page = await irina.get(path);
      expect(page.text).toContain('В доме нет холодной воды');
      expect(page.text).toMatch(/Авария на вводе\. Дадут (сегодня|завтра) до \d+:\d\d/);
      expect(page.text).not.toContain('Секрет');
    }
    expect((await irina.get(`/announcements/${id}`)).text).toContain('ул. Лесная, д. 4, подъезд 1');
  });

  it('is told that the time is not known yet', async () => {
    await announce(world, [HERE], { to: null });
    expect(await whereTheyBegin()).toContain('Срок уточняем');
  });

  it('reads on the page of another house nothing about it, and finds no page', async () => {
    const id = await announce(world, [THERE]);
    expect(await whereTheyBegin()).not.toContain('нет холодной воды');
    expect((await irina.get(`/announcements/${id}`)).status).toBe(404);
    const own = await announce(world, [HERE]);
    const form = (await irina.get(`/announcements/${own}`)).form(/ask$/);
    const answer = await irina.post(`/announcements/${id}/ask`, { _csrf: form.value('_csrf')! });
    expect(answer.status).toBe(404);
    expect((await world.visitor().get(`/announcements/${own}`)).location).toContain('/auth/');
  });

  it('reads what the whole company is told', async () => {
    await announce(world, 'all', { kind: 'news', title: 'Офис закрыт 1 января', text: 'С праздником!' });
    expect(await whereTheyBegin()).toContain('Офис закрыт 1 января');
  });

  it('sees it no more once it is over, but in the list of the past', async () => {
    await announce(world, [HERE], { title: 'Прошедшая', from: -5, to: -1 });
    const ended = await announce(world, [HERE], { title: 'Законченная' });
    await end(ended);
    expect(await whereTheyBegin()).not.toMatch(/Прошедшая|Законченная|нет холодной/);
    const list = await irina.get('/announcements');
    expect(list.text).toContain('Прошедшие Холодная вода есть Закончилось');
  });

  it('may write what they like into a text: it is shown as it was typed', async () => {
    const id = await announce(world, [HERE], { title: '<b>Ввод</b>', text: '<script>alert(1)</script>' });
    const page = await irina.get(`/announcements/${id}`);
    expect(page.body).not.toContain('<script>alert');
    expect(page.text).toContain('<b>Ввод</b>');
  });
});

describe('«Сообщить мне, когда дадут»', () => {
  it('is pressed twice and brings one letter when it is over, though letters about emergencies are refused', async () => {
    const id = await announce(world, [HERE]);
    expect(await receivers('outage')).toEqual(['irina', 'pavel']);
    const page = await irina.get('/announcements');
    expect(page.text).toContain('Сообщить мне, когда дадут');
    const form = page.form(/ask$/);
    await Promise.all([form.submit(), form.submit()]);
    expect((await irina.get('/announcements')).text).toContain('✓ Напишем вам, когда всё заработает');
    await refuse(irina, 'outages');
    await refuse(pavel, 'outages');
    await end(id);
    expect(await receivers('announcement-ended')).toEqual(['irina']);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'закончилось' });
    expect(letter.text).toContain('Холодная вода есть');
  });
});

describe('A letter about an emergency', () => {
  it('goes to all residents of the house, and once more when it is over', async () => {
    const id = await announce(world, [HERE]);
    expect(await receivers('outage')).toEqual(['irina', 'pavel']);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Авария' });
    expect(letter.subject).toBe('УК «Макском»: Авария, нет холодной воды');
    expect(letter.text).toMatch(/Нет холодной воды\s+Авария на вводе\.\s+Дадут\s\d+\s\S+\sдо\s\d+:\d\d\./);
    expect(letter.text).not.toContain('Секрет');
    expect(letter.links.some((link) => link.endsWith(`/announcements/${id}`))).toBe(true);
    await end(id);
    expect(await receivers('announcement-ended')).toEqual(['irina', 'pavel']);
  });

  it('does not come to who has refused it, on the page or by the link of a letter', async () => {
    await refuse(irina, 'outages');
    await announce(world, [HERE]);
    expect(await receivers('outage')).toEqual(['pavel']);
    const letter = await world.mail.waitForLetter({ to: 'pavel@example.test', subject: 'Авария' });
    const link = letter.links.find((one) => one.includes('/letters/unsubscribe'))!;
    const asked = await world.visitor().get(link);
    expect(asked.heading).toBe('Отключить письма об авариях в вашем доме?');
    await asked.form(/unsubscribe/).submit();
    expect((await pavel.get('/profile')).text).toContain('Письма об авариях в вашем доме не приходят');
    await (await pavel.get('/profile/letters')).form('/profile/letters/outages').submit();
    expect((await pavel.get('/profile')).text).toContain('Письма об авариях в вашем доме приходят');
  });

  it('is not sent about what is over by then', async () => {
    world.mail.behave({ refuse: 451 });
    const id = await announce(world, [HERE]);
    await lettersAreWritten(world);
    // One that is on its way when it is over may arrive; those that were refused for the time being must not.
    await eventually(async () => {
      const rows = await world.database.query(
        "SELECT FROM letters WHERE kind = 'outage' AND last_error IS NULL AND sent_at IS NULL AND cancelled_at IS NULL",
      );
      return rows.length === 0;
    });
    await end(id);
    world.mail.behave();
    await world.database.query(
      "UPDATE letters SET next_attempt_at = now() WHERE kind = 'outage' AND sent_at IS NULL",
    );
    expect(await receivers('outage')).toEqual([]);
  });
});

describe('A letter about works or news', () => {
  it('comes only to who has switched the topic on', async () => {
    await announce(world, [HERE], { kind: 'planned', service: 'hot-water', from: 20, to: 24 });
    expect(await receivers('announcement')).toEqual([]);
    const form = (await irina.get('/profile/letters')).form('/profile/letters/announcements');
    expect((await form.submit({})).errors).toEqual(['Отметьте согласие, чтобы включить письма']);
    await form.submit({ consent: true });
    await announce(world, [HERE], { kind: 'news', title: 'Субботник', text: 'Приходите.' });
    expect(await receivers('announcement')).toEqual(['irina']);
  });
});

describe('A letter about a request', () => {
  it('can be refused by its link, but of an emergency it comes', async () => {
    await refuse(irina, 'requests');
    expect((await irina.get('/profile')).text).toContain('Письма о ваших заявках не приходят');
    for (const emergency of ['no', 'yes']) {
      const form = (await irina.get(`/requests/new?account=${account}`)).form('/requests');
      await form.submit({ category: 'leak', emergency, text: 'Капает', phone: '8 902 555-66-77' });
    }
    await lettersAreOut(world);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Заявка принята' });
    expect(letter.text).toContain('Если стало хуже');
    expect(letter.raw).not.toContain('List-Unsubscribe');
    const rows = await world.database.query("SELECT FROM letters WHERE kind = 'request-registered'");
    expect(rows).toHaveLength(1);
    const form = (await pavel.get('/requests/new')).form('/requests');
    await form.submit({ category: 'leak', emergency: 'no', text: 'Капает', phone: '8 902 555-66-77' });
    const own = await world.mail.waitForLetter({ to: 'pavel@example.test', subject: 'Заявка принята' });
    expect(own.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });
});

describe('An announcement', () => {
  it('is for the whole company or for houses, by the database itself', async () => {
    await expect(announce(world, [])).rejects.toThrow('for the whole company or for houses');
    await announce(world, [HERE]);
    await expect(world.database.query('DELETE FROM announcement_places')).rejects.toThrow('for houses');
    await expect(announce(world, [HERE], { kind: 'planned', to: null })).rejects.toThrow('check constraint');
    await expect(announce(world, [HERE], { from: 6, to: 5 })).rejects.toThrow('check constraint');
  });
});

describe('An outage whose time has come', () => {
  it('disappears by itself, though nobody has done anything', async () => {
    await announce(world, [HERE], { to: 2 });
    expect(await whereTheyBegin()).toContain('В доме нет холодной воды');
    await calendar.pass(3 * 3_600_000, world.product);
    expect(await whereTheyBegin()).not.toContain('нет холодной воды');
    expect((await irina.get(`/accounts/${account}`)).text).not.toContain('нет холодной воды');
    expect((await irina.get('/announcements')).text).toContain('Прошедшие Холодная вода есть Было');
  });
});

async function refuse(resident: Client, topic: string): Promise<void> {
  const answer = await (
    await resident.get('/profile/letters')
  )
    .form(`/profile/letters/${topic}/off`)
    .submit();
  expect(answer.location).toBe('/profile');
}
