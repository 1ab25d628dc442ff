import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appealEventsOf, appealOf, dayFromNow } from './support/inbox.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import { pdfFile } from './support/pdf-files.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let operator: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  operator = await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
  await world.database.query(
    `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Ясная, д. 3') RETURNING id),
     unit AS (INSERT INTO units (house_id, number, type) SELECT id, '7', 'flat' FROM house RETURNING id)
     INSERT INTO accounts (number, owner_name, unit_id) SELECT '0070070', 'Ясенева Мила Петровна', id FROM unit`,
  );
});
afterAll(() => world?.stop());

const form = async () => (await operator.get('/office/messages/new')).form('/office/messages/new');

async function send(filling: Parameters<Awaited<ReturnType<typeof form>>['submit']>[0]) {
  return (await form()).submit({ topic: 'general', ...filling }, { button: 'Зарегистрировать' });
}
const count = async () =>
  Number((await world.database.query<{ n: string }>('SELECT count(*) AS n FROM appeals'))[0]!.n);

describe('A letter on paper', () => {
  it('gets a number that is written on it, a slip, and a term that runs from the day it came', async () => {
    const answer = await send({
      ...{ name: 'Иванов Пётр Ильич', address: 'ул. Садовая, 1', received: dayFromNow(-7), topic: 'general' },
      text: 'Прошу починить крыльцо',
    });
    const page = await answer.follow();
    expect(page.text).toMatch(/Напишите на письме:\s*К-20\d\d-\d{6}/);
    const id = page.path.split('/').at(-1)!;
    const appeal = await appealOf(world, id);
    expect(appeal).toMatchObject({ channel: 'paper', received_day: dayFromNow(-7), paper_answer: true });
    expect(appeal['postal_address']).toBe('ул. Садовая, 1');
    expect(appeal['title']).toBe('Прошу починить крыльцо');
    const slip = await page.click('Талон для печати');
    expect(slip.text).toContain(`Вх. № ${String(appeal['number'])}`);
  });

  it('may be a scan alone, of somebody whom the portal knows', async () => {
    const found = await (await form()).submit({ find: 'ясенева', text: 'не потеряйте' }, { button: 'Найти' });
    expect(found.text).toContain('Ясная, 3');
    const next = found.form('/office/messages/new');
    expect(next.value('text')).toBe('не потеряйте');
    const sender = found.html.querySelectorAll('[name=sender]').map((one) => one.getAttribute('value')!);
    const answer = await next.submit(
      {
        ...{ sender: sender.find((value) => value !== '')!, topic: 'general', text: '' },
        files: { name: 'Скан.pdf', content: pdfFile(), type: 'application/pdf' },
      },
      { button: 'Зарегистрировать' },
    );
    const id = (await answer.follow()).path.split('/').at(-1)!;
    const appeal = await appealOf(world, id);
    expect(appeal).toMatchObject({
      author_name: 'Ясенева Мила Петровна',
      text: 'Текст в приложенном скане.',
    });
    expect(appeal['account_id']).not.toBeNull();
    expect((await operator.get(`/office/messages/${id}`)).text).toContain('Скан.pdf');
  });

  it('is refused in words with a day that is none, to come or long past, without an author, a text or a way to answer', async () => {
    const good = { name: 'Иванов', address: 'Садовая, 1', text: 'Текст' };
    const before = await count();
    const tries: [Record<string, string | boolean>, string][] = [
      [{ ...good, received: dayFromNow(1) }, 'ещё не наступил'],
      [{ ...good, received: dayFromNow(-400) }, 'Больше года назад'],
      [{ ...good, received: '2026-02-30' }, 'Такого дня нет'],
      [{ ...good, topic: '' }, 'Выберите тему'],
      [{ ...good, name: '' }, 'от кого письмо'],
      [{ ...good, text: '' }, 'приложите скан'],
      [{ ...good, address: '' }, 'куда отправить ответ'],
      [{ ...good, paperAnswer: false }, 'иначе ответить некуда'],
      [{ ...good, sender: '00000000-0000-4000-8000-000000000000.' }, 'найдите его ещё раз'],
    ];
    for (const [filling, told] of tries) {
      const page = await send(filling);
      expect([told, page.status, page.text.includes(told)]).toEqual([told, 422, true]);
      expect(page.form('/office/messages/new').value('name')).toBe(String(filling['name']));
    }
    expect(await count()).toBe(before);
  });

  it('sent twice by one press has one number', async () => {
    const page = await form();
    const before = await count();
    const filling = { name: 'Дважды', address: 'Садовая, 2', topic: 'general', text: 'Один раз' };
    const answers = await Promise.all([1, 2].map(() => page.submit(filling, { button: 'Зарегистрировать' })));
    expect(answers[0]!.location).toBe(answers[1]!.location);
    expect(await count()).toBe(before + 1);
  });

  it('is answered on a sheet with number, date and addressee, and marked as sent by post', async () => {
    const sent = await send({ name: 'Иванов Пётр Ильич', address: 'Садовая, 1', text: 'Крыльцо' });
    const id = (await sent.follow()).path.split('/').at(-1)!;
    const entry = await operator.get(`/office/messages/${id}`);
    expect((await operator.get(`/office/messages/${id}/letter`)).status).toBe(404);
    await entry.form(/answer$/).submit({ text: 'Починим до 5 декабря' }, { button: 'Отправить Ctrl Enter' });
    const letter = await operator.get(`/office/messages/${id}/letter`);
    for (const text of ['Починим до 5 декабря', 'Иванов Пётр Ильич', 'Садовая, 1', 'Ольга Тарасова']) {
      expect(letter.text).toContain(text);
    }
    const answered = await operator.get(`/office/messages/${id}`);
    await answered.form(/posted$/).submit({ text: '66400000000001' });
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'answered', 'posted']);
    expect((await operator.get(`/office/messages/${id}`)).text).toContain('Ответ отправлен почтой');
  });
});
