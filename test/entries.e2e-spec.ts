import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAppeal, writeAppeal } from './support/appeals.js';
import type { Client } from './support/client.js';
import { pdfFile, scriptedPdf } from './support/pdf-files.js';
import { jpeg } from './support/photos.js';
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
      ...{ kind: 'complaint', topic: 'general', text: 'Лифт в первом подъезде стучит. Ночью не уснуть.' },
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

/** Sends the form with these files in one input. */
async function sendFiles(client: Client, files: [name: string, bytes: Buffer][], text = 'С файлами') {
  const body = new FormData();
  const form = (await client.get('/book/new')).form('/book/new');
  for (const [name, value] of Object.entries({
    ...form.values(),
    kind: 'complaint',
    topic: 'general',
    text,
  })) {
    body.append(name, [value].flat()[0] ?? '');
  }
  for (const [name, bytes] of files) body.append('files', new Blob([new Uint8Array(bytes)]), name);
  const sent = new Response(body);
  return client.request('POST', '/book/new', {
    headers: { 'content-type': sent.headers.get('content-type')!, ...client.sameOrigin() },
    body: Buffer.from(await sent.arrayBuffer()),
  });
}

const idOf = (location: string | undefined): string => location!.split('/').pop()!;

async function numbers(): Promise<number[]> {
  const rows = await world.database.query<{ sequence: number }>(
    'SELECT sequence FROM appeals ORDER BY sequence',
  );
  return rows.map(({ sequence }) => sequence);
}

