import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeEntry, type WrittenEntry } from './support/book.js';
import type { Client } from './support/client.js';
import { enterOffice, hire, STAFF_PASSWORD } from './support/office.js';
import type { Page } from './support/page.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const ROOT = '/office/messages/publication';
const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';
const SECRETS: Record<string, [written: string, removed: string]> = {
  'a name': ['сосед Кудрин Олег Петрович', 'имя убрано'],
  'a flat': ['из кв. 1\u200B15', 'квартира убрана'],
  'a telephone': ['8 9О2 555 66 77', 'телефон убран'],
  'an e-mail': ['vera собака mail точка ru', 'адрес почты убран'],
  'an e-mail at a host that nobody knows': ['vera@mail.example', 'адрес почты убран'],
  'a name in small letters': ['олег кудрин', 'имя убрано'],
  'a flat in Roman numbers': ['из квартиры XII', 'квартира убрана'],
  'a code of a door': ['код домофона 45К1234', 'код убран'],
  'an illness': ['инвалид второй группы', 'сведения о здоровье убраны'],
  'an account': ['л/с 0100002301', 'номер счета убран'],
  'a document': ['паспорт 25 04 123456', 'номер документа убран'],
  'a car': ['а123вс38', 'номер машины убран'],
  'a link': ['t.me/vera_s', 'ссылка убрана'],
};

let world: World;
let moderator: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  account = await giveFlat(world, 'irina', HOUSE, '115');
  moderator = await hire(world, 'moder', 'moderator', 'Ольга Орлова');
});
afterAll(() => world?.stop());
beforeEach(() => world.database.query('DELETE FROM appeals').then(() => undefined));

const write = (entry: WrittenEntry = {}): Promise<string> =>
  writeEntry(world, { author: 'irina', account, ...entry });
const book = (query = ''): Promise<Page> => world.visitor().get(`/book${query}`);
const action = (id: string): string => `${ROOT}/${id}`;

/** Presses a button of an entry's page with some of its fields filled in. */
async function press(
  page: Page,
  id: string,
  button: string,
  fields: Record<string, string | string[]> = {},
): Promise<Page> {
  return page.form(action(id)).submit(fields, { button });
}

/** Clears an entry as a moderator does who removes all that the page has marked. */
async function publish(id: string, client = moderator): Promise<Page> {
  const page = await client.get(action(id));
  const clean = page.text.includes('Убрать всё') ? await press(page, id, 'Убрать всё') : page;
  const answer = await press(clean, id, 'Опубликовать');
  if (answer.status !== 303) throw new Error(`Not published: ${answer.status} ${answer.errors.join('; ')}`);
  return answer;
}

