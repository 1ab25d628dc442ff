import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { appealEventsOf, appealOf, dayFromNow, giveEntry } from './support/inbox.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const COMPANY = 'office@kabinet.maxkom.ru';
const SEND = 'Отправить Ctrl Enter';

let world: World;
let tarasova: Client;
let irina: Client;
let user: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  tarasova = await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
  const [row] = await world.database.query<{ id: string }>("SELECT id FROM users WHERE login = 'irina'");
  user = row!.id;
});
afterAll(() => world?.stop());

const plain = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');
const pageOf = (who: Client, id: string): Promise<Page> => who.get(`/office/messages/${id}`);
const answer = async (id: string, text: string) =>
  (await pageOf(tarasova, id)).form(/answer$/).submit({ text }, { button: SEND });
const numberOf = async (id: string): Promise<string> => String((await appealOf(world, id))['number']);

/** Puts an event into the history of an entry. */
async function event(id: string, kind: string, text: string, actor = 'staff'): Promise<void> {
  await world.database.query(
    `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
     VALUES ($1, now(), $2, $3, 'Кто-то', $4, true)`,
    [id, kind, actor, text],
  );
}

/** A letter on paper that came some days before it was registered. */
async function paper(fields: Record<string, unknown> = {}): Promise<string> {
  const id = await giveEntry(world, { channel: 'paper', ago: 0, ...fields });
  await world.database.query('UPDATE appeals SET received_day = $2 WHERE id = $1', [id, dayFromNow(-6)]);
  return id;
}

const longDay = (day: string): string =>
  new Date(`${day}T12:00:00Z`)
    .toLocaleDateString('ru-RU', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    .replace(/ г\.$/, '');

describe('An author who asks back in the cabinet', () => {
  async function askBack(login: string): Promise<string> {
    const [staff] = await world.database.query<{ id: string }>('SELECT id FROM staff WHERE login = $1', [
      login,
    ]);
    const id = await giveEntry(world, {
      user,
      state: 'answered',
      responsible: staff!.id,
      title: 'Стук лифта',
    });
    await event(id, 'answered', 'Починили.');
    const form = (await irina.get(`/book/entries/${id}`)).form(`/book/entries/${id}/question`);
    expect((await form.submit({ text: 'А когда придёт мастер?' })).status).toBe(303);
    return numberOf(id);
  }

  it('is told by letter to whoever has answered, with the question and the new day', async () => {
    const number = await askBack('tarasova');
    const letter = await world.mail.waitForLetter({ to: 'tarasova@example.test', subject: number });
    expect(letter.subject).toContain('Вопрос к ответу на обращение');
    expect(plain(letter.text)).toMatch(
      /«Стук лифта» пришёл вопрос.*А когда придёт мастер\?.*Ответить до \d+ [а-я]+ \d{4}/,
    );
    expect(letter.links.some((link) => /\/office\/messages\/[0-9a-f-]{36}$/.test(link))).toBe(true);
  });

  it('is told to the office where whoever has answered works there no more, or answers no more', async () => {
    await hire(world, 'gone', 'operator', 'Ушёл Олег');
    await hire(world, 'moved', 'operator', 'Перешла Анна');
    await world.database.query("UPDATE staff SET disabled_at = now() WHERE login = 'gone'");
    await world.database.query("UPDATE staff SET role = 'dispatcher' WHERE login = 'moved'");
    for (const login of ['gone', 'moved']) {
      const number = await askBack(login);
      await world.mail.waitForLetter({ to: COMPANY, subject: number });
      await world.mail.noLetter({ to: `${login}@example.test`, subject: number, within: 200 });
    }
  });
});

describe('A letter on paper', () => {
  it('stands in the inbox with the day it came, from which its term runs', async () => {
    const id = await paper({ title: 'Письмо с почты' });
    const page = plain((await pageOf(tarasova, id)).text);
    expect(page).toContain(`пришло ${longDay(dayFromNow(-6))} на бумаге, зарегистрировано`);
    const list = await tarasova.get('/office/messages');
    const row = list.html.querySelector(`.mail li[data-id="${id}"]`)!;
    expect(plain(row.text)).toContain(await numberOf(id));
    expect(plain(row.text)).toContain(`На бумаге, ${longDay(dayFromNow(-6)).replace(/ \d{4}$/, '')}`);
    const [template] = await world.database.query<{ id: string }>(
      "INSERT INTO answer_templates (title, text) VALUES ('День', 'Вы написали {дата}.') RETURNING id",
    );
    const filled = await (
      await pageOf(tarasova, id)
    )
      .form(/answer$/)
      .submit({ template: template!.id }, { button: 'Подставить' });
    expect(plain(filled.form(/answer$/).value('text')!)).toBe(`Вы написали ${longDay(dayFromNow(-6))}.`);
  });

  it('is answered only when the answer has left by post: until then nobody is told that it was sent', async () => {
    const id = await paper();
    const said = await (await answer(id, 'Починим.')).follow();
    expect(said.text).toContain('Ответ записан, но ещё не отправлен: распечатайте его');
    expect(said.text).not.toContain('Ответ отправлен');
    expect(said.text).toContain('отвечено, почтой ещё не отправлено');
    await world.database.query(
      `INSERT INTO appeal_files (event_id, appeal_id, file, kind, name, bytes, created_at)
       SELECT id, appeal_id, gen_random_uuid(), 'pdf', 'смета.pdf', 1000, now() FROM appeal_events
       WHERE appeal_id = $1 AND kind = 'answered'`,
      [id],
    );
    const printed = await tarasova.get(`/office/messages/${id}/letter`);
    expect(printed.text).toContain('Приложение: смета.pdf');
    await said.form(/posted$/).submit({ text: '6640' });
    expect((await pageOf(tarasova, id)).text).not.toContain('ещё не отправлено');
    const both = await giveEntry(world, { user, paperAnswer: true });
    expect((await (await answer(both, 'Починим.')).follow()).text).toContain(
      'Ответ ушёл письмом. Он нужен и на бумаге',
    );
    const nowhere = await giveEntry(world, { channel: 'site', phone: '+79149998877' });
    expect((await (await answer(nowhere, 'Починим.')).follow()).text).toContain('Отправить его некуда');
  });
});

describe('A moderator, who may not answer,', () => {
  it('is not told on «Сегодня» that answers are late; whoever answers is', async () => {
    await giveEntry(world, { due: -3 });
    const moderator = await hire(world, 'moder', 'moderator', 'Мария Модератор');
    expect((await tarasova.get('/office')).text).toContain('срок ответа прошёл');
    const today = (await moderator.get('/office')).text;
    for (const words of ['срок ответа', 'ждут ответа', 'ждёт ответа', 'без срока']) {
      expect(today).not.toContain(words);
    }
  });
});

describe('The menu of the office', () => {
  it('counts an entry that is late once beside the register', async () => {
    await giveEntry(world, { due: -5 });
    const other = await hire(world, 'counting', 'operator', 'Считает Семён');
    const [row] = await world.database.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM appeals WHERE waits',
    );
    const lines = (await other.get('/office')).html.querySelectorAll('.side li');
    const line = lines.map(({ text }) => plain(text)).find((text) => text.includes('Реестр обращений'));
    expect(line).toMatch(new RegExp(`ждут: ${row!.count}$`));
  });
});