describe('The form of the book', () => {
  it('says at the field what is missing, and nothing typed is lost', async () => {
    const form = (await irina.get('/book/new')).form('/book/new');
    const page = await form.submit({ title: 'Лифт', text: ' \u200b \n\u2800 ', paper: true, postal: 'дом' });
    expect(page.status).toBe(422);
    expect(page.errors).toEqual([
      'Выберите, что вы пишете: жалобу, предложение или благодарность',
      'Выберите, о чём вы пишете',
      'Напишите, что случилось или что вы предлагаете',
      'Напишите адрес для письма: улица, дом, квартира',
    ]);
    expect(page.form('/book/new').value('title')).toBe('Лифт');
    expect(page.form('/book/new').value('paper')).toBe('yes');
    const long = await form.submit({ kind: 'complaint', text: 'я'.repeat(10_001) });
    expect(long.errorOf('text')).toBe('Слишком длинно: не больше 10000 символов');
    expect(long.form('/book/new').value('text')).toHaveLength(10_001);
    const nul = await form.submit({ kind: 'complaint', text: 'раз\u0000два' });
    expect(nul.errorOf('text')).toContain('недопустимые символы');
  });

  it('chooses no subject for anybody, since the term depends on it', async () => {
    const page = await irina.get('/book/new');
    expect(page.form('/book/new').value('topic')).toBe('');
    expect(page.text).toContain('Срок ответа зависит от того, о чём вы пишете.');
    const filling = { kind: 'complaint', text: 'Из крана течёт ржавая вода' };
    const refused = await page.form('/book/new').submit(filling);
    expect([refused.status, refused.errors]).toEqual([422, ['Выберите, о чём вы пишете']]);
    const topics = refused.html.querySelectorAll('#topic option').map(({ text }) => text);
    expect([topics[0], topics.at(-1)]).toEqual(['выберите', 'Другое']);
    const sent = await refused.form('/book/new').submit({ topic: 'utilities' });
    expect(sent.status).toBe(303);
  });

  it('takes what people type as it is, and runs none of it', async () => {
    const text = '<script>alert(1)</script> «лифт» & "дверь" 🙈\nПомoгите (с латинской o)';
    const id = await writeAppeal(irina, { text, title: '<b>Лифт</b>' });
    for (const path of ['', '/print']) {
      const page = await irina.get(`/book/entries/${id}${path}`);
      expect(page.body).not.toContain('<script>alert');
      expect(page.body).not.toContain('<b>Лифт');
      expect(page.text).toContain('<script>alert(1)</script> «лифт» & "дверь" 🙈');
    }
  });

  it('takes no more than a few marks upon one letter, which would be drawn over the page', async () => {
    const marks = '\u0301\u0302\u0303'.repeat(70);
    const id = await writeAppeal(irina, {
      ...{ title: `Ли${marks}фт`, text: `Сто\u0301ит, й и ё на месте.\nМ${marks}\u200d${marks}ышь` },
    });
    const [row] = await world.database.query<{ title: string; text: string }>(
      'SELECT title, text FROM appeals WHERE id = $1',
      [id],
    );
    expect(row!.title.match(/\p{M}/gu)).toHaveLength(3);
    expect(row!.text).toContain('Сто\u0301ит, й и ё на месте.\nМ');
    expect(row!.text.match(/\p{M}/gu)).toHaveLength(4);
  });

  it('refuses a megabyte with words and a way on', async () => {
    const form = (await irina.get('/book/new')).form('/book/new');
    const page = await form.submit({ kind: 'complaint', text: 'я'.repeat(500_000) });
    expect(page.status).toBe(413);
    expect(page.text).toContain('Сократите текст');
  });

  it('takes only flats of the resident, and only topics that residents choose', async () => {
    await giveResident(world, 'pavel');
    const foreign = await giveFlat(world, 'pavel', HOUSE, '16');
    const form = (await irina.get('/book/new')).form('/book/new');
    const values = { ...form.values(), kind: 'complaint', topic: 'general', text: 'Чужая квартира' };
    const page = await irina.post('/book/new', { ...values, account: foreign });
    expect(page.errorOf('account') ?? page.errors[0]).toBe(
      'Эта квартира вам не открыта. Выберите, о какой вы пишете',
    );
    const hidden = await irina.post('/book/new', { ...values, topic: 'refund' });
    expect(hidden.errorOf('topic')).toContain('список изменился');
    expect(await irina.post('/book/new', { ...values, account: 'none' })).toMatchObject({ status: 303 });
  });

  it('asks which flat where there are several, and needs none where there are none', async () => {
    const owner = await resident('owner');
    const page = await owner.get('/book/new');
    expect(page.form('/book/new').names()).toContain('address');
    const id = await writeAppeal(owner, { address: 'ул. Лесная, д. 4', text: 'О доме' });
    expect((await owner.get(`/book/entries/${id}`)).text).toContain('ул. Лесная, д. 4');
    const first = await giveFlat(world, 'owner', HOUSE, '21');
    await giveFlat(world, 'owner', HOUSE, '22');
    const form = (await owner.get('/book/new')).form('/book/new');
    expect(form.value('account')).toBe('');
    const refused = await form.submit({ kind: 'complaint', text: 'О квартире' });
    expect(refused.errorOf('account')).toBe('Выберите, о какой квартире вы пишете');
    const chosen = (await owner.get(`/book/new?account=${first}`)).form('/book/new');
    expect(chosen.value('account')).toBe(first);
  });

  it('sent twice or thirty times at once gives one number, and others the next without a gap', async () => {
    const before = (await numbers()).length;
    const form = (await irina.get('/book/new')).form('/book/new');
    const filling = { kind: 'suggestion', topic: 'general', text: 'Поставьте скамейку' };
    const twins = await Promise.all([form.submit(filling), form.submit(filling), form.submit(filling)]);
    expect(new Set(twins.map(({ location }) => location)).size).toBe(1);
    expect((await form.submit({ ...filling, text: 'Поставьте две скамейки' })).location).not.toBe(
      twins[0].location,
    );
    const pages = await Promise.all(Array.from({ length: 30 }, () => irina.get('/book/new')));
    const answers = await Promise.all(
      pages.map((page, n) => page.form('/book/new').submit({ ...filling, text: `Скамейка ${n}` })),
    );
    expect(new Set(answers.map(({ location }) => location)).size).toBe(30);
    const all = await numbers();
    expect(all).toHaveLength(before + 32);
    expect(all).toEqual(all.map((_, index) => index + 1));
  });

  it('sends a stranger to the sign-in and back, and whoever was signed out meanwhile loses nothing', async () => {
    expect((await world.visitor().get('/book/new')).location).toContain('next=%2Fbook%2Fnew');
    const sleepy = await resident('sleepy');
    const form = (await sleepy.get('/book/new')).form('/book/new');
    await world.database.query(
      "DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE login = 'sleepy')",
    );
    const text = 'Очень длинная жалоба. '.repeat(450);
    let page = await form.submit({ kind: 'complaint', topic: 'general', text });
    expect(page.status).toBe(403);
    await signIn(world, 'sleepy', sleepy);
    page = await page.form('/book/new').submit({});
    if (page.status === 403) page = await page.form('/book/new').submit({});
    expect((await page.follow()).text).toContain(text.trim());
  });
});

