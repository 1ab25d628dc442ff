import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Office } from './support/exchange.js';
import { hold } from './support/holder.js';

const FIRST = '0100000001';
const SECOND = '0100000002';
const METERS = 'account;meter_id;number;resource;capacity;decimals;place';
const READINGS = 'account;number;resource;period;value1';

let office: Office;
beforeEach(async () => {
  office = await Office.open(3);
});
afterEach(() => office?.close());

/** Loads a file that changes something; gives the id of its load. */
async function load(...lines: readonly string[]): Promise<string> {
  const { output } = await office.meters(await office.file('a.csv', lines.join('\n')));
  const id = /Номер загрузки: ([\w-]+)\. Отменить её: npm run import -- undo \1/.exec(output)?.[1];
  if (id === undefined) throw new Error(output);
  return id;
}

const undo = (id: string) => office.import('undo', id);

/** A resident, or whoever else, sends a reading of a meter. */
async function send(number: string, month: string, value: string): Promise<void> {
  const of = [number, `${month}-01`];
  await office.database.query(
    `UPDATE meter_readings r SET superseded_at = now() FROM meters m
     WHERE m.id = r.meter_id AND m.number = $1 AND r.period = $2 AND r.superseded_at IS NULL`,
    of,
  );
  await office.database.query(
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
     SELECT id, $2, ARRAY[$3::numeric], $2, 'cabinet', 'accepted' FROM meters WHERE number = $1`,
    [...of, value],
  );
}

/** A person with an account in a role since a day, and the letters that they want: `0100000001 tenant 2026-10-05 readings`. */
async function give(login: string, more: string): Promise<void> {
  await office.database.query(
    `WITH u AS (
       INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_hash,
         password_changed_at, first_name, middle_name, last_name, phone, status)
       SELECT 100000001 + count(*), $1, $1, $1 || '@example.ru', $1 || '@example.ru', now(), '-', now(), 'Ирина', '', 'Ким',
         '+79025123456', 'active' FROM users RETURNING id),
     p AS (INSERT INTO notification_preferences (user_id, topic) SELECT id, $5 FROM u)
     INSERT INTO account_links (user_id, account_id, role, until, created_at)
     SELECT u.id, a.id, $3, CASE $3 WHEN 'tenant' THEN now() + interval '1 year' END, $4::timestamptz
     FROM u, accounts a WHERE a.number = $2`,
    [login, ...more.split(' ')],
  );
}

interface Letter extends Record<string, unknown> {
  readonly recipient: string;
  readonly data: { readonly flats: readonly { readonly readings: readonly Record<string, string>[] }[] };
}

/** What residents are told of readings that count no more. */
async function letters(): Promise<Letter[]> {
  return office.database.query<Letter>(
    "SELECT recipient, data FROM letters WHERE kind = 'readings-undone' ORDER BY recipient",
  );
}

/** As words in a letter stand together. */
const nonBreaking = (words: string) =>
  words.replace(/№ | (?=м³|2026)/g, (space) => space.replace(' ', '\u00A0'));

async function standing(): Promise<string[]> {
  const rows = await office.database.query<{ text: string }>(
    `SELECT concat_ws(' ', m.number, to_char(r.period, 'YYYY-MM'), r.reading::text) AS text
     FROM meters m LEFT JOIN current_readings r ON r.meter_id = m.id ORDER BY m.number, r.period`,
  );
  return rows.map(({ text }) => text);
}

const meter = (number: string, more = `cold_water;5;3;Кухня`) => `${FIRST};М-${number};17-${number};${more}`;
const reading = (number: string, month: string, value: string) => `${FIRST};17-${number};;${month};${value}`;

describe('A load of meters and readings that is taken back', () => {
  it('says how many of those who have seen its readings have none now, and where they are reminded', async () => {
    await load(METERS, meter('001'), meter('002'));
    const readings = await load(
      READINGS,
      reading('001', '2026-09', '10'),
      reading('001', '2026-10', '12'),
      reading('002', '2026-10', '20'),
    );
    await office.database.query(
      `WITH u AS (
         INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_hash,
           password_changed_at, first_name, middle_name, last_name, phone, status)
         VALUES (100000001, 'irina', 'irina', 'irina@example.ru', 'irina@example.ru', now(), '-', now(), 'Ирина', '', 'Ким',
           '+79025123456', 'active') RETURNING id)
       INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM u, accounts a WHERE a.number = $1`,
      [FIRST],
    );
    const { output } = await undo(readings);
    expect(await letters()).toEqual([]);
    expect(output.replaceAll('\u00A0', ' ')).toContain(
      'отменена: 3 показания. У 1 лицевого счета с личным кабинетом теперь нет показаний за октябрь 2026: напомните жителям о них в разделе «Кто не передал».',
    );
  });

  it('is told in one letter to whoever has seen its readings and wants letters about readings', async () => {
    await load(METERS, meter('001'), meter('002'));
    await load(READINGS, reading('001', '2026-10', '11.5'));
    const readings = await load(
      READINGS,
      reading('001', '2026-09', '10'),
      reading('001', '2026-10', '12'),
      reading('002', '2026-10', '20'),
    );
    await give('irina', `${FIRST} owner 2026-09-01 readings`);
    await give('oleg', `${FIRST} owner 2026-09-01 receipts`);
    await give('pavel', `${SECOND} owner 2026-09-01 readings`);
    // whoever lives there since has never seen what was before
    await give('tenant', `${FIRST} tenant 2026-10-05 readings`);
    await give('late', `${FIRST} tenant 2026-11-30 readings`);
    await office.database.query(
      `UPDATE meter_readings r SET taken_on = '2026-10-20' FROM meters m
       WHERE m.id = r.meter_id AND r.import_id IS NOT NULL AND r.period = '2026-10-01'`,
    );
    const { output } = await undo(readings);
    expect(output).toContain('согласились на письма, написано писем: 2.');
    const told = await letters();
    expect(told.map(({ recipient }) => recipient)).toEqual(['irina@example.ru', 'tenant@example.ru']);
    const [{ data }] = told as [(typeof told)[0]];
    expect(data).toMatchObject({ why: 'Файл, из которого они были взяты, офис отменил.', more: 0 });
    expect(
      data.flats.map(({ readings: listed }) =>
        listed.map(({ meter: name, words, again }) => [name, words, again]),
      ),
    ).toEqual([
      [
        ['Холодная вода, Кухня, № …001', '12 м³ за октябрь 2026', '11,5 м³'],
        ['Холодная вода, Кухня, № …002', '20 м³ за октябрь 2026', ''],
        ['Холодная вода, Кухня, № …001', '10 м³ за сентябрь 2026', ''],
      ].map((words) => words.map(nonBreaking)),
    ]);
    expect(told[1]!.data.flats[0]!.readings).toHaveLength(2);
  });

  it('leaves what somebody has changed or used since, and says so', async () => {
    await load(METERS, meter('001'), meter('002'));
    await load(READINGS, reading('001', '2026-09', '10'));
    const meters = await load(
      METERS,
      meter('001', 'cold_water;6;3;Ванная'),
      meter('002', 'cold_water;5;3;Ванная'),
      meter('003'),
      meter('004'),
      meter('005'),
    );
    const readings = await load(
      READINGS,
      reading('001', '2026-09', '11'),
      reading('001', '2026-10', '12'),
      reading('002', '2026-10', '20'),
      reading('003', '2026-10', '30'),
      reading('004', '2026-10', '40'),
    );
    await send('17-002', '2026-10', '21');
    await office.database.query(
      `WITH export AS (INSERT INTO reading_exports (format, rows) VALUES ('csv', 1) RETURNING id)
       UPDATE meter_readings r SET export_id = e.id FROM export e, meters m WHERE m.id = r.meter_id AND m.number = '17-003'`,
    );

    expect(await undo(readings)).toEqual({
      code: 0,
      output:
        'Загрузка файла «a.csv» отменена: 3 показания. Осталось 2 показания: с тех пор это изменили или этим пользуются (№ 17-002, № 17-003).\n',
    });
    expect(await standing()).toEqual([
      '17-001 2026-09 {10}',
      '17-002 2026-10 {21}',
      '17-003 2026-10 {30}',
      '17-004',
      '17-005',
    ]);

    // This one fits the larger dial only.
    await send('17-001', '2026-10', '123456');
    await office.database.query("UPDATE meters SET place = 'Санузел' WHERE number = '17-005'");
    expect(await undo(meters)).toEqual({
      code: 0,
      output:
        'Загрузка файла «a.csv» отменена: 2 счетчика. Осталось 3 счетчика: с тех пор это изменили или этим пользуются (№ 17-001, № 17-003, № 17-005).\n',
    });
    expect(
      await office.database.query(
        `SELECT m.number, m.place, count(ma)::integer AS accounts FROM meters m
         LEFT JOIN meter_accounts ma ON ma.meter_id = m.id GROUP BY m.id ORDER BY 1`,
      ),
    ).toEqual([
      { number: '17-001', place: 'Ванная', accounts: 1 },
      { number: '17-002', place: 'Кухня', accounts: 1 },
      { number: '17-003', place: 'Кухня', accounts: 1 },
      { number: '17-005', place: 'Санузел', accounts: 1 },
    ]);
    expect((await undo(meters)).output).toContain('уже отменена');
    expect(
      await office.database.query(
        "SELECT details->>'fileName' AS file, details->'keptMeters' AS kept FROM audit_events WHERE action = 'meters.undone' ORDER BY id",
      ),
    ).toEqual([
      { file: 'a.csv', kept: 0 },
      { file: 'a.csv', kept: 3 },
    ]);
  });

  it('is refused where nothing of it would go, and where nothing is known of it', async () => {
    await load(METERS, meter('001'));
    const readings = await load(READINGS, reading('001', '2026-10', '12'));
    await send('17-001', '2026-10', '13');
    expect(await undo(readings)).toEqual({
      code: 1,
      output: expect.stringContaining('все счетчики и показания этой загрузки с тех пор изменили'),
    });
    const before = await load(METERS, meter('002'));
    for (const table of ['loaded_meter_accounts', 'loaded_meters']) {
      await office.database.query(`DELETE FROM ${table} WHERE import_id = $1`, [before]);
    }
    expect((await undo(before)).output).toContain('ещё не запоминал');
    expect(await standing()).toEqual(['17-001 2026-10 {13}', '17-002']);
  });

  it('gives two meters back the numbers that they have swapped, unless another has one of them by now', async () => {
    await load(METERS, meter('001'), meter('002'));
    // The file cannot do it in one go, since both numbers are in use; two do.
    const away = await load(METERS, meter('001').replace('17-001', '17-009'));
    const swapped = await load(METERS, meter('002').replace('17-002', '17-001'));
    expect((await undo(away)).output).toContain('все счетчики и показания этой загрузки');
    expect((await undo(swapped)).code).toBe(0);
    expect((await undo(away)).code).toBe(0);
    expect(await standing()).toEqual(['17-001', '17-002']);
  });

  it('gives meters back what ГИС ЖКХ calls them, swapped in one file, unless another is called so by now', async () => {
    const head = 'account;number;resource;gis_number;removed_on';
    const called = (number: string, gis: string, removed = '') =>
      `${FIRST};17-${number};cold_water;${gis};${removed}`;
    const gis = () =>
      office.database.query('SELECT number, gis_number AS own FROM meters ORDER BY number, removed_on');
    await load(METERS, meter('001'), meter('002'));
    await load(head, called('001', '7001'), called('002', '7002'));
    const swapped = await load(head, called('001', '7002'), called('002', '7001'));
    expect(await gis()).toEqual([
      { number: '17-001', own: '7002' },
      { number: '17-002', own: '7001' },
    ]);
    expect((await undo(swapped)).code).toBe(0);
    const before = [
      { number: '17-001', own: '7001' },
      { number: '17-002', own: '7002' },
    ];
    expect(await gis()).toEqual(before);

    // 002 lets its number go to 001, and another takes that of 001
    const moved = await load(head, called('001', '7002'), called('002', '7003'));
    await office.database.query("UPDATE meters SET gis_number = '' WHERE number = '17-002'");
    await office.database.query(
      `INSERT INTO meters (number, resource, tariffs, gis_number, capacity, decimals)
       VALUES ('17-009', 'gas', 1, '7001', 5, 0)`,
    );
    // neither goes back: 001 for that other meter, 002 since somebody has changed it
    expect((await undo(moved)).output).toContain('все счетчики и показания этой загрузки');
    expect((await gis())[0]).toEqual({ number: '17-001', own: '7002' });
  });

  it('takes a known meter away from an account that the file has given it to, unless that has sent readings', async () => {
    await load(METERS, meter('001'), meter('002'));
    const shared = await load(
      METERS,
      meter('001').replace(FIRST, SECOND),
      meter('002').replace(FIRST, SECOND),
    );
    await office.database.query(
      `INSERT INTO meter_readings (meter_id, account_id, period, reading, taken_on, source, status)
       SELECT m.id, a.id, '2026-10-01', '{5}', '2026-10-01', 'cabinet', 'accepted' FROM meters m, accounts a
       WHERE m.number = '17-002' AND a.number = $1`,
      [SECOND],
    );
    expect((await undo(shared)).output).toContain('1 счетчик. Осталось 1 счетчик');
    expect(
      await office.database.query(
        `SELECT m.number, a.number AS account FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id
         JOIN accounts a ON a.id = ma.account_id ORDER BY 1, 2`,
      ),
    ).toEqual([
      { number: '17-001', account: FIRST },
      { number: '17-002', account: FIRST },
      { number: '17-002', account: SECOND },
    ]);
  });

  it('is taken back by one of two who want to', async () => {
    const id = await load(METERS, meter('001'));
    const both = await Promise.all([undo(id), undo(id)]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(both.map(({ output }) => output).join('')).toContain('уже отменена');
    expect(await standing()).toEqual([]);
  });

  it('waits for whoever corrects one of its readings at this moment, and leaves that one', async () => {
    await load(METERS, meter('001'), meter('002'));
    const id = await load(READINGS, reading('001', '2026-10', '12'), reading('002', '2026-10', '20'));
    const operator = await hold(office.database, "SELECT id FROM meters WHERE number = '17-001' FOR UPDATE");
    const undoing = undo(id);
    await operator.waitedFor();
    await operator.query(
      `WITH former AS (UPDATE meter_readings SET superseded_at = now()
         WHERE meter_id = (SELECT id FROM meters WHERE number = '17-001') RETURNING meter_id)
       INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       SELECT meter_id, '2026-11-01', '{14}', '2026-11-20', 'phone', 'accepted' FROM former`,
    );
    await operator.commit();
    expect((await undoing).output).toContain('1 показание. Осталось 1 показание');
    expect(await standing()).toEqual(['17-001 2026-11 {14}', '17-002']);
  });
});
