import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALL_STAFF } from '../src/panel/person.js';
import { tour } from '../src/pages/office-help/tour.js';
import type { Client } from './support/client.js';
import { enterOffice, hire, loadDemo } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let operator: Client;
let demo: Awaited<ReturnType<typeof loadDemo>>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', COMPANY_NAME: 'УК «Берёзка»' });
  demo = await loadDemo(world);
  operator = await hire(world, 'olga', 'operator', 'Ольга Тарасова');
});
afterAll(() => world?.stop());

/** The card of a flat of the demo company. */
async function accountPath(): Promise<string> {
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM accounts LIMIT 1');
  return `/office/accounts/${row!.id}`;
}

const search = (words: string) => operator.get(`/office/help?q=${encodeURIComponent(words)}`);

describe('Whoever is new in the office', () => {
  it('opens the manual from the head of any page, and from the list of keys', async () => {
    const page = await (await operator.get('/office')).click('Помощь');
    expect(page.html.querySelector('h1')!.text).toBe('Инструкция для офиса');
    const contents = page.html.querySelectorAll('nav.jobs a').map((link) => link.getAttribute('href')!);
    expect(contents.length).toBeGreaterThan(15);
    for (const href of contents) expect(page.html.querySelector(href)).not.toBeNull();
    // the list of keys shows the same line
    expect(page.html.querySelector('[data-own-key] a[href="/office/help"]')).not.toBeNull();
    const pictures = page.html.querySelectorAll('main img');
    expect(pictures.length).toBeGreaterThan(7);
    for (const picture of pictures) {
      expect(picture.getAttribute('loading')).toBe('lazy');
      expect(picture.getAttribute('alt')).toMatch(/\.$/);
      const file = await operator.request('GET', picture.getAttribute('src')!, { check: false });
      expect([file.status, file.headers['content-type']]).toEqual([200, 'image/png']);
    }
  });

  it.each([
    ['потерял почту', 'Потерял почту или ошибся в адресе'],
    ['листок', 'Выдать кодовое слово и листок'],
    ['КВИТАНЦИЮ', 'Распечатать квитанцию'],
    ['счётчик телефон', 'Записать показания по телефону'],
    ['уволился', 'Принять сотрудника, закрыть доступ'],
    ['авария', 'Стол диспетчера'],
    // a letter wrong, missing, added
    ['квитонцию', 'Распечатать квитанцию'],
    ['уволлся', 'Принять сотрудника, закрыть доступ'],
    ['потерял поочту', 'Потерял почту или ошибся в адресе'],
  ])('finds the job by «%s»', async (words, job) => {
    const page = await search(words);
    expect(page.html.querySelectorAll('h3').map((it) => it.text)).toContain(job);
    expect(page.text).toMatch(/: \d+\sответ/);
  });

  it('is told by which word the answers were found, where it is another one', async () => {
    expect((await search('квитонцию')).text.replace(/\s+/g, ' ')).toMatch(
      /По запросу «квитонцию» ничего не нашлось\. По запросу «квитанци\p{L}+»: \d+ ответ/u,
    );
    expect((await search('квитанцию')).text).not.toContain('ничего не нашлось');
  });

  it.each(['абракадабра', '!!!', "'; DROP TABLE users; --", 'ё'.repeat(400)])(
    'is told so where nothing was found by «%s»',
    async (words) => {
      const page = await search(words);
      expect(page.status).toBe(200);
      expect(page.text).toContain('ничего не нашлось');
      expect(page.html.querySelectorAll('.job')).toHaveLength(0);
    },
  );

  it('gets all of it as one PDF for the wall, with pictures, keys and the address as a code', async () => {
    const answer = await operator.request('GET', '/office/help/instruction.pdf', { check: false });
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.bytes.length).toBeLessThan(600 * 1024);
    const text = readPdf(answer.bytes)
      .pages.map((page) => page.text)
      .join(' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain('Инструкция для офиса УК «Берёзка»');
    expect(text).toContain('Выдать кодовое слово и листок');
    expect(text).toContain('F2 — верно, так и есть');
    expect(text).toContain('/office/help');
    expect(answer.bytes.toString('latin1').match(/\/Subtype\s*\/Image/g)!.length).toBeGreaterThan(7);
  });

  it('is told the keys that the pages have', async () => {
    const card = await accountPath();
    const told = async (id: string): Promise<Record<string, string>> => {
      const job = (await operator.get('/office/help')).html.querySelector(`#${id}`)!;
      const keys = job.querySelectorAll('.own-keys span').map((one) => {
        const [key = '', ...words] = one.text.trim().split(/\s+/);
        return [words.join(' '), key] as const;
      });
      return Object.fromEntries(keys);
    };
    const keyOf = async (path: string, words: RegExp): Promise<string> => {
      const all = (await operator.get(path)).html.querySelectorAll('main [data-key]');
      const code = all
        .find((one) => words.test(one.text))!
        .getAttribute('data-key')!
        .replace('Key', '');
      return 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ'['QWERTYUIOPASDFGHJKLZXCVBNM'.indexOf(code)]!;
    };
    for (const [id, path, job, words] of [
      ['papers', `${card}/papers`, 'выдать справку', /Выдать справку/],
      ['papers', `${card}/papers`, 'выдать выписку', /Выдать выписку/],
      ['card', card, 'квитанция', /^Квитанция/],
      ['card', card, 'показания', /Показания/],
      ['card', card, 'исправить', /Исправить/],
    ] as const) {
      expect([id, job, (await told(id))[job]]).toEqual([id, job, await keyOf(path, words)]);
    }
  });

  it('finds a job by the words that people come with', async () => {
    for (const [words, heading] of [
      ['не пришло письмо', 'Не дошло письмо'],
      ['пришёл новый владелец', 'Отметить владельца'],
      ['отключили воду', 'Объявить отключение'],
    ] as const) {
      const found = (await search(words)).html.querySelectorAll('.job h3').map((one) => one.text);
      expect([words, found.some((one) => one.startsWith(heading))]).toEqual([words, true]);
    }
  });

  it('is offered no first day outside of a trial, and strangers no manual', async () => {
    expect((await operator.get('/office/help')).text).not.toContain('Первый день');
    expect((await world.visitor().get('/office/help')).location).toMatch('/staff/login');
  });

  it.each(ALL_STAFF)('is led through the first day only to pages that the role %s may open', async (role) => {
    const staff = await hire(world, `first-${role}`, role, 'Новый Человек');
    const tasks = tour({ phone: '8 (3952) 00-00-00' }, role);
    const all = tour({ phone: '8 (3952) 00-00-00' }, 'administrator');
    for (const [at, { where }] of tasks.entries()) {
      const href = all[at]!.where.href!;
      if (href === '/dev/mail') continue;
      const { status } = await staff.get(href, { check: false });
      expect([href, status]).toEqual([href, where.href === undefined ? 403 : 200]);
    }
  });

  it('is led through the first day by people that the demo company has', async () => {
    const { login, password } = demo.people.find((one) => one.login === 'operator')!;
    const staff = await enterOffice(world, login, password);
    const tasks = tour({ phone: '8 (3952) 00-00-00' }, 'operator');
    expect(tasks.length).toBeGreaterThan(7);
    for (const { where } of tasks.filter(({ where: { href } }) => href !== '/dev/mail')) {
      const href = where.href!;
      const page = await staff.get(href, { check: false });
      expect([href, page.status]).toEqual([href, 200]);
      if (!href.includes('/search')) continue;
      // the flat that the link names is the first that is found
      const said = where.text.replace(/Поиск «лесная 4 5»/, 'Лесная, 4, кв. 5');
      expect(page.html.querySelector('.found a')!.text.replace(/\s+/g, ' ')).toContain(said);
    }
  });
});