describe('The book of complaints and suggestions', () => {
  it('is read by anybody who is not signed in: what was asked, what was answered, how soon, and where', async () => {
    const id = await write({ written: 10, answered: 3 });
    await publish(id);
    const page = await book();
    expect(page.status).toBe(200);
    for (const words of [
      'Шум лифта',
      'Лифт гудит и стучит.',
      'Починили лебёдку.',
      'Инженер Лыков И. А.',
      'жалоба',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.text).toMatch(/Ответ \d+ \S+, за \d рабочи/);
    expect(page.text).toMatch(/К-2026-\d{6}, ул\. Лесная, д\. 4/);
    expect(page.text).not.toContain('115');
    expect(page.text).not.toContain('Иркутск, ул.');
    expect(page.html.querySelector('a.main')?.getAttribute('href')).toBe('/book/new');
  });

  it('counts the working days of a letter on paper from the day it came, as the report does', async () => {
    const id = await write({ written: 2, answered: 1 });
    await world.database.query(
      "UPDATE appeals SET channel = 'paper', received_day = received_day - 28 WHERE id = $1",
      [id],
    );
    const preview = await press(await moderator.get(action(id)), id, 'Показать, как увидят все');
    expect(preview.text.replaceAll('\u00a0', ' ')).toMatch(/за (19|20|21) рабочи/);
    await publish(id);
    expect((await book()).text.replaceAll('\u00a0', ' ')).toMatch(/за (19|20|21) рабочи/);
  });

  it('says so while nothing is published', async () => {
    await write();
    const page = await book();
    expect(page.text).toContain('пока нет опубликованных записей');
    expect(page.text).not.toContain('Шум лифта');
  });

  it('finds words in any form, with е for ё, and only in what is published', async () => {
    await publish(await write({ title: 'Лебёдка лифта', text: 'Стоят лифты в обоих подъездах.' }));
    await publish(
      await write({
        title: 'Коврик',
        text: 'Положите коврик в холле.',
        answer: 'Положим.',
        kind: 'suggestion',
      }),
    );
    await write({ title: 'Тайный лифт', text: 'Лифт без решения модератора.' });
    for (const word of ['лифт', 'ЛИФТАМИ', 'лебедкой', 'подъезд лифт']) {
      const page = await book(`?q=${encodeURIComponent(word)}`);
      expect([word, page.text.includes('Лебёдка лифта'), page.text.includes('Коврик')]).toEqual([
        word,
        true,
        false,
      ]);
      expect(page.text).toMatch(/(формам|их формам): 1 запись/);
    }
    expect((await book(`?q=${encodeURIComponent('модератора')}`)).text).toContain(
      'Ничего не нашли, попробуйте другое слово.',
    );
    expect((await book(`?q=${encodeURIComponent('тайный')}`)).text).not.toContain('Тайный лифт');
    expect((await book(`?q=${encodeURIComponent('и на в')}`)).text).toContain('Ничего не нашли');
    expect((await book('?kind=suggestion')).text).not.toContain('Лебёдка');
    const chips = (await book()).text;
    expect(chips).toMatch(/Все 2.*Жалобы 1.*Предложения 1/s);
  });

  it('finds an entry by its number as anybody types it, and none that is not published', async () => {
    await publish(await write({ title: 'Шумит лебёдка' }));
    await publish(await write({ title: 'Другая', text: 'Висит объявление 354.', kind: 'suggestion' }));
    const hidden = await write({ title: 'Тайный лифт' });
    const numbers = await world.database.query<{ number: string; title: string; id: string }>(
      'SELECT number, title, id FROM appeals',
    );
    const [number, secret] = ['Шумит лебёдка', 'Тайный лифт'].map(
      (title) => numbers.find((row) => row.title === title)!.number,
    ) as [string, string];
    const short = (of: string): string => String(Number(of.slice(-6)));
    const typed = (of: string): string[] => [
      ...[of, of.toLowerCase(), of.replace('К', 'K'), of.replace('К', 'k'), of.replaceAll('-', ' – ')],
      ...[of.slice(2), `2026-${short(of)}`, `№ ${short(of)}`, `№${of}`, `к-${short(of)}`, short(of)],
      ...[` номер ${of} `, of.replace('К-', 'К')],
    ];
    for (const text of typed(number)) {
      const page = await book(`?q=${encodeURIComponent(text)}`);
      expect([text, page.text.includes('Шумит лебёдка'), page.text.includes('Другая')]).toEqual([
        text,
        true,
        false,
      ]);
      expect(page.text.replaceAll('\u00a0', ' ')).toContain(`По номеру «${text.trim()}»: 1 запись`);
    }
    for (const text of [...typed(secret), 'К-2025-' + number.slice(-6), '000000', 'К-2026-999999']) {
      const page = await book(`?q=${encodeURIComponent(text)}`);
      expect([text, page.text.includes('Ничего не нашли'), page.body.includes('Тайный')]).toEqual([
        text,
        true,
        false,
      ]);
    }
    expect((await book(`?kind=suggestion&q=${encodeURIComponent(number)}`)).text).toContain(
      'Ничего не нашли',
    );
    // digits of a text are looked for as words
    expect((await book('?q=354')).text).toContain('По слову «354» и его формам');
    await publish(hidden);
    expect((await book(`?q=${encodeURIComponent(secret)}`)).text).toContain('Тайный лифт');
    await world.database.query('UPDATE appeals SET publish = false WHERE id = $1', [hidden]);
    expect((await book(`?q=${encodeURIComponent(secret)}`)).text).toContain('Ничего не нашли');
  });

  it('answers any address with a page: odd numbers of pages, kinds, texts and doubled parameters', async () => {
    await publish(await write());
    for (const query of [
      '?page=0',
      '?page=-1',
      '?page=99999999',
      '?kind=toString',
      '?q=a&q=b',
      `?q=${encodeURIComponent('я'.repeat(400))}`,
    ]) {
      expect([query, (await book(query)).status]).toEqual([query, 200]);
    }
    for (const query of [
      '?page=900',
      "?q=')%20OR%20(1=1",
      '?q=%3Cscript%3Ealert(1)%3C/script%3E',
      '?q=%26%7C!%3A*',
    ]) {
      const page = await book(query);
      expect([query, page.status, page.text.includes('Лифт гудит')]).toEqual([query, 200, false]);
      expect(page.body).not.toContain('<script>alert');
    }
  });

  it('is turned page by page, the newest first, and never twice the same', async () => {
    for (let n = 1; n <= 45; n += 1) {
      await publish(await write({ title: `Запись ${n} из многих`, written: 100 - n }));
    }
    const seen: string[] = [];
    for (const n of [1, 2, 3]) {
      const page = await book(`?page=${n}`);
      expect(page.text).toContain(`Страница ${n} из 3`);
      seen.push(...[...page.text.matchAll(/Запись (\d+) из многих/g)].map(([, number]) => number!));
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => String(45 - index)));
  });

  it('is kept by no browser and by no search engine', async () => {
    await publish(await write());
    const { headers } = await book();
    expect([headers['cache-control'], headers['x-robots-tag']]).toEqual(['no-store', 'noindex, noarchive']);
  });
});

