import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { appealEventsOf, appealLetters, appealOf, dayFromNow, giveEntry } from './support/inbox.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { giveHouse } from './support/desk.js';
import { act, hire, list } from './support/office.js';
import type { Page } from './support/page.js';
import { pdfFile, pdfStream } from './support/pdf-files.js';
import { jpeg } from './support/photos.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let tarasova: Client;
let lykov: Client;
let clerk: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  tarasova = await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
  lykov = await hire(world, 'lykov', 'operator', 'Лыков Игорь');
  clerk = await hire(world, 'money', 'accountant', 'Анна Счетова');
});
afterAll(() => world?.stop());

const SEND = 'Отправить Ctrl Enter';
const pageOf = (who: Client, id: string): Promise<Page> => who.get(`/office/messages/${id}`);
const words = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ');
const pane = (page: Page): string =>
  words(
    page.html
      .querySelectorAll('#request, .reply')
      .map((one) => one.text)
      .join(' '),
  );
const rowsOf = (page: Page): string[] =>
  page.html.querySelectorAll('.mail .w').map((row) => words(row.text).trim());

interface File {
  name: string;
  content: Buffer;
  type?: string;
}
type Filling = Record<string, string | boolean | File | File[]>;

/** Opens an entry and sends one of its forms. */
async function doing(who: Client, id: string, action: string, filling: Filling = {}, button?: string) {
  return (await pageOf(who, id)).form(`/office/messages/${id}/${action}`).submit(filling, { button });
}
const answer = (who: Client, id: string, filling: Filling, button = SEND) =>
  doing(who, id, 'answer', filling, button);

async function staffId(login: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM staff WHERE login = $1', [login]);
  return row!.id;
}

