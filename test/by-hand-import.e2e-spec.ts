import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOADS_DATA } from '../src/accounts/import/loads-personal.sql.js';
import type { Client } from './support/client.js';
import { act, checkAndLoad, finished, hire, upload } from './support/office.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const HEADER = 'Лицевой счет;Адрес;Квартира;Площадь;Проживает;Владелец;Закрыт';
const LOAD = 'imports/actions/load';
const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';

let world: World;
let folder: string;
let chief: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-by-hand-'));
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

const row = (
  number: string,
  over: Partial<Record<'house' | 'unit' | 'area' | 'people' | 'owner' | 'closed', string>> = {},
) => {
  const {
    house = HOUSE,
    unit = '15',
    area = '54,3',
    people = '2',
    owner = 'Ким А. А.',
    closed = 'нет',
  } = over;
  return [number, house, unit, area, people, owner, closed].join(';');
};
const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\r\n');

/** Checks a file, and loads it with the same choice where there is anything to load. */
const load = (content: string, byHand = 'keep') =>
  checkAndLoad(chief, LOAD, 'accounts.csv', content, { byHand });

interface Stored {
  id: string;
  owner: string;
  area: string;
  people: number;
  closed: boolean;
  address: string;
  marks: string[];
}

async function stored(number: string): Promise<Stored> {
  const [account] = await world.database.query<Stored>(
    `SELECT id, owner_name AS owner, total_area::text AS area, residents AS people, closed, address,
       ARRAY(SELECT field FROM account_corrections WHERE account_id = p.id ORDER BY field) AS marks
     FROM account_places p WHERE number = $1`,
    [number],
  );
  return account!;
}

async function correct(number: string, job: string, fields: Record<string, string>): Promise<void> {
  const path = `/office/accounts/${(await stored(number)).id}/${job}`;
  const form = (await chief.get(path)).form(path);
  const checked = await form.submit({ ground: 'egrn', paper: '№ 5', ...fields });
  const button = checked.html.querySelector('main button.main')!.text.trim();
  const done = await checked.form(path).submit({}, { button });
  if (done.status !== 303) throw new Error(`${job}: ${done.status} ${checked.errors.join('; ')}`);
}