describe('Files with an entry', () => {
  it('are read by its author alone, pictures in the page and documents as downloads', async () => {
    const answer = await sendFiles(irina, [
      ['двор.jpg', await jpeg()],
      ['Акт осмотра.pdf', pdfFile()],
    ]);
    expect(answer.status).toBe(303);
    const page = await answer.follow();
    expect(page.text).toContain('Акт осмотра.pdf');
    const paths = page.html.querySelectorAll('.files a').map((link) => link.getAttribute('href') ?? '');
    expect(paths).toHaveLength(2);
    const [photo, document] = await Promise.all(paths.map((path) => irina.get(path, { check: false })));
    expect(photo!.headers['content-type']).toBe('image/jpeg');
    expect(document!.headers['content-disposition']).toMatch(/^attachment/);
    expect(document!.bytes.equals(pdfFile())).toBe(true);
    const stranger = await resident('curious');
    for (const path of paths) expect((await stranger.get(path)).status).toBe(404);
    const foreign = await writeAppeal(stranger, { text: 'Мое' });
    const moved = paths[0]!.replace(idOf(answer.location), foreign);
    expect((await stranger.get(moved)).status).toBe(404);
  });

  it('of other kinds, with a script, or too many are refused at the field, and the text stays', async () => {
    const before = (await numbers()).length;
    for (const [files, words] of [
      [[['правда.jpg', Buffer.from('#!/bin/sh\necho')]], 'это не фото и не PDF'],
      [[['акт.pdf', scriptedPdf()]], 'программа или команда'],
      [Array.from({ length: 6 }, () => ['a.pdf', pdfFile()]), 'не больше 5 файлов'],
    ] as [[string, Buffer][], string][]) {
      const page = await sendFiles(irina, files, 'Текст жалобы');
      expect(page.status).toBe(422);
      expect(page.errorOf('files')).toContain(words);
      expect(page.form('/book/new').value('text')).toBe('Текст жалобы');
    }
    const flood = await sendFiles(
      irina,
      Array.from({ length: 200 }, () => ['a.pdf', pdfFile()]),
    );
    expect(flood.status).toBe(422);
    expect(await numbers()).toHaveLength(before);
  });
});

