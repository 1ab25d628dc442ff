import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import writeBook from 'write-excel-file/node';
import { Office } from './support/exchange.js';
import { windows1251 } from './support/exchange-file.js';
import { hold } from './support/holder.js';
import { projectPath } from './support/project.js';

const FIRST = '0100000001';
const SECOND = '0100000002';
const METERS =
  'account;meter_id;number;resource;tariffs;capacity;decimals;place;verified_on;verify_due;initial1;initial2;initial3;removed_on';
const READINGS =
  'account;meter_id;number;resource;period;value1;value2;value3;taken_on;submitted_at;source;status';
const CONDO =
  'Адрес;Помещение;Тип помещения;Лицевой счет;Тип счетчика;Номер счетчика;Количество тарифов;Показание 1;Показание 2;Показание 3;Показание 4;Дата передачи показаний;Дата поверки;Дата следующей поверки;Дата установки;Дата ввода в эксплуатацию;Дата опломбирования;Дата контрольных показаний;Место установки счетчика;Автоматический;Дата вывода из эксплуатации';
const COLD = `${FIRST};М-1;17-001;cold_water;1;5;3;Кухня;2023-05-12;2029-05-11;10,5;;;`;
const LIGHT = `${FIRST};М-2;17-002;ЭЛ;2;5;0;;;;100;200;;`;

let office: Office;
beforeEach(async () => {
  office = await Office.open(3);
});
afterEach(() => office?.close());

/** Loads a file that must be taken without a complaint; gives what was said. */
async function loaded(content: string | Uint8Array, name = 'file.csv'): Promise<string> {
  const { code, output } = await office.meters(await office.file(name, content));
  expect([code, output]).toEqual([0, expect.stringContaining('с ошибками 0.')]);
  return output;
}

async function checked(content: string | Uint8Array, ...options: string[]): Promise<string> {
  return (await office.meters(await office.file('file.csv', content), ...options)).output;
}

const csv = (...lines: string[]) => [...lines, ''].join('\r\n');

/** What the meters of the office are, without what is empty. */
async function meters(): Promise<Record<string, unknown>[]> {
  const rows = await office.database.query(
    `SELECT m.resource, m.number, m.external_id, m.tariffs, m.capacity, m.decimals, m.place, m.verified_on::text,
       m.verification_due::text, m.installed_on::text, m.removed_on::text, m.initial_values::text AS initial, m.automatic,
       (SELECT string_agg(a.number, ' ' ORDER BY a.number) FROM meter_accounts ma JOIN accounts a ON a.id = ma.account_id
        WHERE ma.meter_id = m.id) AS accounts
     FROM meters m ORDER BY m.number, m.removed_on`,
  );
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== '')),
  );
}

/** Readings that count: number, month, values, source. */
async function readings(): Promise<string[]> {
  const rows = await office.database.query<{ text: string }>(
    `SELECT concat_ws(' ', m.number, to_char(r.period, 'YYYY-MM'), r.reading::text, r.taken_on, r.source, r.status,
       nullif(r.doubts::text, '{}')) AS text
     FROM meter_readings r JOIN meters m ON m.id = r.meter_id
     WHERE r.superseded_at IS NULL AND r.status <> 'rejected' ORDER BY m.number, r.period`,
  );
  return rows.map(({ text }) => text);
}

/** The versions of all rows: the same as long as nobody has written them. */
async function versions(): Promise<unknown> {
  return office.database.query(
    `SELECT xmin::text, ctid::text FROM meters UNION ALL SELECT xmin::text, ctid::text FROM meter_readings
     UNION ALL SELECT xmin::text, ctid::text FROM meter_accounts UNION ALL SELECT xmin::text, ctid::text FROM imports
     ORDER BY 1, 2`,
  );
}

