import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbook } from '../src/imports/workbook.js';
import type { Client } from './support/client.js';
import { hold } from './support/holder.js';
import { act, finished, hire, list, type Report, upload } from './support/office.js';
import { startWorld, type World } from './support/world.js';

type Role = 'operator' | 'accountant' | 'administrator';
const ROLES: Role[] = ['operator', 'accountant', 'administrator'];
const [FIRST, SECOND] = ['0100000001', '0100000002'];
const METERS = `account;meter_id;number;resource;tariffs;place;verify_due;Номер ПУ в ГИС ЖКХ
${FIRST};М-1;17-001;ХВС;1;=Кухня;2029-05-11;70000000001
${FIRST};М-2;17-002;ЭЛ;2;;;70000000002
${SECOND};М-3;17-003;ГВС;1;;;
`;
/** What is read of a file that readings.csv writes. */
const HEAD =
  'account;meter_id;number;resource;period;value1;value2;value3;taken_on;submitted_at;source;status';

let world: World;
let staff: Record<Role, Client>;
let house: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-readings-test-'));
  world = await startWorld({ THROTTLE_FACTOR: '1000', FILES_DIR: folder });
  const administrator = await hire(world, 'chief', 'administrator', 'Вера Главная');
  staff = {
    administrator,
    operator: await hire(world, 'clerk', 'operator', 'Пётр Клерков', administrator),
    accountant: await hire(world, 'money', 'accountant', 'Раиса Счетова', administrator),
  };
  const [row] = await world.database.query<{ id: string }>(
    `WITH house AS (INSERT INTO houses (address) VALUES ('ул. Лесная, д. 4'), ('ул. Лесная, д. 6') RETURNING id, address),
          unit AS (INSERT INTO units (house_id, number) SELECT id, '15' FROM house RETURNING id, house_id),
          account AS (INSERT INTO accounts (unit_id, number, owner_name)
            SELECT unit.id, CASE address WHEN 'ул. Лесная, д. 4' THEN '${FIRST}' ELSE '${SECOND}' END, '+Ким А. А.'
            FROM unit JOIN house ON house.id = unit.house_id)
     SELECT id FROM house WHERE address = 'ул. Лесная, д. 6'`,
  );
  house = row!.id;
  const checked = await staff.operator.get('/office');
  expect(checked.status).toBe(200);
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await world.database.query('DELETE FROM meter_readings');
});

