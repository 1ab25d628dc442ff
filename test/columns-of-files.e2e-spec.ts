import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { act, finished, hire, list, upload } from './support/office.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let operator: Client;
let accountant: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  operator = await hire(world, 'olga', 'operator', 'Ольга Окнова');
  accountant = await hire(world, 'raisa', 'accountant', 'Раиса Счетова');
});
afterAll(() => world?.stop());

const FILE = [
  'Абоненты на 1 ноября;;;',
  'Код абонента;Где живёт;кв;Кто',
  '1501;г. Иркутск, ул. Лесная, д. 4;1;Ким А. А.',
  '1502;г. Иркутск, ул. Лесная, д. 4;2;Ли Б. Б.',
].join('\n');

describe('A file whose headings are not understood', () => {
  let page: string;

  it('is shown as it was seen, in Russian, with what can be done', async () => {
    const { redirect } = await upload(operator, 'imports/actions/load', 'абоненты.csv', FILE, {
      byHand: 'keep',
    });
    const report = await finished(operator, redirect!);
    expect(report.message).toEqual({
      tone: 'bad',
      text: 'Это не похоже на файл лицевых счетов: в строке заголовков нет столбцов «Лицевой счет», «Адрес».',
    });
    expect(report.tables![0]).toMatchObject({
      head: ['Код абонента', 'Где живёт', 'кв', 'Кто'],
      rows: [
        ['1501', 'г. Иркутск, ул. Лесная, д. 4', '1', 'Ким А. А.'],
        ['1502', 'г. Иркутск, ул. Лесная, д. 4', '2', 'Ли Б. Б.'],
      ],
    });
    expect(report.links![0]!.label).toBe('Сопоставить столбцы');
    page = report.links![0]!.to;
  });

  it('is mapped by choosing from lists, checked again and loaded; the profile stays', async () => {
    const shown = await operator.get(page);
    expect(shown.text).toContain('1501; 1502');
    expect(shown.html.querySelector('#column-3 option[selected]')!.text).toBe('Помещение');
    const form = shown.form(`${page}/accounts`);
    const twice = await form.submit({ name: 'Абоненты', column: ['account', 'account', 'unit', ''] });
    expect(twice.errors).toEqual(['Столбец «Лицевой счет» выбран дважды']);
    const column = ['account', 'address', 'unit', 'owner_name'];
    const done = await form.submit({ name: 'Абоненты', column });
    expect(done.status).toBe(303);
    const job = done.location!.replace('/admin/resources/', '').replace(/\/show$/, '');
    const report = await finished(operator, job);
    expect(report.lines).toContain('Строк: 2. Новых: 2, изменится: 0, без изменений: 0, с ошибками: 0.');
    await finished(operator, (await act(operator, `${job}/load`)).redirect!);
    expect(await world.database.query('SELECT number, owner_name FROM accounts ORDER BY number')).toEqual([
      { number: '1501', owner_name: 'Ким А. А.' },
      { number: '1502', owner_name: 'Ли Б. Б.' },
    ]);

    const [profile] = await list(operator, 'import-profiles');
    expect(profile).toMatchObject({ name: 'Абоненты', kind: 'accounts' });
    expect(await list(accountant, 'import-profiles')).toEqual([]);
    const { redirect } = await upload(operator, 'imports/actions/load', 'декабрь.csv', FILE, {
      ...{ byHand: 'keep', profile: [profile!['id']] },
    });
    expect((await finished(operator, redirect!)).message!.text).toContain('всё в файле уже есть');
  });

  it('may be data of another kind, of those that the person loads; others are not told of it', async () => {
    expect((await operator.get(`${page}/meters`)).text).toContain('загружается как «Счетчики и показания»');
    expect((await operator.get(`${page}/charges`)).status).toBe(404);
    expect((await accountant.get(page)).status).toBe(404);
    expect((await world.visitor().get(page)).status).toBe(303);
  });
});