describe('The list of the inbox', () => {
  let house: string;

  beforeAll(async () => {
    house = await giveHouse(world, 'г. Иркутск, ул. Списков, д. 6');
    await giveEntry(world, { house, title: 'Когда срок неизвестен', due: null });
    await giveEntry(world, { house, title: 'Спокойная', due: 30 });
    await giveEntry(world, { house, title: 'Скоро', due: 3, kind: 'suggestion' });
    await giveEntry(world, { house, title: 'Поздно', due: -2, responsible: await staffId('tarasova') });
    await giveEntry(world, { house, title: 'Отвечена', state: 'answered' });
  });

  it('begins with what is late, tells the days in words, and ends with what has no day yet', async () => {
    const page = await tarasova.get(`/office/messages?house=${house}`);
    expect(rowsOf(page)).toEqual(['Поздно', 'Скоро', 'Спокойная', 'Когда срок неизвестен']);
    const days = page.html.querySelectorAll('.mail .t').map((row) => words(row.text));
    expect(days[0]).toMatch(/^Просрочено( на \d рабочи[а-я]+ д[а-я]+)?$/);
    expect(days[3]).toBe('Срок назовём позже');
    expect(days[1]).toMatch(/^До \d+ [а-я]+( \d{4})?, \d рабочи[а-я]+ д[а-я]+$/);
    expect(days[2]).toMatch(/^До \d+ [а-я]+( \d{4})?$/);
  });

  it('counts its tabs beside the other filters and opens them', async () => {
    const page = await tarasova.get(`/office/messages?house=${house}`);
    const tabs = page.html.querySelectorAll('.chips a').map((tab) => words(tab.text).trim());
    expect(tabs).toEqual(['Ждут ответа 4', 'Просрочены 1', 'Мои 1', 'Отвечены']);
    expect(rowsOf(await page.click(/^Просрочены/))).toEqual(['Поздно']);
    expect(rowsOf(await page.click(/^Мои/))).toEqual(['Поздно']);
    expect(rowsOf(await page.click(/^Отвечены/))).toEqual(['Отвечена']);
    expect(rowsOf(await tarasova.get(`/office/messages?house=${house}&kind=suggestion`))).toEqual(['Скоро']);
    expect(rowsOf(await tarasova.get(`/office/messages?house=${house}&who=none`))).not.toContain('Поздно');
  });

  it('finds an entry by number, name, e-mail and telephone', async () => {
    const id = await giveEntry(world, {
      ...{ channel: 'site', name: 'Кузнецова Ольга Ивановна', email: 'olga@mail.example' },
      ...{ phone: '+79149998877', title: 'Одна такая' },
    });
    const number = String((await appealOf(world, id))['number']);
    for (const q of [number, number.slice(7), 'ольга кузнецова', 'olga@mail.example', '8 (914) 999-88-77']) {
      expect([q, rowsOf(await tarasova.get(`/office/messages?q=${encodeURIComponent(q)}`))]).toEqual([
        ...[q, ['Одна такая']],
      ]);
    }
    const short = number.replace(/-0+/, '-');
    for (const q of [short, short.toLowerCase(), short.slice(2), `K${short.slice(1)}`, `№ ${short}`]) {
      expect([q, rowsOf(await tarasova.get(`/office/messages?q=${encodeURIComponent(q)}`))]).toEqual([
        ...[q, ['Одна такая']],
      ]);
    }
    expect((await tarasova.get('/office/messages?q=%25%25')).text).toContain('Слишком коротко');
  });

  it('finds words of a text, of an answer and of a note, in any form, and parts of a name where no word fits', async () => {
    const id = await giveEntry(world, { title: 'Про трубы', text: 'Ржавчина на стояке, осмотрите крепёж.' });
    await world.database.query(
      `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
       VALUES ($1, now(), 'note', 'staff', 'Лыков И.', 'Заказали хомуты и сальники', false)`,
      [id],
    );
    await giveEntry(world, { title: 'Чужая', name: 'Краснопольская Анна', text: 'Ничего такого' });
    const found = async (q: string, more = ''): Promise<string[]> =>
      rowsOf(await tarasova.get(`/office/messages?q=${encodeURIComponent(q)}${more}`));
    for (const q of ['ржавчины', 'крепежом', 'хомут ржавчина', 'сальник', 'ржавч*', 'ржавч']) {
      expect([q, await found(q)]).toEqual([q, ['Про трубы']]);
    }
    expect(await found('ржавчина', '&kind=gratitude')).toEqual([]);
    expect(await found('ржавчина', `&house=00000000-0000-4000-8000-000000000000`)).toEqual([]);
    expect(await found('польская')).toEqual(['Чужая']);
  });

  it('goes through thousands that have a word page by page, with filters too, and meets each once', async () => {
    const [some] = await world.database.query<{ id: string }>(
      `INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Частая, д. 1') RETURNING id`,
    );
    await world.database.query(
      `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, house_id)
       SELECT 2019, n, 'complaint', 'cabinet', 'general', date_trunc('milliseconds', now()) - n / 7 * interval '1 day', current_date, 'Частая ' || n,
         'Засорился клапан', CASE WHEN n % 50 = 0 THEN $1::uuid END FROM generate_series(1, 1100) n`,
      [some!.id],
    );
    const walk = async (query: string): Promise<string[]> => {
      const seen: string[] = [];
      let href: string | undefined = `/office/messages?q=${encodeURIComponent('клапаны')}${query}`;
      while (href !== undefined && seen.length < 1500) {
        const page: Page = await tarasova.get(href);
        seen.push(...rowsOf(page).filter((title) => title.startsWith('Частая')));
        href = page.html.querySelector('[data-next]')?.getAttribute('href')?.replaceAll('&amp;', '&');
      }
      return seen;
    };
    const all = await walk('');
    expect([all.length, new Set(all).size]).toEqual([1100, 1100]);
    const ofHouse = await walk(`&house=${some!.id}`);
    expect(ofHouse).toEqual(Array.from({ length: 22 }, (_, n) => `Частая ${(n + 1) * 50}`));
    await world.database.query(`DELETE FROM appeals WHERE title LIKE 'Частая%'`);
  });

  it('goes on page by page over days that repeat and days that are unknown, and loses nothing', async () => {
    const long = await giveHouse(world, 'г. Иркутск, ул. Длинная, д. 1');
    for (let n = 1; n <= 50; n += 1) {
      const due = n % 5 === 0 ? null : (n % 4) - 1;
      await giveEntry(world, { house: long, title: `Письмо ${n}`, due });
    }
    for (const show of ['waiting', 'over']) {
      if (show === 'over') {
        await world.database.query(
          "UPDATE appeals SET state = 'answered', answered_at = '2026-11-20', first_answered_at = now() WHERE house_id = $1",
          [long],
        );
      }
      const seen: string[] = [];
      let page = await tarasova.get(`/office/messages?house=${long}&show=${show}`);
      for (let pages = 1; ; pages += 1) {
        seen.push(...rowsOf(page));
        if (!page.text.includes('Показать ещё')) break;
        expect(pages).toBeLessThan(5);
        page = await page.click('Показать ещё');
      }
      expect([show, seen.length, new Set(seen).size]).toEqual([show, 50, 50]);
    }
  });

  it('takes nonsense in the address for nothing', async () => {
    const odd =
      '/office/messages?house=1&kind=%27&who=x&show=x&after=2026-02-30.1.00000000-0000-4000-8000-000000000000&q=%00';
    expect((await tarasova.get(odd)).status).toBe(200);
  });
});