describe('Nothing that no moderator has cleared', () => {
  it('can be read by guessing, by searching, as a resident or as its own neighbour', async () => {
    const waiting = await write({ title: 'Тайна соседа', text: 'Тайное слово кабачок.', author: 'irina' });
    const refused = await write({ title: 'Тайна вторая', text: 'Тайное слово патиссон.' });
    const silent = await write({ title: 'Тайна третья', text: 'Тайное слово цуккини.', publish: false });
    await moderator
      .get(action(refused))
      .then((page) => page.form(`${action(refused)}/keep-back`).submit({ reason: 'Ссора соседей' }));
    const resident = await signIn(world, 'irina');
    const [{ number }] = (await world.database.query<{ number: string }>('SELECT number FROM appeals')) as [
      { number: string },
    ];
    for (const client of [world.visitor(), resident]) {
      for (const path of [
        ...[waiting, refused, silent, number, '1'].map((id) => `/book/${encodeURIComponent(id)}`),
        ...[
          '',
          ...['тайное', 'кабачок', 'патиссон', 'цуккини'].map((word) => `?q=${encodeURIComponent(word)}`),
          '?kind=complaint',
          '?page=2',
        ].map((q) => `/book${q}`),
      ]) {
        const page = await client.get(path);
        expect([path, /Тайн|кабачок\.|патиссон\.|цуккини\./.test(page.body)]).toEqual([path, false]);
      }
    }
    expect(await world.database.query("SELECT FROM appeal_publications WHERE words <> ''")).toEqual([]);
    expect((await moderator.get(action(silent))).status).toBe(404);
  });

  it('can be published by anybody but a moderator or an administrator', async () => {
    const id = await write();
    for (const role of ['operator', 'dispatcher', 'accountant']) {
      const client = await hire(world, `r-${role}`, role, 'Кто-то');
      for (const path of [ROOT, action(id)]) expect((await client.get(path)).status).toBe(403);
      expect((await client.post(action(id), {})).status).toBe(403);
      expect((await client.post(`${action(id)}/keep-back`, {})).status).toBe(403);
    }
    expect((await world.visitor().get(action(id))).location).toMatch(/^\/staff\/login/);
    expect((await signIn(world, 'irina').then((client) => client.get(action(id)))).status).toBe(303);
    await publish(id, await hire(world, 'chief', 'administrator', 'Главный'));
    expect((await book()).text).toContain('Шум лифта');
  });

  it('comes with the second answer: what an author asks later stays between them and the office', async () => {
    const id = await write();
    await publish(id);
    await world.database.query(
      `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, text, open) VALUES
         ($1, now(), 'asked-back', 'resident', 'А почему кабачок?', true), ($1, now(), 'answered', 'staff', 'Второй ответ.', true)`,
      [id],
    );
    await world.database.query('UPDATE appeals SET answered_at = now() WHERE id = $1', [id]);
    expect((await book()).text).not.toMatch(/кабачок|Второй ответ/);
    expect((await moderator.get(action(id))).text).toContain('Второй ответ сам не публикуется');
  });

  it('is hidden from the moderator who clears it: what its author wrote later by letter is read there, too', async () => {
    const id = await write();
    await world.database.query(
      `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, text, open) VALUES
         ($1, now(), 'letter', 'author', 'Лифт гудит опять.', true),
         ($1, now(), 'note', 'staff', 'Заметка про кабачок', false)`,
      [id],
    );
    const { text } = await moderator.get(action(id));
    expect(text).toMatch(/Письмо.*гудит опять/s);
    expect(text).not.toContain('кабачок');
    expect((await book()).text).not.toContain('гудит опять');
  });
});