describe('A file of the accounting that says otherwise than somebody has set by hand', () => {
  it('is told row by row with both values, and does not take the place of what was set unless that is chosen', async () => {
    await load(file(row('1001'), row('1002', { unit: '16' })));
    await correct('1001', 'correct', { owner: 'Ли Вера', area: '60,5' });
    await correct('1001', 'move', { unit: '20' });
    const { checked, loaded } = await load(file(row('1001', { people: '3' }), row('1002', { unit: '16' })));
    expect(checked.lines).toContain('Исправлено вручную, а в файле иначе: 3 (остаётся исправленное).');
    expect(checked.tables![0]!.rows).toEqual([
      [
        '2',
        'Владелец',
        expect.stringContaining('счет 1001. Владелец: вручную «Ли Вера», в файле «Ким А. А.»'),
      ],
      ['2', 'Адрес', expect.stringContaining(`вручную «${HOUSE}, кв. 20», в файле «${HOUSE}, кв. 15»`)],
      [
        '2',
        'Площадь',
        expect.stringMatching(
          /вручную «60,5.м²», в файле «54,3.м²».*Белова Ирина Игоревна, выписка из ЕГРН, № 5/,
        ),
      ],
    ]);
    expect(loaded!.lines!.join(' ')).toContain('изменено: 1, без изменений: 1');
    expect(await stored('1001')).toMatchObject({
      ...{ owner: 'Ли Вера', area: '60.50', people: 3, address: `${HOUSE}, кв. 20` },
      marks: ['owner_name', 'place', 'total_area'],
    });
  });

  it('that has nothing else to say has nothing to load', async () => {
    await load(file(row('1101')));
    await correct('1101', 'correct', { owner: 'Ли Вера' });
    const { checked, loaded } = await load(file(row('1101')));
    expect([checked.lines![1], loaded]).toEqual([
      'Строк: 1. Новых: 0, изменится: 0, без изменений: 1, с ошибками: 0.',
      undefined,
    ]);
  });

  it('takes its place where that is chosen, and the history of the account tells it', async () => {
    await load(file(row('1201')));
    await correct('1201', 'correct', { owner: 'Ли Вера' });
    await correct('1201', 'close', { day: '2026-11-01' });
    const { checked } = await load(file(row('1201')), 'overwrite');
    expect(checked.lines).toContain('Исправлено вручную, а в файле иначе: 2 (заменяется тем, что в файле).');
    const after = await stored('1201');
    expect(after).toMatchObject({ owner: 'Ким А. А.', closed: false, marks: [] });
    const card = (await chief.get(`/office/accounts/${after.id}`)).text.replace(/\s+/g, ' ');
    expect(card).toContain('Исправленное вручную заменено загрузкой: файл «accounts.csv»');
    expect(card).toContain('владелец: было «Ли Вера», стало «Ким А. А.»');
    expect(card).toContain('счет: было «закрыт», стало «открыт»');
  });

  it('leads again from the day on which it says the same', async () => {
    await load(file(row('1301')));
    await correct('1301', 'correct', { owner: 'Ли Вера' });
    // nothing of the file is loaded beside another row that is new
    await load(file(row('1301', { owner: 'Ли Вера' }), row('1302')));
    expect((await stored('1301')).marks).toEqual([]);
    await load(file(row('1301', { owner: 'Ким Иван' })));
    expect(await stored('1301')).toMatchObject({ owner: 'Ким Иван', marks: [] });
  });

  it('does not write over what was set by hand after its report had been read', async () => {
    await load(file(row('1401')));
    await correct('1401', 'correct', { owner: 'Ли Вера' });
    const content = file(row('1401'));
    const { redirect } = await upload(chief, LOAD, 'accounts.csv', content, { byHand: 'overwrite' });
    const job = redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
    await finished(chief, job);
    await correct('1401', 'correct', { area: '70' });
    const late = await finished(chief, (await act(chief, `${job}/load`)).redirect!);
    expect(late.message!.text).toContain('Пока вы читали отчёт');
    expect(await stored('1401')).toMatchObject({ owner: 'Ли Вера', area: '70.00' });
  });

  it('says so to the command line, too, which keeps unless it is told', async () => {
    await load(file(row('1501')));
    await correct('1501', 'correct', { owner: 'Ли Вера' });
    const path = join(folder, 'accounts.csv');
    await writeFile(path, file(row('1501')));
    const kept = await world.product.cli(['import', 'accounts', path]);
    expect(kept.stdout.replaceAll('\u00a0', ' ')).toContain(
      'Исправлено вручную, а в файле иначе: 1 (остаётся исправленное).',
    );
    expect(kept.stdout).toContain(
      'строка 2, Владелец: счет 1501. Владелец: вручную «Ли Вера», в файле «Ким А. А.»',
    );
    expect((await stored('1501')).owner).toBe('Ли Вера');
    await world.product.cli(['import', 'accounts', path, '--overwrite']);
    expect(await stored('1501')).toMatchObject({ owner: 'Ким А. А.', marks: [] });
  });
});

