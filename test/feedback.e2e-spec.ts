import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import type { Page } from './support/page.js';
import { hire } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const OFFICE = 'office@kabinet.maxkom.ru';
const CONFIRMATION = 'Обращение зарегистрировано';
const NUMBER = /К-\d{4}-\d{6}/;

let world: World;
let irina: Client;

beforeAll(async () => {
  world = await startWorld();
  await giveResident(world, 'irina');
  await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 4', '15');
  irina = await signIn(world, 'irina');
});
afterAll(() => world?.stop());

/** Sends the form of the contacts and opens what comes after it. */
async function ask(who: Client, fields: Record<string, string>): Promise<Page> {
  const sent = await (await who.get('/contacts')).form('/feedback').submit(fields);
  expect(sent.location).toBe('/feedback/sent');
  return who.get('/feedback/sent');
}

const stored = (number: string) =>
  world.database.query<Record<string, unknown>>(
    `SELECT a.*, (SELECT count(*)::int FROM appeal_events e WHERE e.appeal_id = a.id) AS events
     FROM appeals a WHERE number = $1`,
    [number],
  );

describe('A stranger', () => {
  it('who gives an address reads number, question and where the answer comes, and has the number by letter', async () => {
    const text = 'Здравствуйте! Когда включат отопление на Лесной?\nСпасибо.';
    const visitor = world.visitor();
    const page = await ask(visitor, { name: 'Пётр', contact: 'petr@example.test', text });
    const number = NUMBER.exec(page.text)![0];
    expect(page.text).toContain('Письмом на petr@example.test');
    expect(page.text).toMatch(/Ответим до \d+ [а-я]+ 20\d\d/);
    expect(page.text).toContain('Когда включат отопление на Лесной?');
    expect(page.forms().map(({ action }) => action)).not.toContain('/feedback');

    const letter = await world.mail.waitForLetter({ to: 'petr@example.test', subject: CONFIRMATION });
    expect(letter.text).toContain(number);
    const office = await world.mail.waitForLetter({ to: OFFICE, subject: 'Новое обращение' });
    expect(office.text).toContain('Когда включат отопление на Лесной?');
    expect(await stored(number)).toMatchObject([
      {
        ...{
          kind: 'question',
          channel: 'site',
          title: 'Когда включат отопление на Лесной?',
          text,
          user_id: null,
        },
        ...{ author_name: 'Пётр', author_email: 'petr@example.test', author_phone: '', events: 1 },
      },
    ]);
  });

  it('cannot have the portal carry words of theirs to the address of somebody else', async () => {
    const text = 'Вы выиграли миллион, звоните 8-800-555-35-35. Подробности позже.';
    await ask(world.visitor(), { name: 'Выигрыш', contact: 'victim@example.test', text });
    const letter = await world.mail.waitForLetter({ to: 'victim@example.test' });
    expect(letter.raw + letter.text + letter.html).not.toMatch(/выиграли|Выигрыш|555-35-35|Подробности/);
    expect(letter.text.replaceAll('\u00a0', ' ')).toMatch(
      /обращение \d+ [а-я]+ 20\d\d\. Его номер: К-20\d\d-\d{6}\./,
    );
    expect(letter.text).toContain('Вид: вопрос с сайта');
    expect(letter.text).toContain('Ответ придёт письмом на этот адрес.');
    expect(letter.text).not.toMatch(/^Вопрос$/m);
    expect(letter.headers.get('to')).toMatchObject({ value: [{ name: '' }] });
  });

  it('writes to an address of somebody else three times a day at most, and has a number each time', async () => {
    for (let time = 1; time <= 4; time += 1) {
      const page = await ask(world.visitor('127.0.0.44'), {
        ...{ name: 'Пётр', contact: 'Many@example.test', text: `Вопрос № ${time}` },
      });
      expect(page.text).toMatch(NUMBER);
      expect(page.text.includes('Номер отправили и письмом')).toBe(time < 4);
    }
    await lettersAreOut(world);
    const letters = await world.database.query("SELECT FROM letters WHERE recipient = 'Many@example.test'");
    expect(letters).toHaveLength(3);
  });

  it('writes no more often to a mailbox whose address is spelled otherwise each time', async () => {
    const spelled = [
      'Victim@gmail.com',
      'vic.tim@gmail.com',
      'victim+1@gmail.com',
      'v.ictim+2@googlemail.com',
    ];
    for (const [time, contact] of spelled.entries()) {
      const page = await ask(world.visitor('127.0.0.47'), { name: 'Пётр', contact, text: `Вопрос ${time}` });
      expect([contact, page.text.includes('Номер отправили и письмом')]).toEqual([contact, time < 3]);
    }
    await lettersAreOut(world);
    const letters = await world.database.query("SELECT FROM letters WHERE recipient ~ '@(gmail|googlemail)'");
    expect(letters).toHaveLength(3);
  });

  it('who gives a telephone reads the number and that we shall call', async () => {
    const page = await ask(world.visitor(), {
      ...{ name: 'Анна', contact: '8 (902) 555-66-77', text: 'Где взять справку?' },
    });
    expect(page.text).toContain('Позвоним по номеру +7 902 555-66-77');
    expect(page.text).not.toContain('письмом');
    const [row] = await stored(NUMBER.exec(page.text)![0]);
    expect(row).toMatchObject({ author_email: '', author_phone: '+79025556677' });
  });

  it('who presses twice has asked once, and finds the same number', async () => {
    const visitor = world.visitor();
    const form = (await visitor.get('/')).form('/feedback');
    const fields = { name: 'Олег', contact: 'oleg@example.test', text: 'Два раза нажал' };
    const numbers = [];
    for (let time = 0; time < 2; time += 1) {
      expect((await form.submit(fields)).location).toBe('/feedback/sent');
      numbers.push(NUMBER.exec((await visitor.get('/feedback/sent')).text)![0]);
    }
    expect(numbers[0]).toBe(numbers[1]);
    expect(await world.database.query("SELECT FROM appeals WHERE text = 'Два раза нажал'")).toHaveLength(1);
  });

  it('who presses three times for the last question that an hour allows is never refused for it', async () => {
    const visitor = world.visitor('127.0.0.45');
    const once = (text: string) =>
      visitor
        .get('/contacts')
        .then((page) => page.form('/feedback'))
        .then((form) => () => form.submit({ name: 'Олег', contact: '8 902 555-66-78', text }));
    for (let n = 1; n < 10; n += 1) expect((await (await once(`Вопрос ${n}`))()).status).toBe(303);
    const press = await once('Последний вопрос');
    const sent = await Promise.all([press(), press(), press()]);
    expect(sent.map(({ location }) => location)).toEqual(Array(3).fill('/feedback/sent'));
    expect(await world.database.query("SELECT FROM appeals WHERE text = 'Последний вопрос'")).toHaveLength(1);
    const more = await (await once('Ещё один'))();
    expect(more.status).toBe(429);
    expect(more.form('/feedback').value('text')).toBe('Ещё один');
  });

  it('reads nothing of what somebody else has asked', async () => {
    expect((await world.visitor().get('/feedback/sent')).location).toBe('/contacts');
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM appeals LIMIT 1');
    const forger = await world
      .visitor()
      .request('GET', '/feedback/sent', { headers: { cookie: `asked=${row!.id}.${'A'.repeat(43)}` } });
    expect(forger.location).toBe('/contacts');
  });

  it('with a complaint is shown the way to the book, and no telephone of the emergency service with it', async () => {
    const page = await world.visitor().get('/contacts');
    expect(page.link('в книгу жалоб и предложений')).toBe('/services/complaints');
  });
});