/** Readings of a month, as residents have sent them. */
async function give(month: string, readings: Record<string, string>, source = 'cabinet'): Promise<void> {
  for (const [number, values] of Object.entries(readings)) {
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, created_at)
       SELECT id, $2, $3::numeric[], $4, $5, 'accepted', '2026-11-20T03:04:05Z' FROM meters WHERE number = $1`,
      [number, `${month}-01`, values, `${month}-20`, source],
    );
  }
}

/** Sends readings by the panel, of all months unless one is told, after the check; gives the page of the job, and its address. */
async function send(
  who: Client,
  fields: Record<string, unknown> = {},
  path = 'reading-exports/actions/send',
) {
  const scope = path.endsWith('/send') ? { house: [], everything: fields['period'] === undefined } : {};
  const form = { format: 'csv', encoding: 'utf-8', ...scope, ...fields };
  const answer = await act(who, path, form, randomUUID(), true);
  if (!answer.redirect) throw new Error(JSON.stringify(answer));
  return { report: await finished(who, answer.redirect), page: answer.redirect };
}

async function download(who: Client, report: Report): Promise<string> {
  const page = await who.get(report.downloads![0]!.url);
  expect(page.status).toBe(200);
  return page.body;
}

/** The rows of the only sheet of a book that the product has left. */
async function sheet(page: string): Promise<{ name: string; rows: readonly (readonly string[])[] }> {
  const [job] = await world.database.query<{ file: string }>(
    `SELECT result->>'file' AS file FROM jobs WHERE id = $1`,
    [/records\/([^/]+)/.exec(page)![1]],
  );
  const [found] = await openWorkbook(await readFile(join(folder, job!.file)));
  const rows: (readonly string[])[] = [];
  for await (const lines of found!.rows()) rows.push(...lines.map(({ cells }) => cells));
  return { name: found!.name, rows };
}

describe('The import of meters in the panel', () => {
  it('is checked by a job, then loaded by another, for operators and administrators', async () => {
    expect((await upload(staff.accountant, 'imports/actions/loadMeters', 'm.csv', METERS)).status).toBe(403);
    const wrong = `${METERS}0999;;17-009;ХВС;;;;\n`;
    const { redirect } = await upload(staff.operator, 'imports/actions/loadMeters', 'счетчики.csv', wrong);
    const report = await finished(staff.operator, redirect!);
    expect(report.message).toEqual({
      tone: 'wait',
      text: 'Файл проверен, в портале пока ничего не изменилось. Строки с ошибками пропускаются.',
    });
    expect(report.tables![0]!.rows).toEqual([['5', 'account', 'лицевого счета «0999» в портале нет']]);
    expect(await download(staff.operator, report)).toContain(
      '0999;;17-009;ХВС;;;;;5;account: лицевого счета',
    );
    expect((await staff.accountant.get(report.downloads![0]!.url)).status).toBe(404);

    const job = redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
    expect((await staff.accountant.get(`/admin/api/resources/${job}/report`)).status).toBe(404);
    expect((await act(staff.accountant, `${job}/load`)).status).toBe(404);
    const loaded = await finished(staff.operator, (await act(staff.operator, `${job}/load`)).redirect!);
    expect(loaded.lines!.join(' ')).toContain('Счетчики: добавлено 3, изменено 0.');
    const [entry] = await list(staff.operator, 'imports');
    expect(entry).toMatchObject({ kind: 'meters', fileName: 'счетчики.csv', added: '3', wrong: '1' });

    const again = await finished(staff.operator, (await act(staff.operator, `${job}/load`)).redirect!);
    expect(again.lines!.join(' ')).toContain('новых 0, с изменениями 0, без изменений 3');
  });
});

describe('The export of readings', () => {
  it('says so when the house is not there', async () => {
    const { report } = await send(staff.accountant, { house: [randomUUID()] });
    expect(report.message).toMatchObject({ tone: 'bad', text: expect.stringContaining('Такого дома нет') });
  });

  it('sends what was accepted, once, and can be fetched again in any format', async () => {
    await give('2026-11', { '17-001': '{130.450}', '17-002': '{1000,500}' });
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, reject_reason)
       SELECT id, date '2026-11-01', '{1}'::numeric[], date '2026-11-20', 'cabinet', 'rejected', 'Нет' FROM meters WHERE number = '17-003'
       UNION ALL SELECT id, '2026-11-01', '{1}', '2026-11-20', 'cabinet', 'sent', NULL FROM meters WHERE number = '17-003'`,
    );
    const { report, page } = await send(staff.accountant);
    expect(report.message!.text).toMatch(/^Выгрузка № \d+: 2 показания\./);
    const csv = await download(staff.accountant, report);
    expect(csv).toBe(
      `\ufeff${HEAD}\r\n` +
        `${FIRST};М-1;17-001;cold_water;2026-11;130.45;;;2026-11-20;2026-11-20T11:04:05+08:00;cabinet;accepted\r\n` +
        `${FIRST};М-2;17-002;electricity;2026-11;1000;500;;2026-11-20;2026-11-20T11:04:05+08:00;cabinet;accepted\r\n`,
    );
    const nothing = await send(staff.operator);
    expect(nothing.report.message!.text).toContain('Принятых показаний, которые ещё не выгружены, нет');
    const [row, ...others] = await list(staff.operator, 'reading-exports');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ staff: 'Раиса Счетова', rows: '2', format: 'csv' });

    const fetch = `reading-exports/records/${row!['id']}/fetch`;
    for (const role of ROLES) {
      const again = await send(staff[role], { encoding: 'windows-1251' }, fetch);
      expect((await download(staff[role], again.report)).split('\r\n')).toHaveLength(4);
    }
    const comma = await send(staff.operator, { comma: true }, fetch);
    expect(await download(staff.operator, comma.report)).toContain(
      `${FIRST};М-1;17-001;cold_water;2026-11;130,45;;;2026-11-20;`,
    );
    const oneS = await send(staff.operator, { format: 'csv_1s' }, fetch);
    expect(await download(staff.operator, oneS.report)).toBe(
      `\ufeff${FIRST};'+Ким А. А.;;;ул. Лесная, д. 4, кв. 15;9;17-001;'=Кухня;11.05.2029;130.45;20.11.2026;;` +
        `3;17-002;;;1000;20.11.2026;;4;17-002;;;500;20.11.2026;\r\n`,
    );
    const condo = await send(staff.operator, { format: 'xlsx' }, fetch);
    const { rows } = await sheet(condo.page);
    expect(rows[0]!.slice(0, 5)).toEqual([
      'Дата показаний',
      'Адрес',
      'Помещение',
      'Тип помещения',
      'Лицевой счет',
    ]);
    expect(rows[1]).toEqual([
      ...[
        '20.11.2026',
        'ул. Лесная, д. 4',
        '15',
        'Квартира',
        FIRST,
        'ХВС',
        '17-001',
        '=Кухня',
        '130.45',
        '',
        '',
        '',
      ],
      ...['+Ким А. А.', 'Личный кабинет', 'APPROVED', 'Принято', '11.05.2029', 'Действует'],
    ]);
    const gis = await sheet((await send(staff.operator, { format: 'gis' }, fetch)).page);
    expect(gis).toEqual({
      name: 'Импорт показаний ИПУ',
      rows: [
        [
          'Адрес дома',
          'Номер ПУ в ГИС ЖКХ',
          'Коммунальный ресурс',
          'Период',
          'Т1',
          'Т2',
          'Т3',
          'Дата снятия',
        ],
        ['ул. Лесная, д. 4', '70000000001', 'Холодная вода', '11.2026', '130.45', '', '', '20.11.2026'],
        [
          'ул. Лесная, д. 4',
          '70000000002',
          'Электрическая энергия',
          '11.2026',
          '1000',
          '500',
          '',
          '20.11.2026',
        ],
      ],
    });
    const events = await list(staff.administrator, 'audit', '?filters.action=readings.exported');
    expect(events).toHaveLength(8);
    expect(page).toContain('/jobs/');
  });

  it('may be limited to a month and a house; what came from files stays unless it is asked for', async () => {
    await give('2026-10', { '17-001': '{1}', '17-003': '{2}' });
    await give('2026-11', { '17-001': '{3}', '17-003': '{4}' });
    await give('2026-11', { '17-002': '{5,6}' }, 'import');
    const values = async (fields: Record<string, unknown>) => {
      const { report } = await send(staff.operator, fields);
      const lines = (await download(staff.operator, report)).trim().split('\r\n').slice(1);
      return lines.map((line) => line.split(';')[5]);
    };
    expect(await values({ period: '2026-10', house: [house] })).toEqual(['2']);
    expect(await values({ period: '2026-11' })).toEqual(['3', '4']);
    expect(await values({})).toEqual(['1']);
    expect(await values({ imported: true })).toEqual(['5']);
  });

  it('leaves what was sent before its window has opened, unless the month is told', async () => {
    const [soon] = await world.database.query<{ month: string }>(
      `SELECT to_char(now() + interval '40 days', 'YYYY-MM') AS month`,
    );
    await give(soon!.month, { '17-001': '{3}' });
    await give('2026-10', { '17-003': '{1}' });
    const values = async (fields: Record<string, unknown>) => {
      const { report } = await send(staff.operator, fields);
      const lines = (await download(staff.operator, report)).trim().split('\r\n').slice(1);
      return lines.map((line) => line.split(';')[5]);
    };
    expect(await values({})).toEqual(['1']);
    expect(await values({ period: soon!.month })).toEqual(['3']);
  });

  it('takes a reading once even when two send at the same time, and sends a correction anew', async () => {
    await give('2026-11', { '17-001': '{3}', '17-003': '{4}' });
    const both = await Promise.all([send(staff.operator), send(staff.accountant)]);
    expect(both.filter(({ report }) => report.message!.tone === 'good')).toHaveLength(1);
    await world.database.query(`UPDATE meter_readings SET superseded_at = now() WHERE reading = '{3}'`);
    await give('2026-11', { '17-001': '{3.5}' });
    const { report } = await send(staff.operator);
    const lines = (await download(staff.operator, report)).trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(';3.5;');
  });

  it('tells first how many there are and what stays, for the month whose window has opened last', async () => {
    const [now] = await world.database.query<{ month: string; before: string; soon: string }>(
      `SELECT to_char(d, 'YYYY-MM') AS month, to_char(d - interval '1 month', 'YYYY-MM') AS before,
         to_char(d + interval '1 month', 'YYYY-MM') AS soon
       FROM (SELECT CASE WHEN extract(day FROM t) >= least(start_day, extract(day FROM date_trunc('month', t) + interval '1 month - 1 day'))
         THEN t ELSE t - interval '1 month' END AS d
         FROM (SELECT now() AT TIME ZONE 'Asia/Irkutsk' AS t) n, reading_windows w
         WHERE w.house_id IS NULL AND w.resource IS NULL) x`,
    );
    await give(now!.month, { '17-001': '{3}', '17-002': '{5,6}' });
    await give(now!.before, { '17-001': '{2}' });
    await give(now!.soon, { '17-001': '{4}' });
    await give(now!.month, { '17-003': '{7}' }, 'import');
    const fields = { format: 'csv', encoding: 'utf-8', house: [] };
    const told = await act(staff.operator, 'reading-exports/actions/send', fields);
    expect(told.redirect).toBeUndefined();
    expect(told.result!.title).toMatch(/^Будет выгружено: 2 показания за \p{L}+\u00a020\d\d$/u);
    expect(told.result!.lines).toEqual([
      'Останутся:',
      '1 показание — загружено из файла.',
      '1 показание — за прошлые месяцы, ещё не выгружено.',
      '1 показание — передано заранее, за следующие месяцы.',
    ]);
    expect(told.result!.confirm).toBe('Выгрузить');
    const [left] = await world.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM meter_readings WHERE export_id IS NOT NULL',
    );
    expect(left!.count).toBe(0);
    const { report } = await send(staff.operator, { everything: false });
    expect((await download(staff.operator, report)).trim().split('\r\n')).toHaveLength(3);
    const both = await act(staff.operator, 'reading-exports/actions/send', {
      ...fields,
      everything: true,
      period: '2026-11',
    });
    expect(both.errors).toEqual({ everything: 'Выберите одно: месяц или все месяцы' });
    const none = await act(staff.operator, 'reading-exports/actions/send', { ...fields, period: '2019-01' });
    expect(none.result).toMatchObject({ title: 'Выгружать за январь\u00a02019 нечего' });
    expect(none.result!.confirm).toBeUndefined();
  });

  it('leaves what finds no place in the format, lists it, and sends it in another one', async () => {
    await world.database.query(
      `WITH power AS (
         INSERT INTO meters (number, resource, tariffs, gis_number, capacity, decimals) VALUES ('17-004', 'electricity', 4, '70000000004', 6, 0) RETURNING id),
       nameless AS (INSERT INTO meters (number, resource, tariffs, external_id, capacity, decimals) VALUES ('17-005', 'cold_water', 1, 'М-5', 5, 3) RETURNING id)
       INSERT INTO meter_accounts (meter_id, account_id)
       SELECT m.id, a.id FROM (SELECT id FROM power UNION ALL SELECT id FROM nameless) m, accounts a WHERE a.number = '${FIRST}'`,
    );
    await give('2026-11', { '17-001': '{3}', '17-004': '{1,2,3,4}', '17-005': '{8}' });
    const fields = { format: 'gis', encoding: 'utf-8', house: [], period: '2026-11' };
    const told = await act(staff.operator, 'reading-exports/actions/send', fields);
    expect(told.result!.title).toContain('1 показание');
    expect(told.result!.lines!.join(' ')).toContain('нет номера ПУ в ГИС ЖКХ');
    const gis = await send(staff.operator, { format: 'gis', period: '2026-11' });
    expect(gis.report.message!.text).toContain('1 показание');
    expect(gis.report.tables![0]!.rows.sort()).toEqual([
      [FIRST, '17-004', 'тарифов 4, а в шаблоне ГИС ЖКХ места для трёх'],
      [FIRST, '17-005', 'нет номера ПУ в ГИС ЖКХ'],
    ]);
    const { report } = await send(staff.operator, { period: '2026-11' });
    expect((await download(staff.operator, report)).trim().split('\r\n')).toHaveLength(3);
    await world.database.query(
      "UPDATE meter_readings SET export_id = NULL; DELETE FROM meter_accounts WHERE meter_id IN (SELECT id FROM meters WHERE number IN ('17-004', '17-005'))",
    );
  });

  it('can be undone once: its readings leave with the next one', async () => {
    await give('2026-11', { '17-001': '{3}', '17-003': '{4}' });
    await send(staff.operator);
    const [row] = await list(staff.operator, 'reading-exports');
    const undo = `reading-exports/records/${row!['id']}/undo`;
    const answers = await Promise.all([act(staff.operator, undo), act(staff.accountant, undo)]);
    expect(answers.filter(({ message }) => message === 'Выгрузка отменена.')).toHaveLength(1);
    const refused = await act(staff.operator, `reading-exports/records/${row!['id']}/fetch`, {
      format: 'csv',
      encoding: 'utf-8',
    });
    expect(refused.status).toBe(409);
    const { report } = await send(staff.operator);
    expect((await download(staff.operator, report)).trim().split('\r\n')).toHaveLength(3);
    const events = await list(staff.administrator, 'audit', '?filters.action=readings.export-undone');
    expect(events).toHaveLength(1);
  });

  it('is not undone while a file is loaded, and says so at once', async () => {
    await give('2026-11', { '17-001': '{3}' });
    await send(staff.operator);
    const [row] = await list(staff.operator, 'reading-exports');
    const undo = `reading-exports/records/${row!['id']}/undo`;
    const load = await hold(world.database, 'SELECT pg_advisory_xact_lock(4951207)');
    expect((await act(staff.operator, undo)).errors).toEqual({
      '': 'Сейчас загружается файл. Повторите через минуту',
    });
    await load.commit();
    expect((await act(staff.operator, undo)).message).toBe('Выгрузка отменена.');
  });

  it('and undoing it at the same moment as another is sent loses no reading and sends none twice', async () => {
    await give('2026-11', { '17-001': '{3}', '17-003': '{4}' });
    await send(staff.operator);
    const [row] = await list(staff.operator, 'reading-exports');
    await give('2026-10', { '17-001': '{1}' });
    await Promise.all([
      act(staff.operator, `reading-exports/records/${row!['id']}/undo`),
      send(staff.accountant),
    ]);
    await send(staff.operator).catch(() => undefined);
    const marks = await world.database.query<{ export_id: string | null }>(
      'SELECT export_id FROM meter_readings',
    );
    expect(marks).toHaveLength(3);
    for (const { export_id } of marks) expect([null, row!['id']]).not.toContain(export_id);
  });
});
