import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveEntry } from './support/inbox.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import { pdfFile } from './support/pdf-files.js';
import { giveFlat } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let operator: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 4', '15');
  irina = await signIn(world, 'irina');
  operator = await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
});
afterAll(() => world?.stop());

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('The confirmation of an entry', () => {
  it('tells a resident all that was sent: day, subject, words, files, and where the paper goes', async () => {
    const form = (await irina.get('/book/new')).form('/book/new');
    await form.submit({
      ...{ kind: 'complaint', topic: 'charges', text: 'Счёт за воду вдвое больше.\nПроверьте.' },
      ...{ title: 'Вода за ноябрь', paper: true, postal: 'г. Иркутск, ул. Лесная, д. 4, кв. 15' },
      files: { name: 'Квитанция.pdf', content: pdfFile(), type: 'application/pdf' },
    });
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'зарегистрировано' });
    for (const text of [letter.text, letter.html.replaceAll('<br>', '\n').replace(/<[^>]+>/g, '')]) {
      expect(plain(text)).toMatch(/ваше обращение \d+ [а-я]+ 20\d\d\. Его номер: К-20\d\d-\d{6}\./);
      for (const line of [
        ...['Вид: жалоба', 'Тема: Начисления и оплата', 'Коротко: Вода за ноябрь'],
        ...['Файлы: Квитанция.pdf', 'Ответ на бумаге: г. Иркутск, ул. Лесная, д. 4, кв. 15'],
        ...['Счёт за воду вдвое больше.', 'Проверьте.', '/book/entries/'],
      ]) {
        expect(plain(text)).toContain(line);
      }
    }
    const office = await world.mail.waitForLetter({
      to: 'office@kabinet.maxkom.ru',
      subject: 'Новое обращение',
    });
    expect(office.text).toContain('Файлы: Квитанция.pdf');
  });

  it('does not say again what the text begins with', async () => {
    const form = (await irina.get('/book/new')).form('/book/new');
    await form.submit({
      ...{ kind: 'complaint', topic: 'general', text: 'добрый день, в подъезде темно. Третий день.' },
    });
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'зарегистрировано' });
    expect(letter.text).not.toMatch(/Коротко|Тема/);
    expect(letter.text).toContain('добрый день, в подъезде темно. Третий день.');
  });

  it('of a paper tells the day on which the paper came, and a stranger none of their words', async () => {
    const form = (await operator.get('/office/messages/new')).form('/office/messages/new');
    const day = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
    await form.submit(
      {
        ...{ name: 'Иванов Пётр', address: 'Садовая, 1', email: 'paper@example.test', paperAnswer: false },
        ...{ topic: 'staff', received: day, text: 'Дворник не приходит.' },
        files: { name: 'Скан Иванова.pdf', content: pdfFile(), type: 'application/pdf' },
      },
      { button: 'Зарегистрировать' },
    );
    const letter = await world.mail.waitForLetter({ to: 'paper@example.test', subject: 'зарегистрировано' });
    expect(plain(letter.text)).toMatch(/Получено: \d+ [а-я]+ 20\d\d/);
    expect(letter.text).toContain('Вид: жалоба на бумаге');
    expect(letter.text).toContain('Тема: Работа сотрудников и подрядчиков');
    expect(letter.text).toContain('Файлов: 1');
    expect(letter.raw + letter.text + letter.html).not.toMatch(/Дворник|Иванов|Садовая|Скан/);
  });
});

describe('Whoever is answered', () => {
  const answer = async (text: string, email: string) => {
    const id = await giveEntry(world, { email });
    const page = await operator.get(`/office/messages/${id}`);
    const form = page.form(`/office/messages/${id}/answer`);
    await form.submit({ text }, { button: 'Отправить Ctrl Enter' });
    return (await world.mail.waitForLetter({ to: email, subject: 'Ответ на обращение' })).text;
  };

  it.each([
    ['with a greeting of the answer', 'Здравствуйте, Вера Сергеевна!\n\nМы проверили лифт.'],
    ['with another greeting of the answer', 'Добрый день! Мы проверили лифт.'],
    ['without one', 'Мы проверили лифт.'],
  ])('%s is greeted once', async (how, text) => {
    const letter = await answer(text, `${how.replaceAll(' ', '-')}@example.test`);
    expect(letter.match(/здравствуйте|добрый день/gi)).toHaveLength(1);
    expect(letter).toMatch(/на ваше обращение № К-20\d\d-\d{6} «Шум лифта по ночам»\./);
    expect(letter).toContain('Мы проверили лифт.');
  });

  it('by a supplied template is greeted once, in words with their ё', async () => {
    const templates = await world.database.query<{ text: string }>('SELECT text FROM answer_templates');
    expect(templates.map(({ text }) => text).join()).not.toMatch(/расчет/i);
    const spoken = templates.map(({ text }) => text.replace(/\{[а-я]+\}/g, 'Вера'));
    for (const [index, text] of spoken.entries()) {
      expect((await answer(text, `template${index}@example.test`)).match(/здравствуйте/gi)).toHaveLength(1);
    }
  });

  it('without an answer is greeted once, too', async () => {
    const id = await giveEntry(world, { email: 'dismissed@example.test', kind: 'question' });
    const form = (await operator.get(`/office/messages/${id}`)).form(/dismiss$/);
    await form.submit({ text: 'Добрый день! Это вопрос к соседней компании.' });
    const { text } = await world.mail.waitForLetter({ to: 'dismissed@example.test', subject: 'закрыто' });
    expect(text.match(/здравствуйте|добрый день/gi)).toHaveLength(1);
  });
});

describe('The history that the office reads', () => {
  it('tells apart who gave an entry and who got it', async () => {
    await hire(world, 'lykov', 'operator', 'Лыков Игорь');
    const id = await giveEntry(world);
    const page = await operator.get(`/office/messages/${id}`);
    const person = page.html
      .querySelectorAll('#forward-staff option')
      .find(({ text }) => text.includes('Лыков'))!;
    await page.form(/forward$/).submit({ staff: person.getAttribute('value')!, note: 'Ваш дом' });
    const lines = (await operator.get(`/office/messages/${id}`)).html.querySelectorAll('.line-of li');
    const line = lines.find(({ text }) => text.includes('Передано'))!;
    expect(line.querySelector('time')!.text).toMatch(/, Ольга Тарасова$/);
    expect(line.querySelector('time + br + span')!.text).toMatch(/^Передано: Лыков Игорь(?! Ольга)/);
  });
});
