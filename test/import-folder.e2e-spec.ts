import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { act, finished, hire } from './support/office.js';
import { type Product, startProduct } from './support/product.js';
import { startWorld, type World } from './support/world.js';

const HEADER = 'Лицевой счет;Адрес;Помещение;Владелец';
const EMAIL = 'olga@example.test';
const SETTINGS = () => ({ IMPORT_DIR: folder, IMPORT_QUIET_SECONDS: '1', FILES_DIR: files });

let world: World;
let folder: string;
let files: string;
let olga: Client;
let other: Product | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-folder-test-'));
  files = await mkdtemp(join(tmpdir(), 'kabinet-folder-files-'));
  world = await startWorld(SETTINGS(), { ownProcess: true });
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await hire(world, 'vera', 'accountant', 'Белова Вера Петровна');
  await eventually(async () => (await names('')).includes('accounts'));
});
afterAll(async () => {
  await other?.stop();
  await world?.stop();
  for (const path of [folder, files]) await rm(path, { recursive: true, force: true });
});

const names = (where: string): Promise<string[]> => readdir(join(folder, where));
const rows = (from: number, count: number, house = 'ул. Лесная, д. 4') =>
  Array.from({ length: count }, (_, n) => `${from + n};${house};${from + n};Иванов И. И.`).join('\n');
const counted = async () =>
  (await world.database.query<{ n: number }>('SELECT count(*)::int AS n FROM accounts'))[0]!.n;

async function drop(where: string, name: string, text: string): Promise<void> {
  await writeFile(join(folder, where, name), text);
}

/** The report beside a file that has been dealt with. */
async function report(where: 'done' | 'failed', name: string): Promise<string> {
  const found = await eventually(async () => {
    const all = await names(where);
    const moved = all.find((one) => one.endsWith(` ${name}`));
    return moved !== undefined && all.find((one) => one === `${moved}.txt`);
  });
  return (await readFile(join(folder, where, found), 'utf8')).replaceAll('\u00a0', ' ');
}