describe('Who may', () => {
  it('read the inbox, answer in it and decide in it stands by roles', async () => {
    const id = await giveEntry(world, { kind: 'question' });
    const moderator = await hire(world, 'moder', 'moderator', 'Мария Модератор');
    const dispatcher = await hire(world, 'disp', 'dispatcher', 'Дина Диспетчер');
    expect((await dispatcher.get('/office/messages')).status).toBe(403);
    expect((await pageOf(dispatcher, id)).status).toBe(403);
    const read = await pageOf(moderator, id);
    expect(pane(read)).toContain('Шум лифта');
    expect(read.body).not.toContain(`/office/messages/${id}/answer`);
    const money = await pageOf(clerk, id);
    expect(money.body).toContain(`/office/messages/${id}/answer`);
    for (const action of ['dismiss', 'classify', 'match']) {
      expect(money.body).not.toContain(`${id}/${action}`);
    }
    const token = (who: Page) => who.form('/office/sign-out').value('_csrf')!;
    const forged = { version: '1', seen: '0', do: '', template: '', text: 'Ответ', signed: 'Я' };
    const tried = [
      await moderator.post(`/office/messages/${id}/answer`, { _csrf: token(read), ...forged }),
      await clerk.post(`/office/messages/${id}/dismiss`, { _csrf: token(money), version: '1', text: 'Нет' }),
      await clerk.get('/office/messages/new'),
    ];
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await appealEventsOf(world, id)).toEqual(['registered']);
  });
});

