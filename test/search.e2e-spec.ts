import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pathToFileURL } from 'node:url';
import { giveAppeal, sayOfAppeal } from './support/given-appeals.js';
import type { Client } from './support/client.js';
import { giveRequest, numberOf } from './support/desk.js';
import { hire } from './support/office.js';
import { projectPath } from './support/project.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import type { Page } from './support/page.js';
import { startWorld, type World } from './support/world.js';

const ROLES = ['operator', 'dispatcher', 'accountant', 'moderator', 'administrator'] as const;
type Role = (typeof ROLES)[number];

let world: World;
const people = {} as Record<Role, Client>;
let lift: string;
let noise: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  for (const role of ROLES) people[role] = await hire(world, `one-${role}`, role, 'Некто Иной');
  lift = await giveRequest(world, {
    ...{ category: 'lift', text: 'Застрял между этажами', phone: '+79021112233', applicant: 'Громова Анна' },
    address: 'г. Иркутск, ул. Лесная, д. 4, подъезд 3',
  });
  noise = await giveAppeal(world, {
    ...{
      title: 'Шум ночью',
      text: 'Соседи сверлят по ночам, ещё и лифт гремит',
      address: 'ул. Байкальская, д. 17',
    },
    phone: '+79023334455',
  });
  await sayOfAppeal(world, noise, 'note', 'Позвонить участковому Дроздову');
  await sayOfAppeal(world, noise, 'answered', 'Мы поговорили с хозяевами квартиры');
});
afterAll(() => world?.stop());

const find = (who: Client, q: string, more: Record<string, string> = {}): Promise<Page> =>
  who.get(`/office/search?${new URLSearchParams({ q, ...more }).toString()}`);

const inLetters = (n: number): string => [...String(n)].map((digit) => 'абвгдежзик'[Number(digit)]).join('');

/** The ids of what a page shows. */
function ids(page: Page): string[] {
  expect(page.status).toBe(200);
  return page.html
    .querySelectorAll('.found a')
    .map((link) => /[0-9a-f-]{36}/.exec(link.getAttribute('href')!)![0]);
}

const found = async (who: Client, q: string, more: Record<string, string> = {}): Promise<string[]> =>
  ids(await find(who, q, more));