describe('A signed-in resident', () => {
  it('finds name and address filled in, and is not asked to register', async () => {
    const page = await irina.get('/contacts');
    const form = page.form('/feedback');
    expect(form.value('contact')).toBe('irina@example.test');
    expect(form.value('name')).toMatch(/\S+ \S+/);
    expect(page.text).not.toContain('Впервые здесь?');
    expect((await world.visitor().get('/contacts')).text).toContain('Впервые здесь?');
  });

  it('has the question in the cabinet and by letter, with its words and the flat', async () => {
    const page = await ask(irina, { text: 'Можно ли поставить шлагбаум?' });
    const number = NUMBER.exec(page.text)![0];
    expect(page.text).toContain('В личный кабинет и письмом на irina@example.test');
    expect(page.text).toContain('Можно ли поставить шлагбаум?');
    const [row] = await stored(number);
    expect(row).toMatchObject({ channel: 'site', address: 'г. Иркутск, ул. Лесная, д. 4, кв. 15' });
    expect(row!['user_id']).toBeTruthy();
    expect(page.link('Что происходит с сообщением')).toBe(`/book/entries/${String(row!['id'])}`);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: CONFIRMATION });
    expect(letter.text).toContain('Можно ли поставить шлагбаум?');
    expect(letter.text).toContain(number);
  });

  it('does not leave the question to whoever comes to the same browser next', async () => {
    const client = await signIn(world, 'irina');
    await ask(client, { text: 'Личный вопрос' });
    await (await client.get('/profile')).form('/auth/logout').submit({});
    expect((await client.get('/feedback/sent')).location).toBe('/contacts');
  });
});

describe('Somebody who types an address of another', () => {
  it('has none of their words sent there, also when the office closes what they wrote', async () => {
    const operator = await hire(world, 'closer', 'operator', 'Ольга Закрывашкина');
    const page = await ask(world.visitor(), {
      name: 'Пётр',
      contact: 'victim@example.test',
      text: 'Ваш счёт заблокирован, войдите на evil.example',
    });
    const [entry] = await stored(NUMBER.exec(page.text)![0]);
    const open = await operator.get(`/office/messages/${String(entry!['id'])}`);
    await open.form(/dismiss$/).submit({ text: 'Это не вопрос к нам' });
    const letter = await world.mail.waitForLetter({
      to: 'victim@example.test',
      subject: 'закрыто без ответа',
    });
    expect(letter.text).toContain('Это не вопрос к нам');
    expect(letter.text + letter.html).not.toMatch(/заблокирован|evil/);
  });
});