describe('Personal data in an entry', () => {
  it.each(Object.entries(SECRETS))(
    '%s is marked, and does not pass by oversight',
    async (_, [secret, grey]) => {
      const id = await write({
        text: `Прошу принять меры: ${secret}, мешает всем.`,
        answer: `Приняли: ${secret}.`,
      });
      const page = await moderator.get(action(id));
      expect(page.html.querySelectorAll('.original mark').length).toBeGreaterThan(1);
      const refused = await press(page, id, 'Опубликовать');
      expect(refused.status).toBe(422);
      expect(refused.errors.join()).toMatch(/похож\S* на личные данные/);
      expect((await book()).text).not.toContain('Прошу принять меры');
      const clean = await press(refused, id, 'Убрать всё');
      expect((await press(clean, id, 'Опубликовать')).status).toBe(303);
      const shown = await book();
      expect(shown.text).toContain(grey);
      expect(shown.body).not.toContain(secret);
      expect(shown.html.querySelectorAll('.removed').length).toBeGreaterThan(1);
    },
  );

  it('is removed one by one, and what is none is confirmed by a tick', async () => {
    const id = await write({ text: 'Сосед Кудрин шумит, звоните 8 902 555-66-77.', answer: 'Проверим.' });
    const page = await moderator.get(action(id));
    const [name, phone] = page.html
      .querySelectorAll('input[name=remove]')
      .map((it) => it.getAttribute('value')!);
    const one = await press(page, id, 'Убрать отмеченное', { remove: [phone!] });
    expect(one.form(action(id)).value('question')).toBe('Сосед Кудрин шумит, звоните [телефон убран].');
    expect((await press(one, id, 'Опубликовать')).status).toBe(422);
    const kept = await press(one, id, 'Опубликовать', { keep: [name!] });
    expect(kept.status).toBe(303);
    expect((await book()).text).toContain('Сосед Кудрин шумит, звоните телефон убран .'.replace(' .', '.'));
  });

  it('that the moderator writes in is held against the same rule', async () => {
    const id = await write();
    const page = await moderator.get(action(id));
    const answer = await press(page, id, 'Опубликовать', { answer: 'Звоните Сидоренко, 8 902 555-66-77' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('2 места похожи на личные данные');
    expect((await book()).text).not.toContain('Сидоренко');
  });

  it('is nothing that a script could be made of', async () => {
    const evil = '<script>alert(1)</script> <img src=x onerror=alert(1)> [имя убрано]<b>';
    const id = await write({ title: evil, text: evil, answer: evil });
    await publish(id);
    const page = await book();
    expect(page.body).not.toMatch(/<script>alert|<img src=x|<b>$/);
    expect(page.text).toContain('<script>alert(1)</script>');
    expect(page.html.querySelectorAll('.removed').map((it) => it.text)).toContain('имя убрано');
  });

  it('stands in long Russian texts, too', async () => {
    const text = `${'Шум и гам стоит по ночам. '.repeat(380)}Сосед Кудрин.`;
    const id = await write({ text, answer: 'Приняли меры, спасибо. '.repeat(400).trim() });
    await publish(id);
    expect((await book()).text).toContain('Сосед имя убрано');
  });
});

describe('A published entry', () => {
  it('disappears at once when its author withdraws the consent, texts and all, and cannot come back', async () => {
    const id = await write();
    await publish(id);
    const page = await moderator.get(action(id));
    await world.database.query('UPDATE appeals SET publish = false WHERE id = $1', [id]);
    expect((await book()).text).toContain('пока нет опубликованных записей');
    expect((await book(`?q=${encodeURIComponent('лифт')}`)).text).not.toContain('Лифт гудит');
    const [row] = await world.database.query(
      'SELECT title || question || answer || signed || place AS text, words FROM appeal_publications',
    );
    expect(row).toEqual({ text: '', words: '' });
    expect((await press(page, id, 'Опубликовать исправленное')).status).toBe(409);
    expect((await moderator.get(action(id))).text).toContain('Автор отозвал разрешение');
    expect((await book()).text).not.toContain('Лифт гудит');
  });

  it('disappears with the text of the register when that is erased', async () => {
    const id = await write();
    await publish(id);
    await world.database.query("UPDATE appeals SET text = '', erased_at = now() WHERE id = $1", [id]);
    expect((await book()).text).not.toContain('Лифт гудит');
  });

  it('is put right, taken off, and told about: who, when and why', async () => {
    const id = await write();
    await publish(id);
    const edited = await press(await moderator.get(action(id)), id, 'Опубликовать исправленное', {
      title: 'Гул лифта',
    });
    expect(edited.status).toBe(303);
    expect((await book()).text).toContain('Гул лифта');
    expect((await book()).text).not.toContain('Шум лифта');
    const form = (await moderator.get(action(id))).form(`${action(id)}/keep-back`);
    expect((await form.submit({ reason: '' })).status).toBe(422);
    expect((await form.submit({ reason: 'Жители поссорились' })).status).toBe(303);
    expect((await book()).text).not.toContain('лифта');
    const page = await moderator.get(action(id));
    expect(page.text).toMatch(/Убрано из книги: Ольга Орлова.*Жители поссорились/s);
    expect(page.text).toMatch(/Опубликовано в книге: Ольга Орлова/);
    const lines = await world.database.query<{ action: string }>(
      "SELECT action FROM audit_events WHERE object_kind = 'appeal' AND object_id = $1 ORDER BY id",
      [id],
    );
    expect(lines.map((line) => line.action)).toEqual([
      'appeal.published',
      'appeal.published',
      'appeal.unpublished',
    ]);
  });

  it('is decided about by one of two moderators: the other one sees both texts', async () => {
    const id = await write();
    const other = await enterOffice(world, 'moder', STAFF_PASSWORD);
    const [first, second] = await Promise.all([moderator.get(action(id)), other.get(action(id))]);
    expect((await press(first, id, 'Опубликовать', { title: 'Первый текст' })).status).toBe(303);
    const late = await press(second, id, 'Опубликовать', { title: 'Второй текст' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Первый текст');
    expect(late.form(action(id)).value('title')).toBe('Второй текст');
    expect((await book()).text).toContain('Первый текст');
    expect((await press(late, id, 'Опубликовать исправленное')).status).toBe(303);
    expect((await book()).text).toContain('Второй текст');
    const again = await moderator.get(action(id));
    const halves = await Promise.all(
      [1, 2].map(() => press(again, id, 'Опубликовать исправленное', { title: 'Третий' })),
    );
    expect(halves.map(({ status }) => status)).toEqual([303, 303]);
  });

  it('waits in the queue of the office until then, and the menu counts it', async () => {
    await write({ title: 'Первая в очереди' });
    await write({ title: 'Без разрешения', publish: false });
    const page = await moderator.get(ROOT);
    expect(page.text).toContain('Первая в очереди');
    expect(page.text).not.toContain('Без разрешения');
    expect((await moderator.get('/office')).text).toContain('ждёт решения, публиковать ли');
  });

  it.each([
    ['waits', 'waiting', 45],
    ['is kept back', 'kept', 45],
    ['is published', 'published', 25],
  ])(
    'that %s is turned page by page without losing one or meeting one twice, also those of one moment',
    async (_, show, count) => {
      const titles = Array.from({ length: count }, (_one, n) => `Запись ${n} списка`);
      for (const [n, title] of titles.entries()) {
        const id = await write({ title, answered: n < 30 ? 3 : 2 });
        if (show === 'published') await publish(id);
      }
      // as of one moment, to the microsecond
      await world.database.query(
        `UPDATE appeal_publications SET answered_at = '2026-11-20T10:00:00.123456Z'
       WHERE appeal_id IN (SELECT id FROM appeals WHERE title LIKE 'Запись%' ORDER BY title LIMIT 25)`,
      );
      if (show === 'kept') {
        await world.database.query(
          `UPDATE appeal_publications SET state = (ARRAY['refused', 'removed', 'withdrawn'])[1 + length(appeal_id::text || ctid::text) % 3]`,
        );
      }
      const seen: string[] = [];
      let href: string | undefined = `${ROOT}?show=${show}`;
      for (let pages = 0; href !== undefined && pages < 5; pages += 1) {
        const page: Page = await moderator.get(href);
        seen.push(...[...page.text.matchAll(/Запись \d+ списка/g)].map(([title]) => title));
        href = page.html.querySelector(`a[href*="after="]`)?.getAttribute('href')?.replaceAll('&amp;', '&');
      }
      expect(seen.toSorted()).toEqual(titles.toSorted());
      for (const odd of ['x', '00000000-0000-4000-8000-000000000000', "'"]) {
        const page = await moderator.get(`${ROOT}?show=${show}&after=${encodeURIComponent(odd)}`);
        expect(page.status).toBe(200);
      }
    },
  );
});