describe('Somebody of the office who looks for words', () => {
  it.each([
    ['застряла', 'the text of a request'],
    ['лифты этаж', 'its kind and its text together'],
    ['лесная подъезд 3', 'its address'],
    ['громова', 'whose it is'],
    ['8 (902) 111-22-33', 'the telephone, however it is parted'],
  ])('finds by «%s» a request: %s', async (q) => {
    expect(await found(people.dispatcher, q)).toEqual([lift]);
  });

  it.each([
    ['шумят', 'its title'],
    ['сосед ночь', 'its text'],
    ['еще сверлят', 'its text, е for ё'],
    ['участковый', 'a note for colleagues'],
    ['поговорить хозяевам', 'an answer'],
    ['сосед участковый хозяевам', 'its text, a note and an answer together, once'],
    ['+7 902 333-44-55', 'the telephone'],
  ])('finds by «%s» an entry: %s', async (q) => {
    expect(await found(people.moderator, q)).toEqual([noise]);
  });

  it('finds requests and entries together, the newest first, each by right', async () => {
    const everything: Record<Role, string[]> = {
      ...{ operator: [noise, lift], administrator: [noise, lift] },
      ...{ dispatcher: [lift], accountant: [noise], moderator: [noise] },
    };
    await world.database.query(
      `UPDATE service_requests SET registered_at = registered_at - interval '1 hour' WHERE id = $1`,
      [lift],
    );
    for (const role of ROLES) {
      expect([role, await found(people[role], 'лифт')]).toEqual([role, everything[role]]);
      expect([role, await found(people[role], 'лифт', { kind: 'request' })]).toEqual([
        role,
        // a kind that is not theirs is no filter
        everything[role].filter((id) => id === lift || !everything[role].includes(lift)),
      ]);
    }
  });

  it('is led straight to the page of a whole number, and only where they may read it', async () => {
    const number = await numberOf(world, lift);
    const led = async (role: Role, q: string) => {
      const page = await find(people[role], q);
      return page.status === 303 ? page.location : ids(page);
    };
    expect(await led('dispatcher', `№ ${number}`)).toBe(`/office/requests/${lift}`);
    expect(await led('operator', number)).toBe(`/admin/resources/requests/records/${lift}/show`);
    expect(await led('moderator', number)).not.toContain(lift);
    expect(await led('moderator', 'K-2026-1')).toBe(`/office/messages/${noise}`);
    // a number with its letter is no request's, and the other way round
    expect(await led('dispatcher', 'К-2026-000001')).toEqual([]);
    expect(await led('moderator', '2026-000001')).not.toContain(noise);
    // the end of a number is that of a request and of an entry
    expect(new Set((await led('administrator', '1')) as string[])).toEqual(new Set([lift, noise]));
    expect((await people.operator.get(`/admin/resources/requests/records/${lift}/show`)).status).toBe(200);
  });

  it('sees the words that were found in bold, and nothing that people wrote as a tag', async () => {
    const attack = await giveAppeal(world, {
      title: '<img src=x onerror=alert(1)> труба',
      text: 'Течёт <script>alert("труба")</script> трубы & "трубой" <b class=hit>нет</b>',
      address: '<i>труба</i>',
    });
    const page = await find(people.moderator, 'труба');
    expect(ids(page)).toEqual([attack]);
    const row = page.html.querySelector('.found li')!;
    expect(row.querySelectorAll('b.hit').map((it) => it.text)).toEqual([
      'труба',
      'труба',
      'труба',
      'трубы',
      'трубой',
    ]);
    expect(row.querySelectorAll('script, img, i')).toEqual([]);
    expect(page.text).toContain('<script>alert("труба")</script> трубы & "трубой" <b class=hit>нет</b>');
    const typed = await find(people.moderator, '"><script>alert(1)</script>');
    expect(typed.html.querySelectorAll('main script')).toEqual([]);
    expect(typed.html.querySelector('main [name=q]')?.getAttribute('value')).toBe(
      '"><script>alert(1)</script>',
    );
  });

  it('is helped where nothing is found: by the beginning of a word, by the keys of the other layout, in words', async () => {
    const flood = await giveAppeal(world, { text: 'После затопления отвалился потолок' });
    const begun = await find(people.moderator, 'затопл');
    expect(ids(begun)).toEqual([flood]);
    expect(begun.text).toContain('которые начинаются с «затопл»');
    const keys = await find(people.moderator, 'gjnjkjr');
    expect(ids(keys)).toEqual([flood]);
    expect(keys.text).toContain('по запросу «потолок»');
    const nothing = await find(people.moderator, 'кракозябра потолок');
    expect(ids(nothing)).toEqual([]);
    expect(nothing.text).toContain(
      'Не нашли «кракозябра потолок». Можно набрать: номер заявки или обращения',
    );
    expect((await find(people.moderator, 'не было')).text).toContain('по ним не ищем');
    expect((await find(people.moderator, '')).text).toContain('Формы слова находятся сами');
  });

  it.each([
    [encodeURIComponent('\'"\\ & | ! ( ) :* <-> %_')],
    [encodeURIComponent('\u0000лифт\u0000')],
    ['%ED%A0%80'],
    ['%FF%FE'],
    [encodeURIComponent('‮лифт')],
    [encodeURIComponent("лифт' & 'подъезд")],
    ['*'],
    [encodeURIComponent('о'.repeat(1500))],
    [encodeURIComponent('-- ; DROP TABLE appeals')],
  ])('is answered whatever they type: %s', async (q) => {
    for (const path of [`q=${q}`, `q[]=${q}`]) {
      for (const rest of ['', '&kind=request&state=open', '&kind=__proto__&state=constructor&after=x']) {
        expect((await people.administrator.get(`/office/search?${path}${rest}`)).status).toBe(200);
      }
    }
  });

  it('comes from page to page without losing an entry or meeting one twice, also those of one moment', async () => {
    await world.database.query(
      `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, state, answered_at, first_answered_at)
       SELECT 2020, n, (ARRAY['complaint', 'question'])[n % 2 + 1], 'site', 'general',
         '2020-03-01'::timestamptz + (n / 7) * interval '3 days', '2020-03-01', 'Ворота', 'Ворота ' || n,
         CASE WHEN n % 3 = 0 THEN 'registered' ELSE 'answered' END, CASE WHEN n % 3 = 0 THEN NULL ELSE now() END,
         CASE WHEN n % 3 = 0 THEN NULL ELSE now() END
       FROM generate_series(1, 130) n`,
    );
    const walk = async (more: Record<string, string>): Promise<string[]> => {
      const all: string[] = [];
      let page = await find(people.moderator, 'ворота', more);
      for (;;) {
        all.push(...ids(page));
        const next = page.html.querySelector('.more a')?.getAttribute('href');
        if (!next) return all;
        page = await people.moderator.get(next.replaceAll('&amp;', '&'));
      }
    };
    for (const [more, count] of [
      [{}, 130],
      [{ kind: 'question' }, 65],
      [{ state: 'open' }, 43],
      [{ kind: 'complaint', state: 'over' }, 44],
    ] as const) {
      const all = await walk(more);
      expect([more, all.length, new Set(all).size]).toEqual([more, count, count]);
    }
    const [order] = await world.database.query<{ ids: string[] }>(
      `SELECT array_agg(id ORDER BY registered_at DESC, id DESC) AS ids FROM appeals WHERE title = 'Ворота'`,
    );
    expect(await walk({})).toEqual(order!.ids);
  });
});