/** What a resident has sent for a month. */
async function sent(number: string, month: string, values: string, source = 'cabinet'): Promise<void> {
  await office.database.query(
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
     SELECT id, $2, $3::numeric[], $2, $4, 'accepted' FROM meters WHERE number = $1`,
    [number, `${month}-01`, values, source],
  );
}

describe('The office that loads meters and readings', () => {
  it('is told of initial values that become others, and is not taken where they are above what was read first', async () => {
    await loaded(csv(METERS, COLD));
    await sent('17-001', '2026-11', '{123.45}');
    const other = (value: string) => csv(METERS, COLD.replace('10,5', value));
    const above = await checked(other('200'));
    expect(above).toContain('с ошибками 1.');
    expect(above).toMatch(
      /строка 2, initial1: начальное показание 200 больше показания 123,45, снятого 01\.11\.2026/,
    );
    expect(await meters()).toMatchObject([{ initial: '{10.5}' }]);
    const changed = await checked(other('12'));
    expect(changed).toContain('Другое начальное показание у счетчиков: строк 1');
    expect(changed).toMatch(/строка 2, initial1: было 10,5, в файле 12/);
    expect(await meters()).toMatchObject([{ initial: '{12}' }]);
  });

  it('sees first what a load would do, then does it, and the same file again changes nothing', async () => {
    const path = await office.file('meters.csv', csv(METERS, COLD, LIGHT));
    const dry = await office.meters(path, '--dry-run');
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.output).toContain('2 строки: новых 2, с изменениями 0, без изменений 0, с ошибками 0.');
    expect(dry.output).toContain('в портале пока ничего не изменилось');
    expect(await meters()).toEqual([]);

    expect((await office.meters(path)).output).toContain('Счетчики: добавлено 2, изменено 0.');
    expect(await meters()).toEqual([
      {
        resource: 'cold_water',
        number: '17-001',
        external_id: 'М-1',
        tariffs: 1,
        capacity: 5,
        decimals: 3,
        place: 'Кухня',
        verified_on: '2023-05-12',
        verification_due: '2029-05-11',
        initial: '{10.5}',
        automatic: false,
        accounts: FIRST,
      },
      {
        resource: 'electricity',
        number: '17-002',
        external_id: 'М-2',
        tariffs: 2,
        capacity: 5,
        decimals: 0,
        initial: '{100,200}',
        automatic: false,
        accounts: FIRST,
      },
    ]);
    const [entry] = await office.database.query(
      `SELECT i.kind, i.file_name, i.rows_new, e.details->>'newMeters' AS meters
       FROM imports i JOIN audit_events e ON e.object_id = i.id::text AND e.action = 'meters.imported'`,
    );
    expect(entry).toEqual({ kind: 'meters', file_name: 'meters.csv', rows_new: 2, meters: '2' });

    const before = await versions();
    const again = await office.meters(path);
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).toContain('Всё в файле уже есть в портале');
    expect(await versions()).toEqual(before);
  });

  it('may send windows-1251, commas, Russian headings and Russian days, and changes what differs only', async () => {
    await loaded(csv(METERS, COLD, LIGHT));
    const russian = csv(
      'Лицевой счёт,№ счётчика,Ресурс,Место установки,Дата следующей поверки,Начальное показание',
      `${FIRST},17-001,ХВС,Ванная,11.05.2030,"10,500"`,
      `${SECOND},17-003,Горячая вода,,01.02.2028,`,
    );
    const output = await loaded(windows1251(russian));
    expect(output).toContain('новых 1, с изменениями 1, без изменений 0');
    const [cold, , hot] = await meters();
    expect(cold).toMatchObject({
      place: 'Ванная',
      verified_on: '2023-05-12',
      verification_due: '2030-05-11',
    });
    expect(hot).toMatchObject({ resource: 'hot_water', capacity: 5, decimals: 3, accounts: SECOND });
  });

  it('may send the book of condo with meters and readings', async () => {
    const row = (
      account: string,
      resource: string,
      number: string,
      tariffs: number,
      values: unknown[],
      day: unknown,
    ) => [
      ...['ул. Лесная, д. 4', '1', 'Квартира', account, resource, number, tariffs],
      ...[...values, ...Array<null>(4 - values.length).fill(null)],
      ...[day, null, '2029-05-11', null, null, null, null, 'Ванная', null, null],
    ];
    const sheet = [
      CONDO.split(';').map((title) => ` ${title.toUpperCase()}`),
      row(FIRST, 'ХВС', '17-001', 1, [130.45], '20.11.2026'),
      row(FIRST, 'ЭЛ', '17-002', 2, ['1000', '500,0', 0], '2026-11-21'),
      row(SECOND, 'ТЕПЛО', '17-004', 1, [], null),
      row(SECOND, 'ХОЛОД', '17-005', 1, ['1'], '20.11.2026'),
    ];
    const book = await writeBook(sheet as never).toBuffer();
    const path = await office.file('condo.xlsx', book);
    const { code, output } = await office.meters(path);
    expect(code).toBe(0);
    expect(output).toContain('Счетчики и показания, таблица обмена');
    expect(output).toContain('4 строки: новых 3, с изменениями 0, без изменений 0, с ошибками 1.');
    expect(output).toMatch(/строка 5, .*: «ХОЛОД»: таких счетчиков портал не ведёт/);
    expect(await readings()).toEqual([
      '17-001 2026-11 {130.45} 2026-11-20 import accepted',
      '17-002 2026-11 {1000,500} 2026-11-21 import accepted',
    ]);
    expect(
      (await meters()).map(({ number, tariffs, capacity, place }) => [number, tariffs, capacity, place]),
    ).toEqual([
      ['17-001', 1, 5, 'Ванная'],
      ['17-002', 2, 6, 'Ванная'],
      ['17-004', 1, 5, 'Ванная'],
    ]);
    const before = await versions();
    expect((await office.meters(path)).output).toContain(
      'новых 0, с изменениями 0, без изменений 3, с ошибками 1',
    );
    expect(await versions()).toEqual(before);
  });

  it('may send csv_1s, where a row has all meters of an account', async () => {
    const file = csv(
      `${FIRST};Белова И. П.;;;ул. Лесная, д. 4;9;17-001;ХВС;11.05.2029;130,45;20.11.2026;;3;17-002;День;;1000;20.11.2026;;4;17-002;Ночь;;500;20.11.2026;`,
      `${SECOND};Ким А. А.;;;ул. Лесная, д. 4`,
      `0100000003;Ли Р. О.;;;ул. Лесная, д. 4;3;17-006;День;;10;20.11.2026;`,
    );
    const output = await checked(file);
    expect(output).toContain('2 строки: новых 1, с изменениями 0, без изменений 0, с ошибками 1.');
    expect(output).toContain('у счетчика не все показания: тарифов 2');
    expect(await readings()).toEqual([
      '17-001 2026-11 {130.45} 2026-11-20 import accepted',
      '17-002 2026-11 {1000,500} 2026-11-20 import accepted',
    ]);
  });

  it('may send readings alone, of many months, which a later file corrects', async () => {
    await loaded(csv(METERS, COLD, LIGHT));
    const rows = [
      `${FIRST};М-1;17-001;cold_water;2026-09;12.5;;;2026-09-21;;;`,
      `${FIRST};М-1;;;2026-10;15;;;;;;`,
      `${FIRST};;17-002;;11.2026;150;220;;20.11.2026;;;`,
    ];
    expect(await loaded(csv(READINGS, ...rows))).toContain('Показания: добавлено 3, исправлено 0');
    expect(await readings()).toEqual([
      '17-001 2026-09 {12.5} 2026-09-21 import accepted',
      '17-001 2026-10 {15} 2026-10-31 import accepted',
      '17-002 2026-11 {150,220} 2026-11-20 import accepted',
    ]);
    const before = await versions();
    await loaded(csv(READINGS, ...rows));
    expect(await versions()).toEqual(before);

    const corrected = csv(READINGS, rows[0]!.replace('12.5', "'12,7"), ...rows.slice(1));
    expect(await loaded(corrected)).toContain('новых 0, с изменениями 1, без изменений 2');
    expect((await readings())[0]).toBe('17-001 2026-09 {12.7} 2026-09-21 import accepted');
    expect(await office.count('meter_readings')).toBe(4);
  });

  it('keeps what a resident has sent, and is told where the file differs', async () => {
    await loaded(csv(METERS, COLD, LIGHT));
    await sent('17-001', '2026-11', '{20}');
    await sent('17-002', '2026-11', '{150,220}');
    const output = await loaded(
      csv(
        READINGS,
        `${FIRST};;17-001;cold_water;2026-11;21.5;;;2026-11-22;;;`,
        `${FIRST};;17-002;electricity;2026-11;150;220;;2026-11-22;;;`,
      ),
    );
    expect(output).toContain('новых 0, с изменениями 0, без изменений 2');
    expect(output).toContain('строка 2, value1: в файле 21.5, а жителем или офисом уже передано 20');
    expect((await readings()).map((text) => text.replace(/ accepted.*/, ''))).toEqual([
      '17-001 2026-11 {20} 2026-11-01 cabinet',
      '17-002 2026-11 {150,220} 2026-11-01 cabinet',
    ]);
  });

  it('does not make residents wait whose meters the file does not change', async () => {
    await loaded(csv(METERS, COLD, LIGHT));
    const other = await hold(office.database, "SELECT FROM meters WHERE number = '17-001' FOR UPDATE");
    await loaded(csv(METERS, COLD, LIGHT.replace(';0;;', ';0;Щиток;')));
    await other.commit();
    expect((await meters())[1]).toMatchObject({ number: '17-002', place: 'Щиток' });
  });

  it('takes no meter off before its last values, and makes no dial too small for them', async () => {
    await loaded(csv(METERS, COLD));
    await loaded(csv(READINGS, `${FIRST};М-1;17-001;cold_water;2026-10;12345,678;;;2026-10-22;;;`));
    const before = await meters();
    for (const [row, told] of [
      [COLD.replace(/;$/, ';2026-05-01'), 'счетчик снят 01.05.2026, а показание в портале снято 22.10.2026'],
      [COLD.replace(';5;3;', ';4;3;'), 'в портале есть показание этого счетчика 12345.678'],
      [COLD.replace(';5;3;', ';5;1;'), 'а цифр в файле 5 до запятой и 1 после'],
    ] as const) {
      const output = await checked(csv(METERS, row));
      expect(output).toContain(told);
      expect(output).toContain('с ошибками 1.');
    }
    expect(await meters()).toEqual(before);
  });

  it('keeps what a resident sends while the file is checked', async () => {
    await loaded(csv(METERS, COLD, LIGHT));
    const other = await hold(office.database, "SELECT FROM meters WHERE number = '17-001' FOR UPDATE");
    const load = loaded(
      csv(
        READINGS,
        `${FIRST};;17-001;cold_water;2026-11;21.5;;;2026-11-22;;;`,
        `${FIRST};;17-002;electricity;2026-11;150;220;;2026-11-22;;;`,
      ),
    );
    await other.waitedFor();
    await other.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       SELECT id, '2026-11-01', '{20}', '2026-11-21', 'cabinet', 'accepted' FROM meters WHERE number = '17-001'`,
    );
    await other.commit();
    expect(await load).toContain('строка 2, value1: в файле 21.5, а жителем или офисом уже передано 20');
    expect(await readings()).toEqual([
      '17-001 2026-11 {20} 2026-11-21 cabinet accepted',
      '17-002 2026-11 {150,220} 2026-11-22 import accepted',
    ]);
  });

  it('is refused when the office changes one of its meters while it is checked', async () => {
    await loaded(csv(METERS, COLD));
    const other = await hold(
      office.database,
      "UPDATE meters SET place = 'Ванная', updated_at = now() WHERE number = '17-001'",
    );
    const load = office.meters(await office.file('file.csv', csv(METERS, COLD.replace('10,5', '11,5'))));
    await other.waitedFor();
    await other.commit();
    expect((await load).output).toContain('Пока файл загружался, счетчики изменились');
    expect(await meters()).toMatchObject([{ place: 'Ванная', initial: '{10.5}' }]);
  });

  it('gets a reason for each wrong row, in a file too, and the good ones are loaded', async () => {
    await loaded(csv(METERS, COLD, LIGHT, `${SECOND};;17-003;ГАЗ;1;5;3;;;;;;;01.10.2026`));
    await sent('17-002', '2026-10', '{500,300}', 'import');
    const row = (number: string, period: string, values: string, day = '', account = FIRST) =>
      `${account};;${number};;${period};${values};${day};;;`;
    const wrong = [
      [row('17-001', '2026-11', '12;;', '', '0999'), 'лицевого счета «0999» в портале нет'],
      [
        row('17-001', '2026-11', '12;;', '', '100000001'),
        'Есть 0100000001: возможно, нули впереди потерял Excel',
      ],
      [row('17-001', '2026-11', '12;;', '', SECOND), 'счетчика № 17-001 у этого лицевого счета нет'],
      [`${SECOND};М-1;;;2026-11;12;;;;;;`, `счетчик № 17-001 числится за лицевым счетом ${FIRST}`],
      [`${FIRST};М-1;17-002;;2026-11;12;;;;;;`, 'под этим идентификатором в портале счетчик № 17-001'],
      [row('17-001', '2026-11', '123456;;'), 'слишком много цифр, у счетчика до запятой 5'],
      [row('17-001', '2026-11', '12,3456;;'), 'после запятой 4 цифр, а у счетчика 3'],
      [row('17-002', '2026-11', '510;;'), 'показаний 1, а тарифов у счетчика 2'],
      [row('17-002', '2026-11', '400;310;'), '400 меньше 500 за октябрь\u00a02026'],
      [row('17-001', '2099-11', '12;;'), 'период ещё не наступил'],
      [row('17-001', '', '12;;', '2099-01-31'), 'дата ещё не наступила'],
      [
        row('17-003', '2026-11', '12;;', '2026-11-20', SECOND),
        'счетчик снят 01.10.2026, а показание снято 20.11.2026',
      ],
      [row('17-001', '2026-11', '-5;;'), 'показание не может быть меньше нуля'],
      [row('17-001', '2026-11', 'много;;'), '«много» — не число'],
      [row('17-001', '2026-11', '#REF!;;'), 'ошибка формулы #REF!'],
      [row('17-001', '2026-11', ';12;'), 'не указано показание'],
      [row('1,7E+10', '2026-11', '12;;'), 'Excel превратил номер в число'],
      [row('', '2026-11', '12;;'), 'не указан номер счетчика'],
      [row('17-001', '', '12;;'), 'не указано, когда сняты показания'],
      [`${FIRST};17-001`, 'не указаны показания'],
      [`${row('17-001', '2026-11', '12;;')};;;;лишнее`, 'а столбцов 12'],
      [row('17-001', '2026-10', '14;;'), 'показание этого счетчика за 10.2026 уже было в строке 2'],
    ] as const;
    const good = row('17-001', '2026-10', '13;;');
    const file = csv(READINGS, good, ...wrong.map(([line]) => line));
    const errors = (await office.file('wrong.csv', '')) + '.out';
    const output = await checked(file, '--errors', errors);
    expect(output).toContain(`новых 1, с изменениями 0, без изменений 0, с ошибками ${wrong.length}.`);
    const lines = (await readFile(errors, 'utf8')).split('\r\n');
    expect(lines[0]).toBe(`\ufeff${READINGS};Строка;Причина`);
    for (const [index, [line, reason]] of wrong.entries()) {
      expect(lines[index + 1]).toContain(`;${index + 3};`);
      expect(lines[index + 1]).toContain(reason);
      if (!/^-|;-|#/.test(line)) expect(lines[index + 1]).toContain(line.split(';').slice(0, 2).join(';'));
    }
    expect((await readings()).filter((text) => text.startsWith('17-001'))).toEqual([
      '17-001 2026-10 {13} 2026-10-31 import accepted',
    ]);
  });

  it('is warned of a rollover and of a lost point, which are loaded all the same', async () => {
    await loaded(csv(METERS, COLD, LIGHT));
    await sent('17-001', '2026-10', '{99998.750}', 'import');
    await sent('17-002', '2026-10', '{110,220}', 'import');
    const output = await checked(
      csv(READINGS, `${FIRST};М-1;;;2026-11;0,420;;;;;;`, `${FIRST};М-2;;;2026-11;1234;230;;;;;`),
    );
    expect(output).toContain('Необычных показаний, которые стоит проверить: 2');
    expect(output).toContain('строка 2, value1: 0.42 меньше 99998.750 за октябрь');
    expect(output).toContain('строка 3, value1: 1234 намного больше 110 за октябрь');
    expect((await readings()).filter((text) => text.includes('2026-11'))).toEqual([
      expect.stringMatching(/^17-001 2026-11 \{0.42\} 2026-11-\d\d import accepted \{rollover\}$/),
      expect.stringMatching(/^17-002 2026-11 \{1234,230\} 2026-11-\d\d import accepted \{growth\}$/),
    ]);
  });

  it('may tell of a meter that serves several accounts by its name, but not by its number alone', async () => {
    const shared = COLD.replace(FIRST, SECOND);
    await loaded(csv(METERS, COLD, shared));
    expect((await meters()).map(({ accounts }) => accounts)).toEqual([`${FIRST} ${SECOND}`]);
    const nameless = COLD.replace(FIRST, '0100000003').replace('М-1', '');
    expect(await checked(csv(METERS, nameless))).toContain(
      'счетчик № 17-001 числится за лицевым счетом 0100000001',
    );
    const third = '0100000003;М-1;17-001;ХВС;;;;;;;;;;';
    expect(await loaded(csv(METERS, third))).toContain('с изменениями 1');
    expect(await checked(csv(METERS, COLD, COLD))).toContain('этот счетчик уже был в строке 2');
  });

  it('gets back the zeros that Excel has eaten, if told how long numbers are', async () => {
    const output = await checked(csv(METERS, COLD.replace(FIRST, '100000001')), '--account-length', '10');
    expect(output).toContain('новых 1');
    expect(await office.count('meters')).toBe(1);
  });

  it('is told at once of a file that is none of these', async () => {
    expect(await checked('')).toContain('Файл пустой');
    expect(await checked('account;amount\n1;2\n')).toContain('Это не похоже на файл счетчиков или показаний');
    expect(await checked('%PDF-1.7')).toContain('Это документ PDF');
    expect(await checked(csv(METERS))).toContain('только заголовки');
    expect(await office.count('imports')).toBe(0);
  });
});