describe('A draft', () => {
  it('is kept by a button, goes on the next time, and is gone when it is sent', async () => {
    const writer = await resident('writer');
    const form = (await writer.get('/book/new')).form('/book/new');
    let page = await (
      await form.submit(
        { kind: 'complaint', topic: 'charges', text: 'Начал писать' },
        { button: 'Сохранить черновик' },
      )
    ).follow();
    expect(page.text).toContain('Черновик сохранён. Файлы в нём не хранятся');
    page = await (await signIn(world, 'writer')).get('/book/new');
    expect(page.text).toMatch(/Черновик от \d+ [а-я]+, \d+:\d\d/);
    expect(page.form('/book/new').value('text')).toBe('Начал писать');
    expect(page.form('/book/new').value('kind')).toBe('complaint');
    expect(page.form('/book/new').value('topic')).toBe('charges');
    // an unfinished form is a good draft, one with signs that no text may have is none
    const nul = await page.form('/book/new').submit({ text: 'раз\u0000' }, { button: 'Сохранить черновик' });
    expect(nul.status).toBe(422);
    expect((await page.form('/book/new').submit({ text: 'Дописал' })).status).toBe(303);
    page = await writer.get('/book/new');
    expect(page.text).not.toContain('Черновик от');
    expect(page.form('/book/new').value('text')).toBe('');
    expect(await world.database.query('SELECT FROM appeal_drafts')).toEqual([]);
  });

  it('says that the flat it was about is not open any more, and asks about which one it is', async () => {
    const writer = await resident('moved-out');
    await giveFlat(world, 'moved-out', HOUSE, '216');
    const [flat] = await world.database.query<{ id: string }>(
      "SELECT l.id FROM account_links l JOIN users u ON u.id = l.user_id WHERE u.login = 'moved-out'",
    );
    const account = (await writer.get('/book/new')).html
      .querySelector('#account-own')!
      .getAttribute('value')!;
    await (
      await writer.get('/book/new')
    )
      .form('/book/new')
      .submit({ account, text: 'Шумит насос' }, { button: 'Сохранить черновик' });
    expect((await writer.get('/book/new')).text).not.toContain('больше не открыта');
    await world.database.query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'staff' WHERE id = $1",
      [flat!.id],
    );
    const page = await writer.get('/book/new');
    expect([page.status, page.form('/book/new').value('text')]).toEqual([200, 'Шумит насос']);
    expect(page.text).toContain('Квартира, о которой вы писали, вам больше не открыта');
  });

  it('is not written over by another window that has not seen it, and can be begun anew', async () => {
    const writer = await resident('windows');
    const [one, two] = await Promise.all([writer.get('/book/new'), writer.get('/book/new')]);
    await one.form('/book/new').submit({ text: 'Первое окно' }, { button: 'Сохранить черновик' });
    const page = await two
      .form('/book/new')
      .submit({ text: 'Второе окно' }, { button: 'Сохранить черновик' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Первое окно');
    expect(page.form('/book/new').value('text')).toBe('Второе окно');
    // whoever has seen both may choose
    const chosen = await page.form('/book/new').submit({}, { button: 'Сохранить черновик' });
    const now = await chosen.follow();
    expect(now.form('/book/new').value('text')).toBe('Второе окно');
    // a window with an older draft sends what it shows and leaves the newer draft alone
    expect((await page.form('/book/new').submit({ kind: 'complaint', topic: 'general' })).status).toBe(303);
    const left = await writer.get('/book/new');
    expect(left.form('/book/new').value('text')).toBe('Второе окно');
    const dropped = await (await left.form('/book/draft/drop').submit({})).follow();
    expect(dropped.text).toContain('Черновик удалён');
    expect(dropped.form('/book/new').value('text')).toBe('');
  });

  it('is kept quietly by the page, and answers the script in its own way', async () => {
    const writer = await resident('quiet');
    const form = (await writer.get('/book/new')).form('/book/new');
    const typed = { ...form.values(), text: 'Печатаю' };
    const first = await writer.post('/book/draft', typed, { check: false });
    const { draft } = JSON.parse(first.body) as { draft: string };
    expect(first.status).toBe(200);
    expect((await writer.post('/book/draft', typed, { check: false })).status).toBe(409);
    const next = await writer.post('/book/draft', { ...typed, draft }, { check: false });
    expect(next.body).toContain('Черновик сохранён');
    const stranger = await resident('other-quiet');
    const token = (await stranger.get('/book/new')).form('/book/new').value('_csrf')!;
    const { draft: latest } = JSON.parse(next.body) as { draft: string };
    const forged = { ...typed, _csrf: token, draft: latest, text: 'Чужое' };
    expect((await stranger.post('/book/draft', forged, { check: false })).status).toBe(409);
    await stranger.post('/book/draft/drop', { _csrf: token, draft: latest });
    expect((await writer.get('/book/new')).form('/book/new').value('text')).toBe('Печатаю');
    expect((await world.visitor().post('/book/draft', typed, { check: false })).status).toBe(403);
  });
});

describe('An answered entry', () => {
  it('is rated, and the mark may be changed', async () => {
    const id = await giveAppeal(world, { author: 'irina', answer: 'Лебёдку починили.' });
    let page = await irina.get(`/book/entries/${id}`);
    expect(page.text).toContain('Лебёдку починили.');
    expect(page.text).toContain('Инженер Лыков И. А.');
    const form = page.form(`/book/entries/${id}/rating`);
    expect((await form.submit({})).errors).toEqual(['Поставьте оценку от 1 до 5']);
    page = await (await form.submit({ rating: '2', comment: 'Опять стучит' })).follow();
    expect(page.text).toContain('Спасибо за оценку');
    expect(page.form(`/book/entries/${id}/rating`).value('rating')).toBe('2');
    await form.submit({ rating: '2', comment: 'Опять стучит' });
    await page.form(`/book/entries/${id}/rating`).submit({ rating: '5', comment: 'Перестал' });
    const [row] = await world.database.query(
      `SELECT rating, rating_text, (SELECT count(*)::integer FROM appeal_events WHERE appeal_id = a.id AND kind = 'rated') AS times
       FROM appeals a WHERE id = $1`,
      [id],
    );
    expect(row).toEqual({ rating: 5, rating_text: 'Перестал', times: 2 });
  });

  it('is asked about once, with the same number and a new term; then a new entry is offered', async () => {
    const id = await giveAppeal(world, {
      author: 'irina',
      answer: 'Починили.',
      due: '2026-01-12',
      soon: '2026-01-10',
    });
    const form = (await irina.get(`/book/entries/${id}`)).form(`/book/entries/${id}/question`);
    expect((await form.submit({ text: '' })).errorOf('text')).toBe('Напишите свой вопрос');
    const both = await Promise.all([form.submit({ text: 'Когда?' }), form.submit({ text: 'Когда?' })]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const page = await both[0].follow();
    expect(page.text).toMatch(/Переписка Ответим до/);
    expect(page.text).toContain('Когда?');
    const late = await form.submit({ text: 'И ещё?' });
    expect(late.errors).toEqual(['Вопрос к этому ответу уже задан.']);
    expect(late.text).toContain('Вы написали И ещё?');
    await world.database.query("UPDATE appeals SET state = 'answered', answered_at = now() WHERE id = $1", [
      id,
    ]);
    const again = await irina.get(`/book/entries/${id}`);
    expect(again.text).toContain('один вопрос, и вы его уже задали');
    expect(again.link('напишите новое обращение')).toBe('/book/new');
  });

  it('is asked about for thirty days, and by nobody else', async () => {
    const old = new Date(Date.now() - 31 * 86_400_000);
    const id = await giveAppeal(world, {
      author: 'irina',
      answer: 'Давно.',
      registeredAt: old,
      answeredAt: old,
    });
    const page = await irina.get(`/book/entries/${id}`);
    expect(page.text).toContain('Вопрос к ответу можно было задать до');
    const token = page.form(`/book/entries/${id}/rating`).value('_csrf')!;
    const late = await irina.post(`/book/entries/${id}/question`, { text: 'Поздно', _csrf: token });
    expect(late.errors[0]).toContain('в течение 30 дней');
    const nosy = await resident('nosy');
    const own = (await nosy.get('/book/new')).form('/book/new').value('_csrf')!;
    for (const [what, fields] of [
      ['question', { text: 'Чужое' }],
      ['rating', { rating: '1' }],
      ['withdraw', {}],
    ] as const) {
      expect((await nosy.post(`/book/entries/${id}/${what}`, { ...fields, _csrf: own })).status).toBe(404);
    }
  });

  it('says how late it is, in a word, while nobody has answered', async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const late = await giveAppeal(world, { author: 'irina', due: day(-14), soon: day(-20) });
    expect((await irina.get(`/book/entries/${late}`)).text).toMatch(
      /Должны были ответить до .*, просрочено на \d+ рабоч/,
    );
    const soon = await giveAppeal(world, { author: 'irina', due: day(3), soon: day(-1) });
    expect((await irina.get(`/book/entries/${soon}`)).text).toContain('Скоро срок.');
    const unknown = await giveAppeal(world, { author: 'irina', due: null });
    expect((await irina.get(`/book/entries/${unknown}`)).text).toContain('Срок ответа назовём позже');
  });

  it('is printed on a sheet with the stamp of registration', async () => {
    const id = await giveAppeal(world, { author: 'irina', answer: 'Починили.' });
    const sheet = await irina.get(`/book/entries/${id}/print`);
    expect(sheet.text).toMatch(/ООО «УК Макском» Вх\. № К-20\d\d-\d{6} \d+ [а-я]+ 20\d\d/);
    expect(sheet.text).toContain('Починили.');
  });

  it('is told of on the page of the flat while it is fresh, to its author alone', async () => {
    const day = 86_400_000;
    const id = await giveAppeal(world, { author: 'irina', account, title: 'Свежий ответ', answer: 'Да.' });
    const old = await giveAppeal(world, {
      ...{ author: 'irina', account, title: 'Давний ответ', answer: 'Да.' },
      answeredAt: new Date(Date.now() - 15 * day),
    });
    await giveAppeal(world, { author: 'irina', account, title: 'Ещё без ответа' });
    await giveResident(world, 'flatmate');
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id)
       SELECT id, $1 FROM users WHERE login = 'flatmate'`,
      [account],
    );
    const [row] = await world.database.query<{ number: string }>('SELECT number FROM appeals WHERE id = $1', [
      id,
    ]);
    const page = await irina.get(`/accounts/${account}`);
    expect(page.text).toContain(`Ответ на обращение ${row!.number} Свежий ответ`);
    expect(page.body).toContain(`/book/entries/${id}#answer`);
    expect(page.body).not.toContain(old);
    expect(page.text).not.toContain('Ещё без ответа');
    const flatmate = await signIn(world, 'flatmate');
    const theirs = await flatmate.get(`/accounts/${account}`);
    expect([theirs.status, theirs.text.includes('Ответ на обращение')]).toEqual([200, false]);
    await (await irina.get(`/book/entries/${id}`)).form(/rating$/).submit({ rating: '5' });
    expect((await irina.get(`/accounts/${account}`)).body).not.toContain(id);
  });

  it('that has left by post tells its author when and by which number, on the page and on the sheet', async () => {
    const id = await giveAppeal(world, { author: 'irina', account, answer: 'Пришлём мастера.' });
    const event = (kind: string, text: string, at: string): Promise<unknown> =>
      world.database.query(
        `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
         VALUES ($1, $2, $3, $4, '', $5, true)`,
        [id, at, kind, kind === 'asked-back' ? 'resident' : 'staff', text],
      );
    const told = async (): Promise<string[]> =>
      Promise.all(
        ['', '/print'].map(async (path) =>
          (await irina.get(`/book/entries/${id}${path}`)).text.replaceAll('\u00a0', ' '),
        ),
      );
    for (const text of await told()) expect(text).not.toContain('почтой');
    await event('posted', '66400000000001', '2026-11-27T03:00:00Z');
    for (const text of await told()) {
      expect(text).toContain('Отправлено почтой 27 ноября 2026, номер отправления 66400000000001');
    }
    expect((await told())[0]).toMatch(/Ответ отправлен почтой .{0,40}, номер отправления 66400000000001/);
    await event('asked-back', 'А когда?', '2026-11-28T03:00:00Z');
    await event('answered', 'Второй ответ.', '2026-11-29T03:00:00Z');
    // the number stays with the answer that it was of
    for (const text of await told()) {
      expect(text.match(/Отправлено почтой/g)).toHaveLength(1);
      expect(text.indexOf('Отправлено почтой')).toBeGreaterThan(text.indexOf('Пришлём мастера.'));
    }
    await event('posted', '', '2026-11-30T03:00:00Z');
    for (const text of await told()) expect(text).toMatch(/Отправлено почтой 30 ноября 2026(?!, номер)/);
  });

  it('says on paper what is as true years later, and speaks of its author by name', async () => {
    const waiting = await giveAppeal(world, { author: 'irina', due: '2031-03-05' });
    const paper = (await irina.get(`/book/entries/${waiting}/print`)).text.replaceAll('\u00a0', ' ');
    expect(paper).toContain('из кабинета. Срок ответа: до 5 марта 2031.');
    expect(paper.match(/Зарегистрировано/g)).toHaveLength(1);
    expect(paper).not.toMatch(/остал|сегодня|Ответим/i);
    const id = await giveAppeal(world, { author: 'irina', answer: 'Починили.' });
    const page = await irina.get(`/book/entries/${id}`);
    await page.form(`/book/entries/${id}/question`).submit({ text: 'Когда проверите ещё раз?' });
    const talk = (await irina.get(`/book/entries/${id}/print`)).html.querySelectorAll('h2');
    expect(talk.map(({ text }) => text.replace(/, \d.*/, ''))).toEqual([
      'Инженер Лыков И. А.',
      expect.stringMatching(/^Белова Ирина/),
    ]);
    const closed = await giveAppeal(world, { author: 'irina', kind: 'gratitude', state: 'dismissed' });
    await world.database.query(
      `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
       VALUES ($1, '2026-03-05T10:00+08', 'dismissed', 'staff', 'Лыков И.', 'Это к соседям.', true)`,
      [closed],
    );
    expect((await irina.get(`/book/entries/${closed}/print`)).text.replaceAll('\u00a0', ' ')).toContain(
      'Закрыто без ответа 5 марта 2026: Это к соседям.',
    );
  });
});