describe('An operator', () => {
  it('takes an entry, writes notes, hands it to a colleague with a letter, and sees what happened', async () => {
    const id = await giveEntry(world);
    expect(pane(await (await doing(tarasova, id, 'take')).follow())).toContain('Отвечает: Ольга Тарасова');
    await doing(tarasova, id, 'note', { text: 'Лифтовики были, акт будет завтра' }, 'Записать');
    const moved = await doing(tarasova, id, 'forward', {
      staff: await staffId('lykov'),
      note: 'Это по лифтам',
    });
    expect(pane(await moved.follow())).toContain('Отвечает: Лыков Игорь');
    const number = String((await appealOf(world, id))['number']);
    const letters = await appealLetters(world, 'appeal-forwarded', number);
    expect(letters[0]!.recipient).toContain('lykov@example.test');
    const page = pane(await pageOf(lykov, id));
    for (const text of ['Лифтовики были', 'Передано: Лыков Игорь', 'Взято в работу']) {
      expect(page).toContain(text);
    }
  });

  it('answers by a template that the portal fills in, without any script', async () => {
    const id = await giveEntry(world, { channel: 'site', email: 'vera@mail.example' });
    const [template] = await world.database.query<{ id: string }>(
      `INSERT INTO answer_templates (title, text)
       VALUES ('Всё сразу', 'Здравствуйте, {имя}! № {номер}, {адрес}, {тема}. Пишет {сотрудник}.') RETURNING id`,
    );
    const number = String((await appealOf(world, id))['number']);
    const page = await answer(tarasova, id, { template: template!.id }, 'Подставить');
    const form = page.form(`/office/messages/${id}/answer`);
    expect(words(form.value('text')!)).toBe(
      `Здравствуйте, Вера Сергеевна! № ${number}, Лесная, 4, кв. 15, Другое. Пишет Ольга Тарасова.`,
    );
    expect(form.value('signed')).toBe('Ольга Тарасова');
    const done = await form.submit({ signed: 'Инженер Тарасова О. П.' }, { button: SEND });
    expect((await done.follow()).text).toContain('Ответ отправлен');
    const letters = await appealLetters(world, 'appeal-answer', number);
    expect(letters.map(({ recipient }) => recipient)).toEqual([expect.stringContaining('vera@mail.example')]);
    expect(await appealOf(world, id)).toMatchObject({
      state: 'answered',
      responsible_id: await staffId('tarasova'),
    });
    const next = await pageOf(tarasova, await giveEntry(world));
    expect(next.form(/answer$/).value('signed')).toBe('Инженер Тарасова О. П.');
  });

  it('is told of an empty answer, of a template that is not filled in and of a text too long; nothing is sent', async () => {
    const id = await giveEntry(world, { address: '' });
    const tries: [string, string][] = [
      ['', 'Напишите ответ'],
      [' \u200b\u2800 ', 'Напишите ответ'],
      ['Здравствуйте, {имя}! Всё починили.', 'осталось {имя}'],
      ['а'.repeat(10_001), 'не больше 10000'],
      ['скрытый \u202e текст', 'недопустимые символы'],
    ];
    for (const [text, told] of tries) {
      const page = await answer(tarasova, id, { text });
      expect([page.status, told, page.text.includes(told)]).toEqual([422, told, true]);
    }
    const script = '<script>alert(1)</script> & "кавычки"';
    await answer(tarasova, id, { text: script });
    const page = await pageOf(tarasova, id);
    expect(pane(page)).toContain(script);
    expect(page.html.querySelectorAll('.reply script')).toHaveLength(0);
  });

  it('attaches documents to the answer, which colleagues open and nobody without the role', async () => {
    const id = await giveEntry(world, { paperAnswer: true });
    await answer(tarasova, id, {
      text: 'Акт приложен.',
      files: { name: 'Акт 19.11.pdf', content: pdfFile(), type: 'application/pdf' },
    });
    const page = await pageOf(tarasova, id);
    const link = page.html.querySelector('.given a')!.getAttribute('href')!;
    expect(words(page.html.querySelector('.given')!.text)).toContain('Акт 19.11.pdf');
    const file = await tarasova.get(link, { check: false });
    expect([file.status, file.headers['content-type']]).toEqual([200, 'application/pdf']);
    const other = await giveEntry(world, { paperAnswer: true });
    expect((await tarasova.get(link.replace(id, other))).status).toBe(404);
    const bad = await answer(tarasova, other, {
      text: 'Смотрите',
      files: { name: 'x.pdf', content: Buffer.from('<html>'), type: 'application/pdf' },
    });
    expect(bad.status).toBe(422);
    expect(bad.form(/answer$/).value('text')).toBe('Смотрите');
    // they would reach nobody
    const unreachable = await giveEntry(world, { channel: 'site', phone: '+79025556677' });
    const form = (await pageOf(tarasova, unreachable)).form(/answer$/);
    expect(form.names()).not.toContain('files');
  });

  it('sends photos and documents with the letter to a person who has no cabinet', async () => {
    const id = await giveEntry(world, { channel: 'site', email: 'files@mail.example' });
    expect(pane(await pageOf(tarasova, id))).toContain('Файлы до 10 МБ вместе уйдут с ним');
    const act = pdfFile();
    const done = await answer(tarasova, id, {
      text: 'Акт и снимок приложены.',
      files: [
        { name: 'Акт «лифт» 19.11.pdf', content: act, type: 'application/pdf' },
        { name: 'шахта.jpeg', content: await jpeg(), type: 'image/jpeg' },
      ],
    });
    expect(done.status).toBe(303);
    const letter = await world.mail.waitForLetter({ to: 'files@mail.example', subject: 'Ответ' });
    expect(letter.files.map(({ name }) => name)).toEqual(['Акт «лифт» 19.11.pdf', 'шахта.jpg']);
    expect(letter.files[0]!.content.equals(act)).toBe(true);
    expect(letter.files[1]!.content.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    for (const body of [letter.text, letter.html]) {
      expect(body).toContain('Приложено к письму: Акт «лифт» 19.11.pdf, шахта.jpg.');
      expect(body).not.toContain('кабинет');
    }
  });

  it('tells a person who has no cabinet where to get files that are too large for a letter, or for their mail server', async () => {
    const megabytes = (count: number) =>
      pdfFile({ objects: [pdfStream('', randomBytes(count * 1024 * 1024))] });
    const send = async (email: string, ...sizes: number[]) => {
      const id = await giveEntry(world, { channel: 'site', email });
      const files = sizes.map((size, n) => ({
        ...{ name: `план-${n + 1}.pdf`, content: megabytes(size), type: 'application/pdf' },
      }));
      expect((await answer(tarasova, id, { text: 'Планы готовы.', files })).status).toBe(303);
      return world.mail.waitForLetter({ to: email, subject: 'Ответ' });
    };
    const told =
      /Не поместилось в письмо: план-1\.pdf, план-2\.pdf\. Получить можно в офисе: .+, телефон .+\d\. Назовите/;
    const large = await send('large@mail.example', 6, 5);
    expect([large.files, words(large.text)]).toEqual([[], expect.stringMatching(told)]);
    expect((await send('fits@mail.example', 5, 4)).files).toHaveLength(2);
    world.mail.behave({ largest: 8 * 1024 * 1024 });
    const strict = await send('strict@mail.example', 5, 4);
    world.mail.behave();
    expect([strict.files, words(strict.text)]).toEqual([[], expect.stringMatching(told)]);
    expect(await world.database.query('SELECT FROM mail_trouble')).toEqual([]);
  });

  it('leaves files in the cabinet of a resident, whose letter says so and carries none', async () => {
    const visitor = await giveResident(world, 'filed');
    await signIn(world, 'filed', visitor);
    const [{ id: user } = { id: '' }] = await world.database.query<{ id: string }>(
      "SELECT id FROM users WHERE login = 'filed'",
    );
    const id = await giveEntry(world, { user, email: 'filed@example.test' });
    const files = { name: 'Акт.pdf', content: pdfFile(), type: 'application/pdf' };
    await answer(tarasova, id, { text: 'Акт в кабинете.', files });
    const letter = await world.mail.waitForLetter({ to: 'filed@example.test', subject: 'Ответ' });
    expect(letter.files).toEqual([]);
    expect(words(letter.text)).toContain('Ответ и файлы к нему (Акт.pdf) стоят и в личном кабинете');
    const page = await visitor.get(`/book/entries/${id}`);
    const link = page.html.querySelector('.replied .files a')!.getAttribute('href')!;
    expect((await visitor.get(link, { check: false })).headers['content-type']).toBe('application/pdf');
    // whose cabinet is shut has none
    await world.database.query("UPDATE users SET status = 'blocked' WHERE login = 'filed'");
    const next = await giveEntry(world, { user, email: 'filed@example.test' });
    await answer(tarasova, next, { text: 'Акт в письме.', files });
    const shut = await world.mail.waitForLetter({ to: 'filed@example.test', subject: 'Ответ' });
    expect(shut.files.map(({ name }) => name)).toEqual(['Акт.pdf']);
    expect(shut.text).not.toContain('/book/entries/');
  });

  it('sends an answer whose file has vanished from the disk, and the letter says where to ask for it', async () => {
    world.mail.behave({ refuse: 451 });
    const id = await giveEntry(world, { channel: 'site', email: 'gone@mail.example' });
    const files = { name: 'Акт.pdf', content: pdfFile(), type: 'application/pdf' };
    await answer(tarasova, id, { text: 'Акт приложен.', files });
    await eventually(
      async () =>
        (
          await world.database.query(
            "SELECT FROM letters WHERE recipient = 'gone@mail.example' AND last_error IS NOT NULL",
          )
        ).length === 1,
    );
    await world.database.query(
      `UPDATE letters SET data = jsonb_set(data, '{carried,0,file}', '"${'x'.repeat(32)}.pdf"') WHERE recipient = 'gone@mail.example'`,
    );
    world.mail.behave();
    const letter = await world.mail.waitForLetter({ to: 'gone@mail.example', subject: 'Ответ' });
    expect([letter.files, letter.text]).toEqual([[], expect.stringContaining('Получить можно в офисе')]);
  });

  it('closes a question without an answer for a reason, takes it up again, and never so a complaint', async () => {
    const id = await giveEntry(world, { kind: 'gratitude' });
    expect((await doing(tarasova, id, 'dismiss', { text: '' })).text).toContain('Напишите причину');
    await doing(tarasova, id, 'dismiss', { text: 'Спасибо, передали' });
    expect(await appealOf(world, id)).toMatchObject({ state: 'dismissed' });
    // else it would be a complaint that nobody has to answer
    expect((await pageOf(tarasova, id)).body).not.toContain('/classify');
    await doing(tarasova, id, 'resume');
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'dismissed', 'resumed']);
    expect(await appealOf(world, id)).toMatchObject({ due_day: dayFromNow(20), soon_day: dayFromNow(16) });
    const asked = await giveEntry(world, { kind: 'question', ago: 20, state: 'answered' });
    await world.database.query(
      `UPDATE appeals SET state = 'conversation', asked_back_at = now(), answered_at = now() - interval '9 days',
         first_answered_at = now() - interval '9 days' WHERE id = $1`,
      [asked],
    );
    await doing(tarasova, asked, 'dismiss', { text: 'Спрашивать больше нечего' });
    await doing(tarasova, asked, 'resume');
    expect(await appealOf(world, asked)).toMatchObject({ state: 'conversation' });
    // the term of the question back runs from the day it was asked, not from that of the entry
    await doing(tarasova, asked, 'classify', { kind: 'question', topic: 'utilities' });
    expect(String((await appealOf(world, asked))['due_day']) > dayFromNow(0)).toBe(true);
    const complaint = await giveEntry(world);
    expect((await pageOf(tarasova, complaint)).body).not.toContain('/dismiss');
  });

  it('says what kind it is and what about, and the term is counted anew', async () => {
    const id = await giveEntry(world, { kind: 'question', ago: 0, due: 30 });
    await doing(tarasova, id, 'classify', { kind: 'complaint', topic: 'utilities' });
    const appeal = await appealOf(world, id);
    expect(appeal).toMatchObject({ kind: 'complaint', topic: 'utilities' });
    expect(String(appeal['due_day']) < dayFromNow(14)).toBe(true);
    expect(pane(await pageOf(tarasova, id))).toContain('Теперь это жалоба, тема');
  });

  it('sees an erased entry and one with markup in every field as text', async () => {
    const id = await giveEntry(world, {
      title: '<b>т</b>',
      text: '"><img src=x onerror=1>',
      name: '<i>я</i>',
      address: '<u>',
    });
    const page = await pageOf(tarasova, id);
    expect(page.status).toBe(200);
    expect(page.html.querySelectorAll('#request img, #request i, #request u')).toHaveLength(0);
  });
});