describe('What changes', () => {
  it('is found as it is now', async () => {
    const id = await giveRequest(world, { text: 'Пропал свет', category: 'electricity' });
    const who = people.dispatcher;
    expect(await found(who, 'свет пропал', { state: 'open' })).toEqual([id]);
    await world.database.query(`UPDATE service_requests SET text = 'Пропала люстра' WHERE id = $1`, [id]);
    expect(await found(who, 'люстра', { state: 'open' })).toEqual([id]);
    await world.database.query(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, text, open) VALUES ($1, now(), 'note', 'staff', 'Щиток опечатан', false)`,
      [id],
    );
    expect(await found(who, 'люстра щиток')).toEqual([id]);
    await world.database.query(
      `UPDATE service_requests SET state = 'declined', due_at = NULL, soon_at = NULL, closed_at = now(), decline_reason = 'Дубль' WHERE id = $1`,
      [id],
    );
    expect(await found(who, 'люстра щиток', { state: 'open' })).toEqual([]);
    expect(await found(who, 'люстра щиток дубль', { state: 'over' })).toEqual([id]);
    await world.database.query('DELETE FROM service_requests WHERE id = $1', [id]);
    expect(await found(who, 'люстра')).toEqual([]);
  });

  it('is found no more when it has been erased', async () => {
    const id = await giveAppeal(world, { title: 'Канарейка', text: 'Канарейка', name: 'Перов Перо' });
    await sayOfAppeal(world, id, 'letter', 'Фиалка завяла');
    const who = people.moderator;
    expect(await found(who, 'канарейка фиалка перов')).toEqual([id]);
    await world.database.query(`UPDATE appeals SET title = '', text = '', author_name = '' WHERE id = $1`, [
      id,
    ]);
    expect(await found(who, 'канарейка')).toEqual([]);
    expect(await found(who, 'фиалка')).toEqual([id]);
    await world.database.query(
      `UPDATE appeal_events SET text = '', details = '{}', actor_name = '' WHERE appeal_id = $1`,
      [id],
    );
    expect(await found(who, 'фиалка')).toEqual([]);
  });

  it('is found by its beginning however much was written', async () => {
    const id = await giveAppeal(world, { text: 'Переписка' });
    for (let letter = 0; letter < 30; letter += 1) {
      const text = Array.from({ length: 2500 }, (_, n) => `сло${inLetters(letter)}во${inLetters(n)}`).join(
        ' ',
      );
      await sayOfAppeal(world, id, 'letter', text.slice(0, 20_000));
    }
    expect(await found(people.moderator, 'переписка')).toContain(id);
  });
});

describe('A resident who looks for words in their own lists', () => {
  let irina: Client;
  let own: string;
  let ofFlat: string;

  /** The ids of what a list shows. */
  const listed = (page: Page): string[] => {
    expect(page.status).toBe(200);
    return page.html
      .querySelectorAll('.rows a')
      .map((link) => /[0-9a-f-]{36}/.exec(link.getAttribute('href')!)![0]);
  };
  const look = async (path: string, q: string): Promise<string[]> =>
    listed(await irina.get(`${path}?${new URLSearchParams({ q }).toString()}`));

  beforeAll(async () => {
    await giveResident(world, 'irina');
    await giveResident(world, 'stranger');
    const account = await giveFlat(world, 'irina', 'г. Иркутск, ул. Дубовая, д. 1', '7');
    irina = await signIn(world, 'irina');
    const [user] = await world.database.query<{ id: string }>(`SELECT id FROM users WHERE login = 'irina'`);
    const [other] = await world.database.query<{ id: string }>(
      `SELECT id FROM users WHERE login = 'stranger'`,
    );
    own = await giveAppeal(world, { user: user!.id, title: 'Голуби', text: 'На чердаке живут голуби' });
    await sayOfAppeal(world, own, 'note', 'Скандальная особа');
    await sayOfAppeal(world, own, 'answered', 'Продухи закрыли решётками');
    await giveAppeal(world, { user: other!.id, title: 'Голуби', text: 'Голуби соседа' });
    ofFlat = await giveRequest(world, { account, text: 'Капает кран', phone: '+79027778899', ago: 5 });
    await giveRequest(world, { user: other!.id, text: 'Капает кран у соседа' });
    await world.database.query(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, text, open)
       VALUES ($1, now(), 'note', 'staff', 'Должник', false), ($1, now(), 'message', 'staff', 'Мастер перезвонит', true)`,
      [ofFlat],
    );
  });

  it('finds what they may read, of their own and of their flats', async () => {
    expect(await look('/book/entries', 'голубь чердак')).toEqual([own]);
    expect(await look('/book/entries', 'решетка')).toEqual([own]);
    const [{ number }] = (await world.database.query<{ number: string }>(
      'SELECT number FROM appeals WHERE id = $1',
      [own],
    )) as [{ number: string }];
    const short = number.replace(/-0+/, '-');
    for (const typed of [number, short.toLowerCase(), short.slice(2), `№ ${short}`, `K${short.slice(1)}`]) {
      expect([typed, await look('/book/entries', typed)]).toEqual([typed, [own]]);
    }
    expect(await look('/requests', 'краны')).toEqual([ofFlat]);
    expect(await look('/requests', 'мастера перезвонит')).toEqual([ofFlat]);
    expect(await look('/requests', 'капа')).toEqual([ofFlat]);
  });

  it('finds nothing by notes of the office, telephones that are not shown, and what others wrote', async () => {
    expect(await look('/book/entries', 'скандальная')).toEqual([]);
    expect(await look('/book/entries', 'голуби особа')).toEqual([]);
    expect(await look('/book/entries', 'сосед')).toEqual([]);
    expect(await look('/requests', 'должник')).toEqual([]);
    expect(await look('/requests', 'долж*')).toEqual([]);
    expect(await look('/requests', '8 902 777-88-99')).toEqual([]);
    expect(await look('/requests', 'сосед')).toEqual([]);
    expect(await look('/requests', 'голуби')).toEqual([]);
  });

  it('is told in words that nothing was found, and comes back to the whole list', async () => {
    for (const [path, all] of [
      ['/requests', ofFlat],
      ['/book/entries', own],
    ] as const) {
      const page = await irina.get(`${path}?q=${encodeURIComponent('<b>кракозябра</b>')}`);
      expect(page.text).toContain('Ничего не нашли, попробуйте другое слово.');
      expect(page.html.querySelector('[name=q]')?.getAttribute('value')).toBe('<b>кракозябра</b>');
      expect(listed(await page.click('Показать все'))).toEqual([all]);
      for (const q of ['%00', '%FF', '&q=1&q=2', encodeURIComponent("' | !&*"), 'a'.repeat(1500)]) {
        expect((await irina.get(`${path}?q=${q}`)).status).toBe(200);
      }
    }
  });
});