describe('A file that the accounting drops into the folder', () => {
  it('is loaded and moved, with a report beside it and a letter', async () => {
    await drop('accounts', 'Счета ноябрь.csv', `${HEADER}\n${rows(1001, 3)}\n`);
    const text = await report('done', 'Счета ноябрь.csv');
    expect(text).toMatch(/^\uFEFFФайл «Счета ноябрь\.csv» из папки «accounts»: загружен\.\r\n/);
    expect(text).toMatch(/3/);
    expect(await counted()).toBe(3);
    expect(await names('accounts')).toEqual([]);
    const letter = await world.mail.waitForLetter({ to: EMAIL, subject: 'Счета ноябрь' });
    expect(letter.subject).toContain('«Счета ноябрь.csv» загружен');
    const [audited] = await world.database.query<{ actor_name: string }>(
      "SELECT actor_name FROM audit_events WHERE action = 'accounts.imported'",
    );
    expect(audited!.actor_name).toBe('папка обмена');
  });

  it('changes nothing when it comes again', async () => {
    await drop('accounts', 'Счета ещё раз.csv', `${HEADER}\n${rows(1001, 3)}\n`);
    expect(await report('done', 'Счета ещё раз.csv')).toContain('уже был загружен, ничего не изменилось');
    expect(await counted()).toBe(3);
  });

  it('changes nothing when it brings the same payments again', async () => {
    const head = 'Лицевой счет;Дата платежа;Сумма;Номер платежа';
    const text = `${head}\n1001;01.11.2026;100,00;1\n1002;01.11.2026;200,00;2\n`;
    await drop('payments', 'Оплаты.csv', text);
    expect(await report('done', 'Оплаты.csv')).toContain('загружен');
    await drop('payments', 'Оплаты ещё раз.csv', text);
    expect(await report('done', 'Оплаты ещё раз.csv')).toContain('уже был загружен, ничего не изменилось');
    await drop('payments', 'Оплаты по-другому.csv', `${text}\n`);
    expect(await report('done', 'Оплаты по-другому.csv')).toContain('уже был загружен, ничего не изменилось');
    const letter = await world.mail.waitForLetter({ to: 'vera@example.test', subject: 'Оплаты ещё раз' });
    expect(letter.subject).not.toContain('не загружен');
    const sum = 'SELECT count(*)::int AS n FROM payments';
    expect((await world.database.query<{ n: number }>(sum))[0]!.n).toBe(2);
  });

  it('of the same name, size and time as one before is looked at anew', async () => {
    const moment = new Date('2026-11-01T00:00:00Z');
    for (const number of [2001, 2002]) {
      await drop('accounts', 'день.csv', `${HEADER}\n${rows(number, 1)}\n`);
      await utimes(join(folder, 'accounts', 'день.csv'), moment, moment);
      await eventually(async () => (await names('accounts')).length === 0);
    }
    expect(await counted()).toBe(5);
  });

  it('is waited for while it is being written', async () => {
    const path = join(folder, 'accounts', 'большой.csv');
    await writeFile(path, `${HEADER}\n`);
    for (let number = 3001; number < 3021; number += 1) {
      await sleep(400);
      await appendFile(path, `${rows(number, 1)}\n`);
    }
    expect(await report('done', 'большой.csv')).toContain('загружен');
    expect(await counted()).toBe(25);
  });

  it('keeps its name beside one of the same name in another folder', async () => {
    await drop('charges', 'тёзка.csv', 'Лицевой счет;Период\n');
    await drop('balances', 'тёзка.csv', 'Лицевой счет;Долг\n');
    const moved = await eventually(async () => {
      const found = (await names('failed')).filter((name) => name.endsWith('тёзка.csv'));
      return found.length === 2 && found;
    });
    expect(moved.map((name) => name.split(' ')[2]).sort()).toEqual(['balances', 'charges']);
  });

  it('that a program has not finished yet is left alone', async () => {
    for (const name of ['~$счета.csv', '.счета.csv', 'счета.csv.part', 'счета.tmp']) {
      await drop('accounts', name, `${HEADER}\n${rows(4001, 1)}\n`);
    }
    await drop('accounts', 'после.csv', `${HEADER}\n${rows(4002, 1)}\n`);
    await report('done', 'после.csv');
    expect((await names('accounts')).sort()).toEqual(
      ['.счета.csv', 'счета.csv.part', 'счета.tmp', '~$счета.csv'].sort(),
    );
    expect(await counted()).toBe(26);
  });

  it('is read by the profile that the folder is named after', async () => {
    await world.database.query(
      `INSERT INTO import_profiles (name, kind, layout) VALUES ('1С: счета', 'accounts',
         '{"columns":{"account":"Л/С в 1С","address":"Где","unit":"Кв"}}')`,
    );
    expect(await names('')).not.toContain('1С: счета');
    await mkdir(join(folder, '1с: Счета'));
    await drop('1с: Счета', 'из 1С.csv', 'Л/С в 1С;Где;Кв\n5001;ул. Лесная, д. 4;5001\n');
    expect(await report('done', 'из 1С.csv')).toContain('загружен');
    expect(await counted()).toBe(27);
  });

  it('where nothing tells what is in it goes back with words', async () => {
    await drop('', 'ничей.csv', `${HEADER}\n${rows(6001, 1)}\n`);
    const text = await report('failed', 'ничей.csv');
    expect(text).toContain('портал не знает, что в нём');
    expect(text).toContain('  charges — начисления');
    expect(text).toContain('  meters — счетчики и показания');
    const letter = await world.mail.waitForLetter({ to: EMAIL, subject: 'ничей' });
    expect(letter.text).toContain('перенесён в папку «failed»');
  });

  it('that is none of the kind is refused, and says why', async () => {
    await drop('accounts', 'письмо.csv', 'Добрый день;\nфайл пришлём завтра;\n');
    expect(await report('failed', 'письмо.csv')).toMatch(/не загружен[\s\S]*[Сс]толб|заголов/);
    expect(await counted()).toBe(27);
  });

  it('with wrong rows is loaded, and they lie beside it', async () => {
    await drop('accounts', 'с ошибкой.csv', `${HEADER}\n${rows(7001, 2)}\n;ул. Лесная, д. 4;9;Без номера\n`);
    expect(await report('done', 'с ошибкой.csv')).toContain('строка 4');
    const wrong = (await names('done')).find((name) => name.endsWith('с ошибкой — строки с ошибками.csv'));
    expect(await readFile(join(folder, 'done', wrong!), 'utf8')).toContain('Без номера');
    expect(await counted()).toBe(29);
  });

  it('that asks something waits for a person, who loads it from its page', async () => {
    await drop('accounts', 'вопрос.csv', `${HEADER}\n${rows(8001, 1, 'Лесная ул., 4')}\n`);
    const text = await report('failed', 'вопрос.csv');
    expect(text).toContain('нужно решение человека');
    const [, id] = /jobs\/records\/([\w-]+)\/show/.exec(text)!;
    expect(await counted()).toBe(29);
    const begun = await act(olga, `jobs/records/${id}/loadAnyway`);
    const loading = /jobs\/records\/([\w-]+)\/show/.exec(begun.redirect!)![1]!;
    await finished(olga, `jobs/records/${loading}`);
    expect(await counted()).toBe(30);
  });

  it('is loaded once by two instances, of which one is killed at work', async () => {
    other = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url, env: SETTINGS() });
    await drop('accounts', 'убитый.csv', `${HEADER}\n${rows(10_001, 2000)}\n`);
    await eventually(async () => {
      const [job] = await world.database.query("SELECT FROM jobs WHERE title LIKE '%убитый%'");
      return job;
    });
    await world.product.kill();
    await world.product.start();
    expect(await report('done', 'убитый.csv')).toMatch(/загружен/);
    expect(await counted()).toBe(2030);
    expect(await names('accounts')).not.toContain('убитый.csv');
  });
});