describe('A sender whom the portal does not know', () => {
  it('is proposed by the confirmed e-mail, and becomes the author only by a press', async () => {
    const visitor = await giveResident(world, 'vera');
    await signIn(world, 'vera', visitor);
    const id = await giveEntry(world, {
      channel: 'email',
      email: 'Vera@EXAMPLE.test',
      name: 'В. П.',
      address: '',
    });
    const before = await pageOf(tarasova, id);
    expect(pane(before)).toContain('подтверждённый E-mail');
    expect((await appealOf(world, id))['user_id']).toBeNull();
    const done = await before.form(`/office/messages/${id}/match`).submit();
    expect(pane(await done.follow())).toContain('указал сотрудник: Ольга Тарасова');
    const [resident] = await world.database.query<{ id: string }>(
      "SELECT id FROM users WHERE login = 'vera'",
    );
    expect((await appealOf(world, id))['user_id']).toBe(resident!.id);
    expect((await pageOf(tarasova, id)).text).not.toContain('Похоже, это');
  });

  it('is not proposed by an e-mail that nobody has confirmed', async () => {
    await giveResident(world, 'liar');
    await world.database.query(
      "UPDATE users SET email_confirmed_at = NULL, status = 'pending' WHERE login = 'liar'",
    );
    const id = await giveEntry(world, { channel: 'site', email: 'liar@example.test' });
    expect((await pageOf(tarasova, id)).text).not.toContain('Похоже, это');
  });

  it('is looked for by name, telephone, address or account', async () => {
    const found = await world.database.query<{ id: string }>(
      `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Ясная, д. 3') RETURNING id),
       unit AS (INSERT INTO units (house_id, number, type) SELECT id, '7', 'flat' FROM house RETURNING id)
       INSERT INTO accounts (number, owner_name, unit_id) SELECT '0070070', 'Ясенева Мила', id FROM unit RETURNING id`,
    );
    const id = await giveEntry(world, { channel: 'email', address: '', name: 'Мила' });
    for (const asked of ['ясенева', '70070', 'ясная 3 7']) {
      const page = await tarasova.get(`/office/messages/${id}?find=${encodeURIComponent(asked)}`);
      expect([asked, words(page.html.querySelector('.senders')?.text ?? '')]).toEqual([
        ...[asked, expect.stringContaining('Ясная, 3')],
      ]);
    }
    const page = await tarasova.get(`/office/messages/${id}?find=${encodeURIComponent('ясенева')}`);
    await page.form(`/office/messages/${id}/match`).submit();
    expect(await appealOf(world, id)).toMatchObject({ account_id: found[0]!.id, user_id: null });
  });
});

