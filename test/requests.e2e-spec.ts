import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announce } from './support/announcements.js';
import type { Client } from './support/client.js';
import { pdfFile } from './support/pdf-files.js';
import { jpeg } from './support/photos.js';
import { giveFlat, sendRequest } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let account: string;

const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  [irina, account] = await neighbour('irina', '15');
});
afterAll(() => world?.stop());

async function neighbour(login: string, flat: string, house = HOUSE): Promise<[Client, string]> {
  await giveResident(world, login);
  const id = await giveFlat(world, login, house, flat);
  return [await signIn(world, login), id];
}

/** What the office does, straight in the database: its pages have suites of their own. */
async function become(id: string, state: string, set = ''): Promise<void> {
  await world.database.query(
    `UPDATE service_requests SET state = $2, version = version + 1,
       due_at = CASE WHEN $2 IN ('completed', 'closed', 'declined') THEN NULL ELSE due_at END,
       soon_at = CASE WHEN $2 IN ('completed', 'closed', 'declined') THEN NULL ELSE soon_at END,
       finished_at = CASE WHEN $2 IN ('completed', 'closed') THEN now() END,
       closed_at = CASE WHEN $2 IN ('closed', 'declined') THEN now() END ${set} WHERE id = $1`,
    [id, state],
  );
}

describe('A resident whose tap drips', () => {
  it('comes to the form from the list of services, writes and has a number at once, by letter too', async () => {
    const form = await (await irina.get('/services/request')).follow();
    expect(form.heading).toBe('Отправить заявку в аварийно-диспетчерскую службу');
    expect(form.text).toContain('Авария? Звоните');
    expect(form.text).toContain('8 (3952) 599-018');
    expect(form.text).toContain('ул. Лесная, д. 4, кв. 15');
    expect(form.form('/requests').value('phone')).toBe('+7 902 512-34-56');
    const answer = await form.form('/requests').submit({
      ...{ category: 'leak', emergency: 'no', text: 'Капает из-под мойки', access: 'после 15:00' },
    });
    const page = await answer.follow();
    expect(page.text).toMatch(/Заявка принята, её номер 20\d\d-000001/);
    expect(page.heading).toBe('Протечка');
    expect(page.text).toContain('Починить осталось 2 дня 23 ч по закону 3 суток');
    expect(page.text).not.toContain('Остановить течь');
    expect(page.text).toContain('Вы подали заявку');
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Заявка принята' });
    expect(letter.subject).toMatch(/^УК «Макском»: Заявка принята, № 20\d\d-000001$/);
    expect(letter.text).toContain('Протечка, г. Иркутск, ул. Лесная, д. 4, кв. 15');
    expect(letter.links.some((link) => link.endsWith(answer.location!))).toBe(true);
    await lettersAreOut(world);
    const [row] = await world.database.query<{ notified: boolean }>(
      "SELECT notified_at - registered_at BETWEEN interval '0' AND interval '1 minute' AS notified FROM service_requests WHERE id = $1",
      [answer.location!.split('/').pop()],
    );
    expect(row).toEqual({ notified: true });
  });

  it('is told what is missing, and nothing typed is lost', async () => {
    const form = (await irina.get('/requests/new')).form('/requests');
    const page = await form.submit({ category: 'leak', access: 'вечером', phone: '12' });
    expect(page.status).toBe(422);
    expect(page.errors).toEqual([
      expect.stringContaining('номер телефона'),
      'Ответьте, пожалуйста: вода льётся прямо сейчас?',
      'Напишите в двух словах, что видно и где',
    ]);
    expect(page.form('/requests').value('access')).toBe('вечером');
    expect(page.form('/requests').value('category')).toBe('leak');
    const empty = await form.submit({ phone: '' });
    expect(empty.errors).toContain('Выберите, что случилось');
  });

  it('may write what they like: it is shown as it was typed', async () => {
    const text = '<script>alert(1)</script> «труба» & "кран"\nвторая строка';
    const id = await sendRequest(irina, account, { text });
    const page = await irina.get(`/requests/${id}`);
    expect(page.body).not.toContain('<script>alert');
    expect(page.text).toContain('<script>alert(1)</script> «труба» & "кран"');
    const long = await (await irina.get('/requests/new')).form('/requests').submit({
      ...{ category: 'leak', emergency: 'no', text: 'я'.repeat(4001) },
    });
    expect(long.errorOf('text')).toBe('Слишком длинно: не больше 4000 символов');
  });

  it('that presses twice has one request', async () => {
    const form = (await irina.get('/requests/new')).form('/requests');
    const filling = { category: 'roof', text: 'Капает с потолка на лестнице' };
    const answers = await Promise.all([form.submit(filling), form.submit(filling)]);
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    const rows = await world.database.query("SELECT FROM service_requests WHERE category = 'roof'");
    expect(rows).toHaveLength(1);
  });

  it('that sends the form again with something else has another request, and the same form its own number', async () => {
    const form = (await irina.get('/requests/new')).form('/requests');
    const filling = { category: 'leak', emergency: 'no', text: 'Капает из крана' };
    const first = await form.submit(filling);
    const worse = await form.submit({ ...filling, emergency: 'yes' });
    expect(worse.location).not.toBe(first.location);
    expect((await form.submit(filling)).location).toBe(first.location);
    const forged = await form.submit({ category: 'yard', emergency: 'yes', text: '' });
    expect(forged.errorOf('emergency') ?? forged.errors[0]).toContain('Аварией такая беда не бывает');
  });

  it('whose session has ended sends the same again after signing in', async () => {
    await giveResident(world, 'sleepy');
    const id = await giveFlat(world, 'sleepy', HOUSE, '16');
    const visitor = await signIn(world, 'sleepy');
    const form = (await visitor.get(`/requests/new?account=${id}`)).form('/requests');
    await world.database.query(
      "DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = 'sleepy')",
    );
    let page = await form.submit({ category: 'roof', text: 'Капает на чердаке' });
    expect(page.status).toBe(403);
    expect(page.text).toContain('войдите в новом окне');
    // Whoever overlooks that is told once more instead of losing it.
    page = await page.form('/requests').submit({});
    expect(page.form('/requests').value('text')).toBe('Капает на чердаке');
    await signIn(world, 'sleepy', visitor);
    page = await page.form('/requests').submit({});
    if (page.status === 403) page = await page.form('/requests').submit({});
    expect((await page.follow()).text).toContain('Капает на чердаке');
  });
});