describe('The migration', () => {
  it('makes what is there already findable', async () => {
    await world.database.query(`CREATE TABLE kept AS SELECT * FROM search_entries`);
    const { Search1700000000388: Search } = (await import(
      pathToFileURL(projectPath('dist', 'migrations', '1700000000388-search.js')).href
    )) as {
      Search1700000000388: new () => Record<'up' | 'down', (runner: object) => Promise<void>>;
    };
    const runner = { query: (sql: string) => world.database.query(sql) };
    await new Search().down(runner);
    await new Search().up(runner);
    // the product runs as a role that has no rights on what a test adds
    await world.database.query('GRANT SELECT, INSERT, UPDATE, DELETE ON search_entries TO PUBLIC');
    const lost = await world.database.query(
      `SELECT id, kind, at FROM kept EXCEPT SELECT id, kind, at FROM search_entries
       UNION ALL SELECT id, kind, at FROM search_entries EXCEPT SELECT id, kind, at FROM kept`,
    );
    expect(lost).toEqual([]);
    const [{ differ }] = (await world.database.query(
      `SELECT count(*)::integer AS differ FROM kept k JOIN search_entries s USING (id)
       WHERE k.words <> s.words AND length(k.words) < 10000`,
    )) as [{ differ: number }];
    expect(differ).toBe(0);
    expect(await found(people.dispatcher, 'застряла')).toEqual([lift]);
  });
});