describe('Two people on one message', () => {
  it('see each other, and that the other has begun an answer', async () => {
    const id = await giveEntry(world);
    await pageOf(lykov, id);
    expect(pane(await pageOf(tarasova, id))).toMatch(/Лыков Игорь тоже смотрит это обращение с \d+:\d\d/);
    await answer(lykov, id, { text: 'Здравствуйте! Завтра' }, 'Сохранить черновик');
    const page = await pageOf(tarasova, id);
    expect(pane(page)).toMatch(/Черновик ответа есть и у коллеги: Лыков Игорь, \d+:\d\d/);
    expect(page.form(/answer$/).value('text')).toBe('');
    const own = await pageOf(lykov, id);
    expect(own.form(/answer$/).value('text')).toBe('Здравствуйте! Завтра');
    expect(pane(own)).toMatch(/Черновик сохранён в \d+:\d\d/);
  });

  it('who comes second reads the answer of the first beside the own text, which stays', async () => {
    const id = await giveEntry(world, { channel: 'site', email: 'one@mail.example' });
    const [first, second] = [await pageOf(tarasova, id), await pageOf(lykov, id)];
    const send = (page: Page, text: string) => page.form(/answer$/).submit({ text }, { button: SEND });
    expect((await send(first, 'Первый ответ')).status).toBe(303);
    const late = await send(second, 'Второй ответ');
    expect(late.status).toBe(409);
    for (const text of ['Уже отвечено', 'Первый ответ', 'Второй ответ']) expect(late.text).toContain(text);
    expect((await pageOf(lykov, id)).text).toMatch(/Ваш черновик, он не отправлен\s*Второй ответ/);
    expect((await pageOf(tarasova, id)).text).not.toContain('Второй ответ');
    expect(late.body).not.toContain('Всё равно');
    const drafts = await world.database.query('SELECT text FROM answer_drafts WHERE appeal_id = $1', [id]);
    expect(drafts).toEqual([{ text: 'Второй ответ' }]);
  });

  it('at the same moment: one answer, one letter, whoever is faster', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await giveEntry(world, { channel: 'site', email: `race${round}@mail.example` });
      const pages = await Promise.all([pageOf(tarasova, id), pageOf(lykov, id), pageOf(clerk, id)]);
      const answers = await Promise.all(
        pages.map((page, n) => page.form(/answer$/).submit({ text: `Ответ ${n}` }, { button: SEND })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
      expect(await appealEventsOf(world, id)).toEqual(['registered', 'answered']);
      const letters = await world.database.query(
        "SELECT 1 FROM letters WHERE kind = 'appeal-answer' AND recipient LIKE $1",
        [`%race${round}@mail.example%`],
      );
      expect(letters).toHaveLength(1);
    }
  });

  it('a double press of one person is one answer, one note and no complaint about it', async () => {
    const id = await giveEntry(world, { channel: 'site', email: 'twice@mail.example' });
    const page = await pageOf(tarasova, id);
    const press = (action: RegExp, text: string, button: string) =>
      Promise.all([1, 2].map(() => page.form(action).submit({ text }, { button })));
    const notes = await press(/note$/, 'Одна заметка', 'Записать');
    const answers = await press(/answer$/, 'Один ответ', SEND);
    expect([...notes, ...answers].map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'note', 'answered']);
  });

  it('a kind that a colleague has changed stays where somebody else changes the subject', async () => {
    const id = await giveEntry(world);
    const page = await pageOf(tarasova, id);
    await doing(lykov, id, 'classify', { kind: 'suggestion' });
    const late = await page.form(/classify$/).submit({ topic: 'utilities' });
    expect(late.status).toBe(409);
    expect(late.html.querySelector('dl.typed')!.text).not.toContain('Жалоба');
    expect((await late.form(/classify$/).submit()).status).toBe(303);
    const [row] = await world.database.query('SELECT kind, topic FROM appeals WHERE id = $1', [id]);
    expect(row).toEqual({ kind: 'suggestion', topic: 'utilities' });
  });

  it('a change in between is shown, and the answer goes all the same by one button', async () => {
    const id = await giveEntry(world);
    const page = await pageOf(tarasova, id);
    await doing(lykov, id, 'take');
    const late = await page.form(/answer$/).submit({ text: 'Мой ответ' }, { button: SEND });
    expect(late.status).toBe(409);
    for (const text of ['Взято в работу', 'Мой ответ']) expect(late.text).toContain(text);
    const done = await late.form(/answer$/).submit();
    expect(done.status).toBe(303);
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'taken', 'answered']);
  });
});