describe('An emergency', () => {
  it('needs no words, has the first term of the law and is never refused', async () => {
    const [visitor, id] = await neighbour('flood', '17', 'г. Иркутск, ул. Потопная, д. 1');
    const request = await sendRequest(visitor, id, { emergency: 'yes', text: '' });
    const page = await visitor.get(`/requests/${request}`);
    expect(page.heading).toBe('Протечка, авария');
    expect(page.text).toMatch(/Остановить течь осталось (29|30) мин по закону 30 минут/);
    const letter = await world.mail.waitForLetter({ to: 'flood@example.test', subject: 'Заявка принята' });
    expect(letter.text).toContain('Если стало хуже, позвоните диспетчеру');
  });
});

describe('Neighbours', () => {
  it('see what is reported in the house without names, and join with a number of their own', async () => {
    const house = 'г. Иркутск, ул. Байкальская, д. 17';
    const [first, flat] = await neighbour('first', '1', house);
    const [second] = await neighbour('second', '2', house);
    const parent = await sendRequest(first, flat, {
      category: 'lift',
      emergency: 'no',
      text: 'Секретный текст',
    });
    const before = await second.get('/requests/new');
    expect(before.text).toContain('Соседи уже сообщили Лифт сегодня в');
    expect(before.text).not.toContain('Секретный текст');
    expect(before.text).not.toContain('Белова');
    expect(before.text).not.toContain('кв. 1 ');
    const own = await (await before.form('/requests/join').submit({})).follow();
    expect(own.text).toMatch(/Вы присоединились, номер вашей заявки 20\d\d-\d{6}/);
    expect(own.text).toContain('сообщили 2 квартиры');
    expect(own.text).not.toContain('Секретный текст');
    const [row] = await world.database.query<{ parent_id: string }>(
      "SELECT parent_id FROM service_requests WHERE user_id = (SELECT id FROM users WHERE login = 'second')",
    );
    expect(row!.parent_id).toBe(parent);
    expect((await second.get('/requests/new')).text).toContain('ваша заявка уже есть');
    // What was finished meanwhile cannot be joined.
    const [third, thirdFlat] = await neighbour('third', '3', house);
    const page = await third.get(`/requests/new?account=${thirdFlat}`);
    await world.database.query('UPDATE service_requests SET parent_id = NULL');
    await become(parent, 'completed');
    const [left] = page.forms().filter(({ action }) => action === '/requests/join');
    const answer = await left!.submit({});
    expect((await answer.follow()).text).toContain('Эту заявку уже закрыли');
  });
});