describe('The permission to publish', () => {
  it('is unticked, stands in the entry when it was given, and is taken back with one press', async () => {
    const silent = await writeAppeal(irina, { text: 'Не для всех' });
    expect((await irina.get(`/book/entries/${silent}`)).text).toContain('разрешения опубликовать нет');
    const id = await writeAppeal(irina, { text: 'Для всех', publish: true });
    const entry = await irina.get(`/book/entries/${id}`);
    expect(entry.text).not.toContain('Убрать из книги');
    const form = entry.form(`/book/entries/${id}/withdraw`);
    const page = await (await form.submit({})).follow();
    expect(page.text).toContain('Разрешение отозвано, опубликовать эту запись уже нельзя.');
    expect((await form.submit({})).status).toBe(303);
    const [row] = await world.database.query(
      `SELECT publish, (SELECT count(*)::integer FROM appeal_events WHERE appeal_id = a.id AND kind = 'consent') AS times
       FROM appeals a WHERE id = $1`,
      [id],
    );
    expect(row).toEqual({ publish: false, times: 1 });
  });
});

describe('The list', () => {
  it('goes on page after page, the newest first', async () => {
    const reader = await resident('reader');
    for (let n = 1; n <= 21; n += 1) {
      const registeredAt = new Date(Date.now() - (30 - n) * 60_000);
      await giveAppeal(world, { author: 'reader', title: `Запись ${n}.`, registeredAt });
    }
    const page = await reader.get('/book/entries');
    expect(page.text).toMatch(/Запись 21\. .*Запись 20\. .*Запись 2\. /);
    expect(page.text).not.toContain('Запись 1. ');
    const next = await reader.get(page.link('Показать более ранние'));
    expect(next.text).toContain('Запись 1.');
    expect(next.text).not.toContain('Запись 2.');
  });
});