describe('A template of answers', () => {
  it('is shown filled in before it is saved, and refused with a place that nobody knows', async () => {
    const fields = { title: 'Новая', text: 'Здравствуйте, {имя}! {когда}' };
    const refused = await act(tarasova, 'answer-templates/actions/add', fields);
    expect(refused.errors?.['text']).toContain('{когда} портал подставить не умеет');
    const good = { title: 'Новая', text: 'Здравствуйте, {имя}!' };
    const preview = await act(tarasova, 'answer-templates/actions/add', good);
    expect(preview.result).toMatchObject({ lines: ['Здравствуйте, Вера Сергеевна!'], confirm: 'Сохранить' });
    const saved = await act(tarasova, 'answer-templates/actions/add', good, undefined, true);
    expect(saved.message).toBe('Заготовка добавлена.');
    expect((await pageOf(tarasova, await giveEntry(world))).text).toContain('Новая');
  });
});

describe('The register of entries in the panel', () => {
  it('is searched, read with its history and taken as a workbook by those who read the inbox, and by nobody else', async () => {
    const id = await giveEntry(world, { name: 'Реестрова Анна', title: 'В реестре', kind: 'suggestion' });
    const rows = await list(tarasova, 'appeals', `?filters.q=${encodeURIComponent('реестрова')}`);
    expect(rows.map(({ title }) => title)).toEqual(['В реестре']);
    const history = await list(tarasova, 'appeal-events', `?filters.appeal~~id=${id}`);
    expect(history).toHaveLength(1);
    const paths = ['/admin/api/resources/appeals/actions/list', '/admin/excel/appeals'];
    const dispatcher = await hire(world, 'nodisp', 'dispatcher', 'Дарья Диспетчер');
    for (const path of paths) {
      expect([path, (await clerk.get(path, { check: false })).status]).toEqual([path, 200]);
      expect([path, (await dispatcher.get(path, { check: false })).status]).toEqual([path, 403]);
    }
  });
});
