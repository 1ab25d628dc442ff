import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readPdf } from './support/pdf.js';
import { startWorld, type World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', COMPANY_NAME: 'УК «Берёзка»' });
});
afterAll(() => world?.stop());

const search = (words: string) => world.visitor().get(`/help?q=${encodeURIComponent(words)}`);

describe('A resident who does not know how', () => {
  it('finds the help from the foot of any page: the five sections of the instruction, then every service', async () => {
    const page = await (await world.visitor().get('/contacts')).click('Помощь');
    const titles = page.html.querySelectorAll('section h2').map((it) => it.text);
    expect(titles.slice(0, 5)).toEqual([
      '1. Как перейти на страницу личного кабинета',
      '2. Регистрация нового пользователя личного кабинета',
      '3. Авторизация пользователя личного кабинета',
      '4. Восстановление забытого пароля',
      '5. Как привязать лицевой счет',
    ]);
    expect(titles.slice(5)).toEqual([
      '6. Посмотреть баланс лицевого счета',
      '7. Передать показания',
      '8. Распечатать квитанцию',
      '9. Отправить заявку в аварийно-диспетчерскую службу',
      '10. Написать в книгу жалоб и предложений',
      '11. Профиль',
      '12. Открыть счет семье, арендатору или тому, кто платит',
      'Вопросы и ответы',
    ]);
    expect(page.text).toContain('УК «Берёзка»: Подтверждение регистрации нового пользователя');
    const told = page.html
      .querySelectorAll('section')
      .map((it) => it.text)
      .join(' ');
    expect(told).not.toContain('Макском');
  });

  it('sees pictures, which come only when they are looked at and do not make the page jump', async () => {
    const page = await world.visitor().get('/help');
    const pictures = page.html.querySelectorAll('main img');
    expect(pictures.length).toBeGreaterThan(12);
    for (const picture of pictures) {
      expect(picture.getAttribute('loading')).toBe('lazy');
      expect(Number(picture.getAttribute('width'))).toBeGreaterThan(100);
      expect(Number(picture.getAttribute('height'))).toBeGreaterThan(50);
      expect(picture.getAttribute('alt')).toMatch(/\.$/);
      const file = await world.visitor().request('GET', picture.getAttribute('src')!, { check: false });
      expect([file.status, file.headers['content-type']]).toEqual([200, 'image/png']);
    }
  });

  it.each([
    ['письмо не пришло', 'Не пришло письмо. Что делать?'],
    ['кодового слова', 'Как узнать кодовое слово?'],
    ['СУММА БОЛЬШЕ', 'Почему сумма больше, чем в прошлом месяце?'],
    ['счётчик цифры', 'Какие цифры счетчика передавать?'],
    ['родители', 'Можно ли вести кабинет за родителей?'],
    ['ключ доступа', 'Как входить без пароля'],
    ['пригласить арендатора', 'Как пригласить'],
    ['удалить кабинет', 'Как удалить кабинет'],
  ])('finds the answer by «%s»', async (words, question) => {
    const page = await search(words);
    expect(page.html.querySelectorAll('h3').map((it) => it.text)).toContain(question);
    expect(page.text).toMatch(/: \d+\sответ/);
  });

  it.each(['абракадабра', '!!!', "'; DROP TABLE users; --", 'ё'.repeat(400)])(
    'is told so where nothing was found by «%s»',
    async (words) => {
      const page = await search(words);
      expect(page.status).toBe(200);
      expect(page.text).toContain('ничего не нашлось');
      expect(page.html.querySelectorAll('section.help')).toHaveLength(0);
    },
  );

  it('gets all of it as one PDF for the wall, with pictures and the address as a code', async () => {
    const answer = await world.visitor().request('GET', '/help/instruction.pdf', { check: false });
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(answer.bytes.length).toBeLessThan(600 * 1024);
    const text = readPdf(answer.bytes)
      .pages.map((page) => page.text)
      .join(' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain('Инструкция по работе с личным кабинетом УК «Берёзка»');
    expect(text).toContain('5.4. На Шаге 3 выберите свой лицевой счет');
    expect(text).toContain('Как узнать кодовое слово?');
    expect(answer.bytes.toString('latin1').match(/\/Subtype\s*\/Image/g)!.length).toBeGreaterThan(12);
  });

  it('is told where the pictures show another company', async () => {
    const made = JSON.parse(readFileSync('public/help/pictures.json', 'utf8')) as { company: string };
    const page = await world.visitor().get('/help');
    expect(page.text).toContain(`Картинки сделаны в кабинете ${made.company}`);
  });

  it.each([
    ['/auth/?forgot_password=yes', 'Не приходит письмо?'],
    ['/auth/?register=yes', 'Что такое логин?'],
    ['/auth/index.php?change_password=yes', 'Где взять контрольную строку?'],
  ])('has short help beside what people stumble on at %s', async (path, summary) => {
    const page = await world.visitor().get(path);
    expect(page.html.querySelectorAll('details.aid summary').map((it) => it.text)).toContain(summary);
  });
});