describe('What a file of the accounting changes', () => {
  const history = async (number: string): Promise<string> => {
    const page = await chief.get(`/office/accounts/${(await stored(number)).id}/history`);
    return page.html.querySelector('main')!.text.replace(/\s+/g, ' ');
  };
  const lastLoad = async () => {
    const [load] = await world.database.query<{ id: string; no: number }>(
      'SELECT id, no FROM imports ORDER BY no DESC LIMIT 1',
    );
    return load!;
  };

  it('is told before it is loaded: each account with what stands there and what will, all of it to download', async () => {
    await load(file(row('1601'), row('1602', { unit: '16' }), row('1603', { unit: '17' })));
    await correct('1601', 'correct', { area: '60,5' });
    const content = file(
      row('1601', { area: '41,2', people: '3' }),
      row('1602', { unit: '16', owner: '=Ли Вера', closed: 'да' }),
      row('1603', { unit: '17' }),
    );
    const { checked } = await load(content);
    expect(checked.lines).toContain(
      'Что изменится у известных счетов: владелец — 1, проживает — 1, счет — 1.',
    );
    expect(checked.tables![0]!.rows[0]![2]).toMatch(/исправлено \d+ [а-я]+ \d{4}: Белова Ирина Игоревна, /);
    expect(checked.tables![1]).toEqual({
      caption: 'Что изменится в лицевых счетах: 2',
      head: ['Строка', 'Лицевой счет', 'Что изменится'],
      rows: [
        ['2', '1601', 'Проживает: 2 → 3'],
        ['3', '1602', 'Владелец: Ким А. А. → =Ли Вера; Счет: открыт → закрыт'],
      ],
    });
    const { label, url } = checked.downloads![0]!;
    const left = (await chief.get(url)).body.toString();
    expect([label, left]).toEqual([
      'Скачать все изменения',
      [
        '\uFEFFСтрока;Лицевой счет;Что меняется;В портале;В файле;Исправлено вручную',
        '2;1601;Проживает;2;3;',
        "3;1602;Владелец;Ким А. А.;'=Ли Вера;",
        '3;1602;Счет;открыт;закрыт;',
        '',
      ].join('\r\n'),
    ]);
    const over = await load(content.replace('да', 'нет'), 'overwrite');
    expect(over.checked.tables![1]!.rows[0]![2]).toMatch(
      /^Площадь: 60,5 → 41,2.м² \(исправлено вручную \d+ [а-я]+ \d{4}: Белова Ирина Игоревна, выписка из ЕГРН, № 5\)$/,
    );
    expect(over.loaded!.tables![1]!.caption).toBe('Что изменилось в лицевых счетах: 2');
  });

  it('stands in the history of each account with who has loaded it, also when it was taken back and jobs are gone', async () => {
    await load(file(row('1701', { area: '41,2' }), row('1702', { unit: '16' })));
    const made = await lastLoad();
    await load(file(row('1701', { area: '45', unit: '18' }), row('1702', { unit: '16' })));
    const { id, no } = await lastLoad();
    expect(no).toBe(made.no + 1);
    const place = `адрес ${HOUSE}, кв. 15 → ${HOUSE}, кв. 18`;
    const changed = `Лицевые счета загружены: загрузка № ${no}: ${place}; площадь 41,2 → 45 м² (файл «accounts.csv»)Белова Ирина Игоревна`;
    const begun = `Лицевые счета загружены: загрузка № ${made.no}: счет заведён (файл «accounts.csv»)`;
    expect(await history('1701')).toContain(changed);
    expect(await history('1701')).toContain(begun);
    const other = await history('1702');
    expect([other.includes(begun), other.includes(`№ ${no}`)]).toEqual([true, false]);
    const undone = await act(chief, `imports/records/${id}/undo`);
    expect(undone.message).toContain('отменена');
    await world.database.query('DELETE FROM jobs');
    expect(await history('1701')).toContain(
      `Загрузка лицевых счетов отменена: загрузка № ${no}: адрес ${HOUSE}, кв. 18 → ${HOUSE}, кв. 15; площадь 45 → 41,2 м²`,
    );
    expect(await history('1701')).toContain(changed);
    const list = (await chief.get('/admin/api/resources/imports/actions/list')).body.toString();
    expect(list).toContain(`"number":"${no}"`);
  });

  it('says of an account that stays that it stayed', async () => {
    await load(file(row('1801'), row('1802', { unit: '16' })));
    const { id, no } = await lastLoad();
    await correct('1801', 'correct', { area: '60,5' });
    expect((await act(chief, `imports/records/${id}/undo`)).message).toContain('Осталось');
    const told = await history('1801');
    expect(told).toContain(`загрузка № ${no}: счет остался: с тех пор его изменили или им пользуются`);
    expect(told).toContain(`загрузка № ${no}: счет заведён`);
  });

  it('is kept without a row for what does not change, and forgets the name of an owner who has gone', async () => {
    await load(file(row('1901', { owner: 'Тестова Вера' }), row('1902', { unit: '16' })));
    await load(file(row('1901', { owner: 'Ли Пётр' }), row('1902', { unit: '16' })));
    const { id } = await lastLoad();
    const kept = () => world.database.query('SELECT changed FROM account_loads WHERE import_id = $1', [id]);
    expect(await kept()).toEqual([{ changed: { owner: ['Тестова Вера', 'Ли Пётр', false] } }]);
    await giveResident(world, 'tested');
    const [user] = await world.database.query<{ id: string }>(
      `WITH u AS (UPDATE users SET last_name = 'Тестова' WHERE login = 'tested' RETURNING id)
       INSERT INTO account_links (user_id, account_id) SELECT u.id, $1 FROM u RETURNING user_id AS id`,
      [(await stored('1901')).id],
    );
    await world.database.query(LOADS_DATA.destroyed[0]!.sql, [user!.id]);
    expect(await kept()).toEqual([{ changed: { owner: ['имя удалено', 'Ли Пётр', false] } }]);
    expect(await history('1901')).toContain('владелец имя удалено → Ли Пётр');
  });
});