describe('Before the form', () => {
  it('stands what is off in the house, so that nobody has to write', async () => {
    const house = 'г. Иркутск, пер. Сухой, д. 3';
    const [visitor] = await neighbour('thirsty', '1', house);
    await announce(world, [house]);
    const page = await visitor.get('/requests/new');
    expect(page.text).toContain('нет холодной воды');
    expect(page.text).toContain('Сообщить мне, когда дадут');
  });
});

describe('The page of a request', () => {
  it('does not exist for strangers, is read by the family, and what others wrote stays as it is', async () => {
    const id = await sendRequest(irina, account, { text: 'Только для своих' });
    const [stranger] = await neighbour('stranger', '20');
    for (const path of ['', '/print']) {
      expect((await stranger.get(`/requests/${id}${path}`)).status).toBe(404);
    }
    for (const [path, fields] of [
      ['messages', { text: 'Чужое' }],
      ['reopen', { reason: 'Чужое' }],
      ['rating', { rating: '1' }],
    ] as const) {
      const token = (await stranger.get('/requests/new')).form('/requests').value('_csrf')!;
      expect((await stranger.post(`/requests/${id}/${path}`, { ...fields, _csrf: token })).status).toBe(404);
    }
    await giveResident(world, 'husband');
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'husband'",
      [account],
    );
    const husband = await signIn(world, 'husband');
    const page = await husband.get(`/requests/${id}`);
    expect(page.text).toContain('Только для своих');
    expect(page.text).toContain('подал житель: Белова Ирина Петровна');
    expect((await husband.get('/requests')).text).toContain('Протечка');
    await world.database.query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'resident' WHERE user_id = (SELECT id FROM users WHERE login = 'husband')",
    );
    expect((await husband.get(`/requests/${id}`)).status).toBe(404);
  });

  it('takes messages until the request is closed', async () => {
    const id = await sendRequest(irina, account);
    const form = (await irina.get(`/requests/${id}`)).form(`/requests/${id}/messages`);
    const page = await (await form.submit({ text: 'Домофон 15В' })).follow();
    expect(page.text).toMatch(/Вы, сегодня в \d+:\d\d Домофон 15В/);
    expect((await form.submit({ text: '' })).errorOf('text')).toBe('Напишите сообщение');
    await become(id, 'declined', ", decline_reason = 'Это не наш дом'");
    const late = await (
      await irina.get(`/requests/${id}`)
    ).client.post(`/requests/${id}/messages`, {
      ...{ text: 'Ещё слово', _csrf: page.form(`/requests/${id}/messages`).value('_csrf')! },
    });
    expect(late.status).toBe(422);
    expect(late.errors).toEqual(['Заявка закрыта. Если беда осталась, подайте новую заявку.']);
    expect(late.text).toContain('Это не наш дом');
    expect(late.link('Подать жалобу')).toBe('/services/complaints');
  });

  it('is rated, which closes the request; or opened again with a reason, with the same number', async () => {
    const id = await sendRequest(irina, account);
    await become(id, 'completed', ", work_done = 'Заменили кран-буксу'");
    let page = await irina.get(`/requests/${id}`);
    expect(page.text).toContain('Сделано, проверьте Заменили кран-буксу');
    const again = page.form(`/requests/${id}/reopen`);
    expect((await again.submit({ reason: '' })).errorOf('reason')).toBe('Напишите, что осталось не так');
    page = await (await again.submit({ reason: 'Снова капает' })).follow();
    expect(page.text).toContain('Заявка снова открыта, номер у неё прежний');
    expect(page.text).toContain('Снова капает');
    const refused = await again.submit({ reason: 'Ещё раз' });
    expect(refused.errors).toEqual(['Заявка и так открыта.']);
    expect(refused.text).toContain('Вы написали Ещё раз');
    // The very same once more is the other half of a double click.
    expect((await again.submit({ reason: 'Снова капает' })).status).toBe(303);
    await become(id, 'completed');
    page = await irina.get(`/requests/${id}`);
    expect((await page.form(`/requests/${id}/rating`).submit({})).errors).toEqual([
      'Поставьте оценку от 1 до 5',
    ]);
    page = await (await page.form(`/requests/${id}/rating`).submit({ rating: '5' })).follow();
    expect(page.text).toContain('Заявка закрыта с оценкой 5');
    const kinds = await world.database.query<{ kind: string }>(
      'SELECT kind FROM request_events WHERE request_id = $1 ORDER BY id',
      [id],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['registered', 'reopened', 'closed']);
  });

  it('says that it is late, and what the office said of it', async () => {
    const id = await sendRequest(irina, account);
    await world.database.query(
      `UPDATE service_requests SET fix_due = now() - interval '12 minutes', due_at = now() - interval '12 minutes' WHERE id = $1`,
      [id],
    );
    await world.database.query(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
       VALUES ($1, now(), 'message', 'staff', 'Седова М.', 'Ждём кран со склада', true)`,
      [id],
    );
    const page = await irina.get(`/requests/${id}`);
    expect(page.text).toMatch(/Починить просрочено на 12 мин .*? Ждём кран со склада/);
  });

  it('cannot be opened again when the days for it are over', async () => {
    const id = await sendRequest(irina, account);
    await become(id, 'completed');
    await world.database.query(
      "UPDATE service_requests SET finished_at = now() - interval '15 days' WHERE id = $1",
      [id],
    );
    const page = await irina.get(`/requests/${id}`);
    const answer = await page.form(`/requests/${id}/reopen`).submit({ reason: 'Поздно' });
    expect(answer.errors).toEqual(['Прошло больше 14 дней, подайте новую заявку.']);
  });

  it('is printed', async () => {
    const id = await sendRequest(irina, account);
    const page = await irina.get(`/requests/${id}/print`);
    expect(page.heading).toMatch(/^Заявка № 20\d\d-\d{6}$/);
    expect(page.text).toContain('Капает из-под мойки');
    // «сегодня» and «осталось» on paper are read on another day
    expect(page.text).toMatch(/Распечатано \d+ [а-я]+ 20\d\d, \d\d:\d\d/);
  });
});

describe('A resident', () => {
  it('with several flats is asked which one first; one that is not theirs does not exist', async () => {
    const [visitor, one] = await neighbour('owner', '30');
    const two = await giveFlat(world, 'owner', 'г. Иркутск, пер. Тихий, д. 2', '8');
    const page = await visitor.get('/requests/new');
    expect(page.text).toContain('Для какой квартиры?');
    const form = await page.click(/Тихий/);
    expect(form.form('/requests').value('account')).toBe(two);
    expect((await visitor.get(`/requests/new?account=${account}`)).status).toBe(404);
    const answer = await form.form('/requests').submit({
      ...{ category: 'yard', text: 'Не горит фонарь', account: one },
    });
    expect((await answer.follow()).text).toContain('Лесная, д. 4, кв. 30');
  });

  it('without an account writes an address, which the office checks', async () => {
    await giveResident(world, 'newcomer');
    const visitor = await signIn(world, 'newcomer');
    const form = (await visitor.get('/requests/new')).form('/requests');
    const filling = { category: 'yard', text: 'Сломана лавка' };
    expect((await form.submit(filling)).errorOf('address')).toBe('Напишите адрес: улица, дом, квартира');
    const page = await (await form.submit({ ...filling, address: 'Лесная, 4, двор' })).follow();
    expect(page.text).toContain('Лесная, 4, двор');
    // Somebody else's account in the form is nobody's.
    const forged = await visitor.post('/requests', { ...form.values(), ...filling, account });
    expect(forged.errorOf('address')).toBe('Напишите адрес: улица, дом, квартира');
  });

  it('sees the latest requests first, a page at a time', async () => {
    const [visitor, flat] = await neighbour('busy', '40');
    const first = await sendRequest(visitor, flat, { text: 'Первая' });
    await world.database.query(
      `INSERT INTO service_requests (year, sequence, channel, registered_at, account_id, house_id, address, user_id,
         category, emergency, text, fix_due, due_at, soon_at)
       SELECT 2020, n, 'cabinet', registered_at - n * interval '1 day', account_id, house_id, address, user_id, category, false,
         '', fix_due, due_at, soon_at FROM service_requests, generate_series(1, 25) n WHERE id = $1`,
      [first],
    );
    const page = await visitor.get('/requests');
    const shown = (html: typeof page) => html.html.querySelectorAll('.rows li').length;
    expect(shown(page)).toBe(20);
    const next = await page.click('Показать более ранние');
    expect(shown(next)).toBe(6);
  });
});

describe('Photos', () => {
  const form = async () => (await irina.get('/requests/new')).form('/requests');
  const filling = { category: 'roof', text: 'Капает' };
  const file = (content: Buffer, name = 'leak.jpg') => ({ name, content, type: 'image/jpeg' });

  it('go with a request and with messages; those who see the request see them, nobody else does', async () => {
    const photo = await jpeg();
    const page = await (await (await form()).submit({ ...filling, photos: file(photo) })).follow();
    const [image] = page.html.querySelectorAll('.shots img');
    const address = image!.getAttribute('src')!;
    const picture = await irina.get(address);
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect(picture.headers['content-security-policy']).toContain('sandbox');
    const [stranger] = await neighbour('peeper', '50');
    expect((await stranger.get(address)).status).toBe(404);
    const said = await (
      await page.form(/messages$/).submit({ text: 'Вот ещё', photos: file(photo, 'second.jpg') })
    ).follow();
    expect(said.html.querySelectorAll('.talk img')).toHaveLength(1);
  });

  it('that are none, or too many, are told at the field, and the rest of the form stays', async () => {
    const wrong = await (await form()).submit({ ...filling, photos: file(Buffer.from('PK zip'), 'a.zip') });
    expect(wrong.status).toBe(422);
    expect(wrong.errorOf('photos')).toBe('«a.zip»: это не снимок. Подойдут файлы JPEG, PNG и WebP');
    expect(wrong.form('/requests').value('text')).toBe('Капает');
    const letter = await (await form()).submit({ ...filling, photos: file(pdfFile(), 'Письмо соседа.pdf') });
    expect(letter.errorOf('photos')).toBe(
      '«Письмо соседа.pdf»: это не снимок. Подойдут файлы JPEG, PNG и WebP',
    );
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1', 'latin1');
    const telephone = await (await form()).submit({ ...filling, photos: file(heic, 'IMG_1.HEIC') });
    expect(telephone.errorOf('photos')).toMatch(
      /^«IMG_1.HEIC»: снимок сохранён в формате HEIC, а подойдут JPEG/,
    );
    const photo = await jpeg();
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...(await form()).values(), ...filling })) {
      body.append(name, [value].flat()[0] ?? '');
    }
    for (let n = 0; n < 6; n += 1) body.append('photos', new Blob([new Uint8Array(photo)]), `${n}.jpg`);
    const sent = new Response(body);
    const many = await irina.request('POST', '/requests', {
      headers: { 'content-type': sent.headers.get('content-type')!, ...irina.sameOrigin() },
      body: Buffer.from(await sent.arrayBuffer()),
    });
    expect(many.errorOf('photos')).toBe('Можно приложить не больше 5 снимков');
    const rows = await world.database.query("SELECT FROM service_requests WHERE text = 'Капает'");
    expect(rows).toHaveLength(1);
  });
});

describe('Too many requests in an hour', () => {
  it('are refused in words and nothing typed is lost, but not the other half of a double click, nor an emergency', async () => {
    const strict = await startWorld();
    try {
      await giveResident(strict, 'eager');
      await giveFlat(strict, 'eager', HOUSE, '1');
      const visitor = await signIn(strict, 'eager');
      const form = async () => (await visitor.get('/requests/new')).form('/requests');
      const filling = { category: 'roof', text: 'Капает', phone: '8 902 555-66-77' };
      for (let n = 1; n <= 3; n += 1) {
        const once = await form();
        const halves = await Promise.all([
          once.submit({ ...filling, text: `Раз ${n}` }),
          once.submit({ ...filling, text: `Раз ${n}` }),
        ]);
        expect(halves.map(({ status }) => status)).toEqual([303, 303]);
      }
      const fourth = await (await form()).submit({ ...filling, text: 'Четвёртая' });
      expect(fourth.errors[0]).toMatch(/Уже много заявок за час\. Если дело срочное, позвоните/);
      expect(fourth.form('/requests').value('text')).toBe('Четвёртая');
      const urgent = await (
        await form()
      ).submit({ category: 'leak', emergency: 'yes', phone: filling.phone });
      expect(urgent.status).toBe(303);
    } finally {
      await strict.stop();
    }
  });
});

describe('Numbers', () => {
  it('of requests that come at once have no gaps and are never given twice', async () => {
    const people = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => neighbour(`crowd${n}`, `${n}`, 'г. Иркутск, ул. Людная, д. 1')),
    );
    await Promise.all(
      people.flatMap(([visitor, flat]) =>
        Array.from({ length: 6 }, (_, n) => sendRequest(visitor, flat, { text: `Раз ${n}` })),
      ),
    );
    const [row] = await world.database.query<{ gapless: boolean }>(
      `SELECT count(*) = max(sequence) AND min(sequence) = 1 AS gapless FROM service_requests
       WHERE year = extract(year FROM now() AT TIME ZONE 'Asia/Irkutsk')`,
    );
    expect(row!.gapless).toBe(true);
  });
});