describe('A number of a meter', () => {
  const file = (name: string) => readFile(projectPath('test/cases', name));
  const take = async (name: string) => loaded(await file(name), name);
  const known = () =>
    office.database
      .query<{ number: string }>('SELECT number FROM meters ORDER BY number')
      .then((rows) => rows.map(({ number }) => number));
  const meter = (account: string, number: string, resource = 'ХВС') =>
    loaded(csv('Лицевой счет;Заводской номер;Ресурс', `${account};${number};${resource}`));

  beforeEach(async () => {
    await office.database.query(
      `UPDATE accounts SET number = CASE number WHEN $1 THEN '0100002301' ELSE '0100002314' END WHERE number IN ($1, $2)`,
      [FIRST, SECOND],
    );
  });

  it('that is spelt with another hyphen, «№» or zeros is that of the meter the flat has', async () => {
    await meter('0100002301', '18-204002');
    await meter('0100002301', '18-204003', 'ГВС');
    const output = await take('m06-condo-cyrillic-lookalike-number.xlsx');
    expect(output).toContain('Счетчики: добавлено 0, изменено 0.');
    expect(output).toContain('это тот же счетчик, новый не заводится');
    expect(await known()).toEqual(['18-204002', '18-204003']);
    expect(await readings()).toHaveLength(2);
    await loaded(csv('Лицевой счет;Номер счетчика;Период;Показание', '0100002301;0018 204002;10.2026;80'));
    expect(await known()).toHaveLength(2);
  });

  it('in Cyrillic letters is the one in Latin letters', async () => {
    await take('m12a-latin-number.csv');
    expect(await take('m12b-cyrillic-number.csv')).toContain(
      'Номер счетчика записан иначе, чем в портале: строк 1',
    );
    expect(await known()).toEqual(['AC-770']);
    expect(await readings()).toHaveLength(2);
  });

  it('is another one at another flat, or for another resource', async () => {
    await meter('0100002301', 'AC-770');
    await meter('0100002314', 'АС-770');
    await meter('0100002301', 'А-С-770', 'ГВС');
    expect(await known()).toHaveLength(3);
  });

  it('in two spellings in one file is asked about', async () => {
    const two = csv('Лицевой счет;Заводской номер;Ресурс', '0100002301;AC-1;ХВС', '0100002301;АС 1;ХВС');
    expect(await checked(two)).toContain(
      'номер похож на № AC-1 в строке 2: если это один счетчик, запишите номер одинаково',
    );
  });

  it('in ГИС ЖКХ has a column of its own, under the headings that files have, and is of one meter', async () => {
    const flat = '0100002301';
    const head = (title: string) => `account;number;resource;${title}`;
    const gis = async () =>
      (
        await office.database.query<{ own: string }>('SELECT gis_number AS own FROM meters ORDER BY number')
      ).map(({ own }) => own);
    await loaded(csv(head('Номер ПУ в ГИС ЖКХ'), `${flat};17-001;ХВС;70000000001`, `${flat};17-002;ГВС;`));
    expect(await gis()).toEqual(['70000000001', '']);
    await loaded(csv(head('Номер прибора учёта в ГИС ЖКХ'), `${flat};17-002;ГВС;0070000000002`));
    await loaded(csv('account;number;resource', `${flat};17-001;ХВС`));
    expect(await gis()).toEqual(['70000000001', '0070000000002']);
    expect(await checked(csv(head('gis_number'), `${flat};17-002;ГВС;70000000001`))).toContain(
      'этот номер в портале у счетчика № 17-001',
    );
    expect(await checked(csv(head('gis_number'), `${flat};17-002;ГВС;abc`), '--dry-run')).toContain(
      'строка 2, gis_number: «abc»: Номер ПУ в ГИС ЖКХ состоит из одних цифр',
    );
    const twice = csv(head('gis_number'), `${flat};17-003;ХВС;7`, `${flat};17-004;ХВС;7`);
    expect(await checked(twice, '--dry-run')).toContain(
      'этот номер уже указан для другого счетчика в строке 2',
    );
    await loaded(
      csv(head('gis_number'), `${flat};17-001;ХВС;0070000000002`, `${flat};17-002;ГВС;70000000001`),
    );
    expect(await gis()).toEqual(['0070000000002', '70000000001']);
  });

  it('in ГИС ЖКХ stays where the row that would free it is refused, for its number or for anything else', async () => {
    const flat = '0100002301';
    const head = 'account;number;resource;capacity;value1;period;gis_number';
    const meters = ['17-001', '17-002', '17-003'];
    await loaded(csv(head, ...meters.map((number, n) => `${flat};${number};ХВС;5;10;2026-09;700${n}`)));
    const round = (wrong: string) =>
      csv(
        head,
        `${flat};17-001;ХВС;5;11;2026-10;7001`,
        `${flat};17-002;ХВС;5;11;2026-10;7002`,
        `${flat};17-003;ХВС;5;${wrong};2026-10;7000`,
      );
    const report = await checked(round('1234567'));
    for (const other of ['17-002', '17-003']) {
      expect(report).toContain(`этот номер в портале у счетчика № ${other}`);
    }
    await loaded(round('11'));
    const gis = await office.database.query('SELECT number, gis_number AS own FROM meters ORDER BY number');
    expect(gis).toEqual([
      { number: '17-001', own: '7001' },
      { number: '17-002', own: '7002' },
      { number: '17-003', own: '7000' },
    ]);
  });

  it('may have a month where the day of its reading belongs', async () => {
    await meter('0100002301', '18-204002');
    await take('m01-condo-month-only-date.xlsx');
    expect(await readings()).toEqual([expect.stringMatching(/^18-204002 2026-11 \{80\.5/)]);
  });

  it('may stand in a row whose empty cells Excel has left out', async () => {
    await meter('0100002301', '18-204002');
    await take('c24-meters-dropped-trailing.csv');
    expect(await readings()).toHaveLength(1);
  });
});