describe('A file whose houses are not what they seem', () => {
  it('is stopped where nearly each account would get a house of its own, until somebody takes it upon them', async () => {
    const rows = Array.from({ length: 12 }, (_, n) => `${3001 + n};г. Иркутск, ул. Садовая, ${n + 1};40`);
    const content = ['Лицевой счет;Адрес;Площадь', ...rows, ''].join('\r\n');
    const { checked, job, loaded } = await load(content);
    expect(loaded).toBeUndefined();
    expect(checked.message).toMatchObject({ tone: 'wait' });
    expect(checked.message!.text).toContain(
      'Новых домов почти столько же, сколько в них лицевых счетов: 12 и 12',
    );
    expect((await act(chief, `${job}/load`)).status).toBe(409);
    const { redirect } = await act(chief, `${job}/loadAnyway`);
    expect((await finished(chief, redirect!)).message!.text).toBe('Файл загружен.');
    expect((await stored('3012')).address).toBe('г. Иркутск, ул. Садовая, 12');
  });

  it('is stopped where known accounts would move into another spelling of their house', async () => {
    await load(file(row('3101', { house: 'г. Иркутск, ул. Трудовая, д. 7' })));
    const { checked, loaded } = await load(file(row('3101', { house: 'г Иркутск, Трудовая ул, 7' })));
    expect(loaded).toBeUndefined();
    expect(checked.message!.text).toContain('похожих на дома, которые уже есть: 1');
    expect(checked.tables![0]).toEqual({
      caption: 'Похоже, это один и тот же дом',
      head: ['В файле, как новый', 'Уже есть'],
      rows: [['г Иркутск, Трудовая ул, 7', 'г. Иркутск, ул. Трудовая, д. 7']],
    });
    expect((await stored('3101')).address).toBe('г. Иркутск, ул. Трудовая, д. 7, кв. 15');
  });
});

describe('A file with the flat in the address', () => {
  it('brings flats of one house, not a house for each, and the report says once it is there that it was added', async () => {
    const house = 'г. Иркутск, ул. Депутатская, д. 45А';
    const rows = Array.from({ length: 36 }, (_, n) => `${2001 + n};${house}, кв. ${n + 1};40`);
    const { checked, loaded } = await load(['Лицевой счет;Адрес;Площадь', ...rows, ''].join('\r\n'));
    expect(checked.lines).toContain(`Домов, которых ещё нет в системе: 1 («${house}»).`);
    expect(loaded!.lines).toContain(`Добавлено домов: 1 («${house}»).`);
    const houses = await world.database.query<{ address: string; n: number }>(
      `SELECT h.address, count(*)::integer AS n FROM houses h JOIN units u ON u.house_id = h.id
       WHERE h.address LIKE '%Депутатская%' GROUP BY 1`,
    );
    expect(houses).toEqual([{ address: house, n: 36 }]);
    expect((await stored('2007')).address).toBe(`${house}, кв. 7`);
  });
});
