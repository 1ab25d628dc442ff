import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAppeal } from './support/appeals.js';
import type { Client } from './support/client.js';
import { giveEntry } from './support/inbox.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { pdfFile } from './support/pdf-files.js';
import { giveResident, signIn } from './support/resident.js';
import { giveFlat, sendRequest } from './support/requests.js';
import { startWorld, type World } from './support/world.js';

const LONG = 'Очень длинная жалоба на лифт. '.repeat(1500);

let world: World;
let irina: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
});
afterAll(async () => {
  expect(world?.product.errors() ?? []).toEqual([]);
  await world?.stop();
});

const back = (page: Page): string | undefined => page.html.querySelector('.back a')?.getAttribute('href');
const referer = (path: string) => ({ headers: { referer: `${world.product.url}${path}` } });

describe('Whoever has written far too much, without a script that counts', () => {
  it('into the book, gets the form back with all that was typed and the words at the field', async () => {
    const form = (await irina.get('/book/new')).form('/book/new');
    const file = { name: 'Акт.pdf', content: pdfFile(), type: 'application/pdf' };
    const page = await form.submit({
      ...{ kind: 'complaint', topic: 'charges', title: 'Лифт', text: LONG, files: file },
    });
    expect([page.status, page.errorOf('text')]).toEqual([422, 'Слишком длинно: не больше 10000 символов']);
    const again = page.form('/book/new');
    expect(again.value('text')).toBe(LONG.trim());
    expect([again.value('kind'), again.value('topic'), again.value('title')]).toEqual([
      ...['complaint', 'charges', 'Лифт'],
    ]);
    const sent = await (await again.submit({ text: 'Лифт стоит.', files: file })).follow();
    expect(sent.text).toContain('Зарегистрировано, номер К-');
    expect(sent.text).toContain('Акт.pdf');
  });

  it('into «Обратная связь», as a stranger, gets it back too', async () => {
    const visitor = world.visitor();
    for (const text of ['<b>я</b>'.repeat(6000), '—'.repeat(4001), '—'.repeat(100_000)]) {
      const form = (await visitor.get('/contacts')).form('/feedback');
      const page = await form.submit(
        { name: 'Пётр', contact: 'petr@example.test', text },
        referer('/contacts'),
      );
      expect([page.status, page.errorOf('text')]).toEqual([422, 'Слишком длинно: не больше 4000 символов']);
      expect(page.body).not.toContain('<b>я');
      const again = page.form('/feedback');
      expect([again.value('name'), again.value('text')]).toEqual(['Пётр', text]);
      expect((await again.submit({ text: 'Когда включат воду?' })).status).toBe(303);
    }
  });

  it('as an answer or a note of the office, gets it back at its place', async () => {
    const operator = await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
    const id = await giveEntry(world);
    for (const [act, good] of [
      ['note', 'Позвонить'],
      ['answer', 'Починим.'],
    ] as const) {
      const path = `/office/messages/${id}/${act}`;
      const form = (await operator.get(`/office/messages/${id}`)).form(path);
      const page = await form.submit({ text: LONG });
      expect([act, page.status]).toEqual([act, 422]);
      expect(page.text).toContain('Слишком длинно: не больше ');
      expect(page.form(path).value('text')).toBe(LONG.trim());
      expect((await page.form(path).submit({ text: good })).status).toBe(303);
    }
  });

  it('as a question to an answer, a request or a word about it, gets it back at its field', async () => {
    const answered = await giveAppeal(world, { author: 'irina', answer: 'Починили.' });
    const account = await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 41', '15');
    const request = await sendRequest(irina, account);
    for (const [path, action, field] of [
      [`/book/entries/${answered}`, `/book/entries/${answered}/question`, 'text'],
      [`/book/entries/${answered}`, `/book/entries/${answered}/rating`, 'comment'],
      [`/requests/new?account=${account}`, '/requests', 'text'],
      [`/requests/${request}`, `/requests/${request}/messages`, 'text'],
    ] as const) {
      const form = (await irina.get(path)).form(action);
      const page = await form.submit({ [field]: LONG });
      expect([action, page.status]).toEqual([action, 422]);
      expect(page.errorOf(field)).toContain('Слишком длинно: не больше ');
      expect(page.form(action).value(field)).toBe(LONG.trim());
    }
  });

  it('just what fits, of signs that take nine bytes each on their way, is taken', async () => {
    const visitor = world.visitor();
    const asked = (await visitor.get('/contacts')).form('/feedback');
    const typed = { name: 'Пётр', contact: 'petr@example.test', text: '—'.repeat(4000) };
    expect((await asked.submit(typed)).status).toBe(303);
    const form = (await irina.get('/book/new')).form('/book/new');
    const sent = await form.submit({ kind: 'complaint', topic: 'general', text: '—'.repeat(10_000) });
    expect(sent.status).toBe(303);
  });

  it('more than can be shown again, is told the way back to the form', async () => {
    const id = await giveAppeal(world, { author: 'irina', answer: 'Починили.' });
    const ask = (await irina.get(`/book/entries/${id}`)).form(`/book/entries/${id}/question`);
    for (const [form, options, way] of [
      [(await irina.get('/book/new')).form('/book/new'), {}, '/book/new'],
      [ask, {}, `/book/entries/${id}`],
      [ask, referer(`/book/entries/${id}`), `/book/entries/${id}`],
      [ask, { headers: { referer: 'https://evil.example/auth/' } }, `/book/entries/${id}`],
    ] as const) {
      const page = await form.submit({ text: 'я'.repeat(500_000) }, options);
      expect([page.status, back(page), page.link('Вернуться к форме')]).toEqual([413, way, way]);
    }
  });

  it('sends nothing at all from a page of somebody else', async () => {
    const token = (await irina.get('/book/new')).form('/book/new').value('_csrf')!;
    const forged = { _csrf: token, text: LONG };
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const page = await irina.post('/book/new', forged, { headers });
    expect(page.status).toBe(403);
    expect(page.body).not.toContain('Очень длинная');
  });
});

