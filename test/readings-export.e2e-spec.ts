import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbook } from '../src/platform/files/workbook.js';
import type { Client } from './support/client.js';
import { act, finished, hire, list, type Report, upload } from './support/office.js';
import { startWorld, type World } from './support/world.js';

type Role = 'operator' | 'accountant' | 'administrator';
const ROLES: Role[] = ['operator', 'accountant', 'administrator'];
const [FIRST, SECOND] = ['0100000001', '0100000002'];
const METERS = `account;meter_id;number;resource;tariffs;place;verify_due
${FIRST};М-1;17-001;ХВС;1;=Кухня;2029-05-11
${FIRST};М-2;17-002;ЭЛ;2;;
${SECOND};М-3;17-003;ГВС;1;;
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
  const checked = await staff.operator.get('/admin');
  expect(checked.status).toBe(200);
});
afterAll(async () => {
  await world.stop();
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

/** Sends readings by the panel; gives the page of the job, and its address. */
async function send(
  who: Client,
  fields: Record<string, unknown> = {},
  path = 'reading-exports/actions/send',
) {
  const scope = path.endsWith('/send') ? { house: [] } : {};
  const answer = await act(who, path, { format: 'csv', encoding: 'utf-8', ...scope, ...fields });
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
    const wrong = `${METERS}0999;;17-009;ХВС;;;\n`;
    const { redirect } = await upload(staff.operator, 'imports/actions/loadMeters', 'счетчики.csv', wrong);
    const report = await finished(staff.operator, redirect!);
    expect(report.message).toEqual({
      tone: 'wait',
      text: 'Файл проверен, в портале пока ничего не изменилось. Строки с ошибками пропускаются.',
    });
    expect(report.tables![0]!.rows).toEqual([['5', 'account', 'лицевого счета «0999» в портале нет']]);
    expect(await download(staff.operator, report)).toContain('0999;;17-009;ХВС;;;;5;account: лицевого счета');
    expect((await staff.accountant.get(report.downloads![0]!.url)).status).toBe(404);

    const job = redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
    expect((await staff.accountant.get(`/admin/api/resources/${job}/report`)).status).toBe(404);
    expect((await act(staff.accountant, `${job}/loadMeters`)).status).toBe(403);
    expect((await act(staff.administrator, `${job}/load`)).status).toBe(409);
    const loaded = await finished(staff.operator, (await act(staff.operator, `${job}/loadMeters`)).redirect!);
    expect(loaded.lines!.join(' ')).toContain('Счетчики: добавлено 3, изменено 0.');
    const [entry] = await list(staff.operator, 'imports');
    expect(entry).toMatchObject({ kind: 'meters', fileName: 'счетчики.csv', added: '3', wrong: '1' });

    const again = await finished(staff.operator, (await act(staff.operator, `${job}/loadMeters`)).redirect!);
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
        `${FIRST};М-1;17-001;cold_water;2026-11;130.45;;;2026-11-20;2026-11-20T03:04:05.000Z;cabinet;accepted\r\n` +
        `${FIRST};М-2;17-002;electricity;2026-11;1000;500;;2026-11-20;2026-11-20T03:04:05.000Z;cabinet;accepted\r\n`,
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
        ['ул. Лесная, д. 4', 'М-1', 'Холодная вода', '11.2026', '130.45', '', '', '20.11.2026'],
        ['ул. Лесная, д. 4', 'М-2', 'Электрическая энергия', '11.2026', '1000', '500', '', '20.11.2026'],
      ],
    });
    const events = await list(staff.administrator, 'audit', '?filters.action=readings.exported');
    expect(events).toHaveLength(7);
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
});