describe('An entry of which only the number is left', () => {
  it('is offered nothing that would be refused', async () => {
    const chief = await hire(world, 'chief', 'administrator', 'Главная Анна');
    for (const given of [
      { kind: 'question', state: 'dismissed' },
      { channel: 'paper', state: 'answered' },
    ] as const) {
      const id = await giveEntry(world, given);
      const forms = async () =>
        (await pageOf(chief, id)).html
          .querySelectorAll('#request form, .reply form')
          .map((form) => form.getAttribute('action'));
      expect(await forms()).not.toEqual([]);
      await world.database.query(
        "UPDATE appeals SET erased_at = now(), text = '', title = '' WHERE id = $1",
        [id],
      );
      expect(await forms()).toEqual([]);
    }
  });
});

describe('An answer that begins with a greeting', () => {
  it.each([
    ['Здравствуйте, Ирина!\n\nЛебёдку починили.', 'Отвечаем на ваше обращение'],
    ['Лебёдку починили.', 'отвечаем на ваше обращение'],
  ])('greets its reader once: %j', async (text, begins) => {
    const id = await giveEntry(world, { user });
    await answer(id, text);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: await numberOf(id) });
    for (const body of [letter.text, letter.html]) {
      expect(body.match(/Здравствуйте/g)).toHaveLength(1);
      expect(body).toContain(begins);
    }
  });
});

describe('An entry with a long history', () => {
  it('opens with the newest of it, leads to what was earlier, and always tells the answer', async () => {
    const id = await giveEntry(world, { state: 'conversation', title: 'Долгая переписка' });
    await event(id, 'answered', 'Ответ, который был давно');
    for (let n = 1; n <= 120; n += 1) await event(id, n % 2 ? 'note' : 'letter', `Слово ${n}.`);
    const words = (page: Page): number[] =>
      [...new Set([...page.text.matchAll(/Слово (\d+)\./g)].map(([, n]) => Number(n)))].sort((a, b) => a - b);
    let page = await pageOf(tarasova, id);
    expect(page.text).toContain('Ответ, который был давно');
    const seen: number[] = [];
    for (let pages = 1; ; pages += 1) {
      expect(words(page).length).toBeLessThanOrEqual(50);
      seen.unshift(...words(page));
      // what is written on an old page of the history is written all the same
      expect(page.form(/note$/).value('seen')).toMatch(/^\d+$/);
      if (!page.text.includes('Показать ранние')) break;
      expect(pages).toBeLessThan(5);
      page = await page.click('Показать ранние');
      expect(page.text).toContain('К последнему');
      expect(page.text).toContain('Ответ, который был давно');
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    const noted = await page.form(/note$/).submit({ text: 'Ещё одно' }, { button: 'Записать' });
    expect(noted.status).toBe(303);
    expect((await appealEventsOf(world, id)).at(-1)).toBe('note');
    for (const odd of ['x', '0', '-1', '99999999999999999999', "1'"]) {
      expect((await tarasova.get(`/office/messages/${id}?before=${encodeURIComponent(odd)}`)).status).toBe(
        200,
      );
    }
  });
});

describe('The days that are left', () => {
  it('are none of today where the term ended before a day off', async () => {
    for (const due of [-1, -2, -3]) {
      const reply = (await pageOf(tarasova, await giveEntry(world, { due }))).html.querySelector('.reply')!;
      expect(plain(reply.text)).toContain('Просрочено');
      expect(plain(reply.text)).not.toContain('срок сегодня');
    }
  });

  it('are the same working days in the list and beside it', async () => {
    const id = await giveEntry(world, { title: 'Один срок', due: 14 });
    await world.database.query('UPDATE appeals SET soon_day = $2 WHERE id = $1', [id, dayFromNow(0)]);
    const page = await pageOf(tarasova, id);
    const row = plain(page.html.querySelector(`.mail li[data-id="${id}"]`)!.text);
    const [, days] = /остал\S+ (\d+ рабочи\S+ д\S+)/.exec(plain(page.html.querySelector('.reply')!.text))!;
    expect(row).toContain(days!);
  });
});