describe('A text whose letters were lost on the way', () => {
  it('is refused at its field with words, in both kinds of form, and nothing is registered', async () => {
    const visitor = world.visitor();
    const form = (await visitor.get('/contacts')).form('/feedback');
    const fields = new URLSearchParams({
      ...{ _csrf: form.value('_csrf')!, _key: form.value('_key')!, name: 'Petr', contact: 'p@example.test' },
    });
    // «Вода» as Windows-1251 has it
    const page = await visitor.post('/feedback', {}, { body: `${fields.toString()}&text=%C2%EE%E4%E0` });
    expect(page.errorOf('text')).toContain('Часть букв не прочиталась');
    const written = await (
      await irina.get('/book/new')
    )
      .form('/book/new')
      .submit({ kind: 'complaint', topic: 'general', text: 'Лифт сто\uFFFDт' });
    expect(written.errorOf('text')).toContain('Часть букв не прочиталась');
    expect(written.form('/book/new').value('text')).toContain('Лифт сто');
    expect(await world.database.query("SELECT FROM appeals WHERE text LIKE '%\uFFFD%'")).toEqual([]);
  });
});

describe('A file whose name has quotes', () => {
  it('is called as its sender calls it, on the page and when it is saved', async () => {
    const page = await (
      await (await irina.get('/book/new')).form('/book/new').submit({
        ...{ kind: 'complaint', topic: 'general', text: 'С актом' },
        files: { name: 'Акт "Лифт" 100%.pdf', content: pdfFile(), type: 'application/pdf' },
      })
    ).follow();
    expect(page.text).toContain('Акт "Лифт" 100%.pdf');
    expect(page.text).not.toContain('%22');
    const link = page.html.querySelector('.files a')!.getAttribute('href')!;
    const saved = await irina.get(link, { check: false });
    expect(saved.headers['content-disposition']).toContain(encodeURIComponent('Акт "Лифт" 100%.pdf'));
  });
});
