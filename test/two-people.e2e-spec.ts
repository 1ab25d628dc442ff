import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveMeter, giveWaiting } from './support/meters.js';
import { act, hire, list, open } from './support/office.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

/** Actions with fields whose forms change no field of the record they stand beside, and why two people cannot collide. */
const EXCEPTIONS: Record<string, string> = {
  'accounts/addMeter': 'adds a meter; an index keeps its number the only one',
  'accounts/issueWord': 'issues a word',
  'houses/issueWords': 'issues words',
  'houses/revokeWords': 'revokes the words that work by then',
  'houses/roundList': 'prints',
  'houses/printReceipts': 'prints',
  'links/unlink': 'ends a link that has not ended: the update decides',
  'code-words/revoke': 'revokes a word that works: the update decides',
  'residents/block': 'closes the cabinet, whatever stood there',
  'staff/resetSecondFactor': 'takes off what is on, whatever else was changed: the update decides',
  'readings/reject': 'decides what waits: the update decides',
  'meters/record': 'adds a reading; what stood for the month stays in the history, as the form says',
  'meters/recordTwo': 'the same',
  'meters/recordThree': 'the same',
  'meters/recordFour': 'the same',
  'meters/attach': 'adds to a set',
  'meters/detach': 'takes from a set, never the last: the statement decides',
  'meters/remove': 'takes off what has not been taken off: the update decides',
  'reading-exports/fetch': 'writes a file',
};

let world: World;
let vera: Client;
let boris: Client;
let pyotr: Client;
let olga: Client;
let account: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kabinet-two-people-'));
  world = await startWorld({ THROTTLE_FACTOR: '1000', DATABASE_POOL: '20' });
  vera = await hire(world, 'vera', 'administrator', 'Вера Главная');
  boris = await hire(world, 'boris', 'administrator', 'Борис Второй', vera);
  pyotr = await hire(world, 'pyotr', 'operator', 'Пётр Клерков', vera);
  olga = await hire(world, 'olga', 'operator', 'Ольга Окошкина', vera);
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0177000001');
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A form of a record as it opens: its fields begin with what the record shows. */
async function form(who: Client, record: string, names: Record<string, string>) {
  const shown = await open(who, record);
  const fields = Object.fromEntries(
    Object.entries(names).map(([field, column]) => {
      const value = shown[column] ?? '';
      return [field, value === 'true' || value === 'false' ? value === 'true' : value];
    }),
  );
  let opened = { version: shown['~~version']!, before: fields as Record<string, unknown> };
  return {
    fields,
    /** Sends what is filled in over what the form began with; a conflict leaves the form with the new version. */
    async send(typed: Record<string, unknown>, action = 'change') {
      const answer = await act(who, `${record}/${action}`, { ...fields, ...typed }, undefined, false, opened);
      if (answer.conflict) opened = { version: answer.conflict.version, before: answer.conflict.values };
      return answer;
    },
  };
}

const METER = {
  number: 'number',
  place: 'place',
  capacity: 'capacity',
  decimals: 'decimals',
  initial: 'initial',
  installedOn: 'installedOn~~day',
  verificationDue: 'verificationDue~~day',
  externalId: 'externalId',
  automatic: 'automatic',
};
const WINDOW = { startDay: 'startDay', endDay: 'endDay', endsNextMonth: 'endsNextMonth', strict: 'strict' };
const STAFF = { name: 'name', email: 'email', role: 'role' };
const PROFILE = Object.fromEntries(
  ['name', 'kind', 'encoding', 'delimiter', 'decimal', 'skipRows', 'accountLength', 'columns'].map((name) => [
    name,
    name,
  ]),
);
const TOLD = (name: string) =>
  new RegExp(
    `^Пока форма была открыта, эту запись изменили: ${name}, \\d+ [а-я]+ 20\\d\\d, \\d\\d:\\d\\d\\.$`,
  );

describe('Two people who change one record', () => {
  it('of a meter: the second is told what has changed and by whom, and sends again knowingly', async () => {
    const id = await giveMeter(world, account, { number: '66001', place: 'Кухня' });
    const first = await form(pyotr, `meters/records/${id}`, METER);
    const second = await form(olga, `meters/records/${id}`, METER);
    expect((await first.send({ place: 'Ванная', verificationDue: '2032-05-01' })).status).toBe(200);
    const refused = await second.send({ place: 'Кладовая' });
    expect(refused.status).toBe(409);
    expect(refused.conflict!.told).toMatch(TOLD('Пётр Клерков'));
    expect(refused.conflict!.rows).toEqual([
      { field: 'place', label: 'Где стоит', was: 'Кухня', now: 'Ванная', typed: 'Кладовая' },
      { field: 'verificationDue', label: 'Поверка до', was: '', now: '1\u00a0мая\u00a02032', typed: '' },
    ]);
    expect(refused.conflict!.values).toMatchObject({ place: 'Ванная', verificationDue: '2032-05-01' });
    expect(await open(olga, `meters/records/${id}`)).toMatchObject({ place: 'Ванная' });

    expect((await second.send({ place: 'Кладовая', verificationDue: '2032-05-01' })).status).toBe(200);
    expect(await open(olga, `meters/records/${id}`)).toMatchObject({
      place: 'Кладовая',
      'verificationDue~~day': '2032-05-01',
    });
  });

  it('of a window of readings', async () => {
    const [own] = await list(vera, 'reading-windows');
    const record = `reading-windows/records/${own!['id']}`;
    const [first, second] = [await form(vera, record, WINDOW), await form(boris, record, WINDOW)];
    expect((await first.send({ endDay: '26', strict: true })).message).toBe('Срок изменён.');
    const refused = await second.send({ endDay: '28' });
    expect(refused.status).toBe(409);
    expect(refused.conflict!.told).toMatch(TOLD('Вера Главная'));
    expect(refused.conflict!.rows).toEqual([
      { field: 'endDay', label: 'Последний день приёма', was: '25', now: '26', typed: '28' },
      { field: 'strict', label: 'Вне срока показания не принимать', was: 'Нет', now: 'Да', typed: 'Нет' },
    ]);
    expect((await second.send({ endDay: '28', strict: true })).status).toBe(200);
    expect(await open(vera, record)).toMatchObject({ endDay: '28', strict: 'true' });
  });

  it('of a profile of files', async () => {
    const made = {
      name: 'Наша 1С',
      kind: 'charges',
      encoding: 'win',
      skipRows: '2',
      columns: 'account = ЛС',
    };
    expect((await act(vera, 'import-profiles/actions/create', made)).status).toBe(200);
    const record = `import-profiles/records/${(await list(vera, 'import-profiles'))[0]!['id']}`;
    const [first, second] = [await form(vera, record, PROFILE), await form(boris, record, PROFILE)];
    expect(first.fields).toMatchObject({
      ...{ ...made, columns: 'Лицевой счет = ЛС' },
      ...{ delimiter: 'auto', decimal: 'auto' },
    });
    expect((await first.send({ encoding: 'utf8', columns: 'account = Счет' })).status).toBe(200);
    const refused = await second.send({ skipRows: '3' });
    expect(refused.status).toBe(409);
    expect(refused.conflict!.told).toMatch(TOLD('Вера Главная'));
    expect(refused.conflict!.rows).toEqual([
      { field: 'encoding', label: 'Кодировка', was: 'Windows-1251', now: 'UTF-8', typed: 'Windows-1251' },
      { field: 'skipRows', label: 'Строк над заголовками', was: '2', now: '2', typed: '3' },
      {
        field: 'columns',
        label: 'Столбцы',
        was: 'Лицевой счет = ЛС',
        now: 'Лицевой счет = Счет',
        typed: 'Лицевой счет = ЛС',
      },
    ]);
    expect((await second.send({ skipRows: '3', ...pick(refused.conflict!.values) })).status).toBe(200);
    expect(await open(vera, record)).toMatchObject({
      skipRows: '3',
      encoding: 'utf8',
      columns: 'Лицевой счет = Счет',
    });

    await act(vera, 'import-profiles/actions/create', { ...made, name: 'Другая' });
    const third = await form(boris, record, PROFILE);
    expect((await third.send({ name: 'Другая' })).errors).toHaveProperty('name');
    await act(vera, `${record}/remove`);
    expect((await third.send({ skipRows: '5' })).status).toBe(404);
  });

  it('of somebody of the office', async () => {
    const [row] = await list(vera, 'staff', '?filters.login=olga');
    const record = `staff/records/${row!['id']}`;
    const [first, second] = [await form(vera, record, STAFF), await form(boris, record, STAFF)];
    expect((await first.send({ name: 'Ольга Дверцева' })).status).toBe(200);
    const refused = await second.send({ role: 'accountant' });
    expect(refused.status).toBe(409);
    expect(refused.conflict!.told).toMatch(TOLD('Вера Главная'));
    expect(refused.conflict!.rows.map(({ field, was, now, typed }) => [field, was, now, typed])).toEqual([
      ['name', 'Ольга Окошкина', 'Ольга Дверцева', 'Ольга Окошкина'],
      ['role', 'Оператор', 'Оператор', 'Бухгалтер'],
    ]);
    expect(await open(vera, record)).toMatchObject({ role: 'operator', name: 'Ольга Дверцева' });
    expect((await second.send({ email: 'door@example.test', name: 'Ольга Дверцева' })).status).toBe(200);
  });

  it('and want the same: whoever comes second has it already', async () => {
    const id = await giveMeter(world, account, { number: '66002' });
    const [first, second] = [
      await form(pyotr, `meters/records/${id}`, METER),
      await form(olga, `meters/records/${id}`, METER),
    ];
    expect((await first.send({ place: 'Ванная' })).status).toBe(200);
    expect((await second.send({ place: 'Ванная' })).status).toBe(200);
  });

  it('at the same moment: one is done and all others are told, whatever the record', async () => {
    const id = await giveMeter(world, account, { number: '66003' });
    const [own] = await list(vera, 'reading-windows');
    const [row] = await list(vera, 'staff', '?filters.login=olga');
    for (const [record, names, typed] of [
      [`meters/records/${id}`, METER, (n: number) => ({ place: `Место ${n}` })],
      [`reading-windows/records/${own!['id']}`, WINDOW, (n: number) => ({ startDay: `${n + 1}` })],
      [`staff/records/${row!['id']}`, STAFF, (n: number) => ({ name: `Имя ${n}` })],
    ] as const) {
      const forms = await Promise.all(
        Array.from({ length: 8 }, (_, n) => form(n % 2 ? vera : boris, record, names)),
      );
      const answers = await Promise.all(forms.map((one, n) => one.send(typed(n))));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    }
  });

  it('are told of a file that was loaded meanwhile, and of a form that tells no version', async () => {
    const id = await giveMeter(world, account, { number: '66004', place: 'Кухня', initial: null });
    const opened = await form(pyotr, `meters/records/${id}`, METER);
    const file = join(folder, 'meters.csv');
    await writeFile(file, 'account;number;resource;place\n0177000001;66004;ХВС;Подвал\n');
    const loaded = await world.product.cli(['import', 'meters', file]);
    expect([loaded.code, loaded.output]).toEqual([0, expect.stringContaining('изменено 1')]);
    const refused = await opened.send({ place: 'Чердак' });
    expect(refused.status).toBe(409);
    expect(refused.conflict!.told).toContain('её обновила загрузка из файла');
    const blind = await act(
      pyotr,
      `meters/records/${id}/change`,
      { ...opened.fields, place: 'Двор' },
      undefined,
      false,
      {},
    );
    expect(blind.status).toBe(409);
    expect(await open(pyotr, `meters/records/${id}`)).toMatchObject({ place: 'Подвал' });
  });

  it('of a meter that is replaced: nothing is written of the old one either', async () => {
    const id = await giveMeter(world, account, { number: '66005', readings: [['101']] });
    const names = { place: 'place', tariffs: 'tariffs', capacity: 'capacity', decimals: 'decimals' };
    const opened = await form(pyotr, `meters/records/${id}`, names);
    await (await form(olga, `meters/records/${id}`, METER)).send({ place: 'Ванная' });
    const fresh = {
      number: '66006',
      initial: '0',
      value1: '105',
      removedOn: new Date().toISOString().slice(0, 10),
    };
    const refused = await opened.send(fresh, 'replace');
    expect(refused.status).toBe(409);
    expect(refused.conflict!.rows).toEqual([
      { field: 'place', label: 'Где стоит', was: 'Кухня', now: 'Ванная', typed: 'Кухня' },
    ]);
    const [count] = await world.database.query<{ count: string }>(
      'SELECT count(*) FROM meter_readings WHERE meter_id = $1',
      [id],
    );
    expect(count!.count).toBe('1');
    expect((await opened.send({ ...fresh, place: 'Ванная' }, 'replace')).status).toBe(200);
  });

  it('of a reading that waits: the second is told who has decided what', async () => {
    const id = await giveMeter(world, account, { number: '66007' });
    const reading = await giveWaiting(world, id, 'irina', ['900']);
    await act(pyotr, `readings/records/${reading}/reject`, { reason: 'digits' });
    const late = await act(olga, `readings/records/${reading}/accept`);
    expect(late.status).toBe(409);
    expect(late.message).toMatch(/^Запись уже изменилась\. «Показания отклонены»: Пётр Клерков, \d+ /);
  });

  it('of a row of a file that waits: the second is told who has assigned it', async () => {
    const file = join(folder, 'payments.csv');
    await writeFile(
      file,
      'account;paid_on;amount\n0199000001;2026-10-05;100.00\n0199000002;2026-10-05;200.00\n',
    );
    const loaded = await world.product.cli(['import', 'payments', file]);
    expect([loaded.code, loaded.output]).toEqual([0, expect.any(String)]);
    const rows = await list(vera, 'unknown-rows', '?filters.state=waiting');
    for (const [index, who] of [boris, vera].entries()) {
      const other = who === vera ? boris : vera;
      const path = `/office/unknown-rows/${rows[index]!['id']}`;
      const [first, second] = await Promise.all(
        [who, other].map((one) => one.get(`${path}?find=0177000001`)),
      );
      expect((await first!.form(`${path}/assign`).submit({ account })).status).toBe(303);
      const late = await second!.form(`${path}/assign`).submit({ account });
      expect(late.status).toBe(409);
      expect(late.text).toMatch(
        /Строка уже разнесена на лицевой счет 0177000001: (Борис Второй|Вера Главная), \d+ /,
      );
    }
  });

  it('of an export, a load and a link: the second is told who was first', async () => {
    const [made] = await world.database.query<{ id: string }>(
      `INSERT INTO reading_exports (rows, format, staff_id) SELECT 0, 'csv', id FROM staff WHERE login = 'pyotr' RETURNING id`,
    );
    const [batch] = await list(vera, 'batches');
    const link = (await list(vera, 'links', `?filters.account~~id=${account}`))[0]!['id'];
    for (const [path, fields] of [
      [`reading-exports/records/${made!.id}/undo`, {}],
      [`batches/records/${batch!['id']}/undo`, {}],
      [`links/records/${link}/unlink`, { reason: 'Продала квартиру' }],
    ] as const) {
      expect([path, (await act(boris, path, fields)).status]).toEqual([path, 200]);
      const late = await act(vera, path, fields);
      expect(late.status).toBe(409);
      expect(late.message).toMatch(/^Запись уже изменилась\. «.+»: Борис Второй, \d+ /);
    }
  });

  it('of a check whose file was refused: «Загрузить» is answered with what it is', async () => {
    const [job] = await world.database.query<{ id: string }>(
      `INSERT INTO jobs (kind, title, state, params, result, finished_at)
       VALUES ('load', 'Проверка файла', 'done', '{"dryRun": true}',
         '{"report": {"refusal": "Файл не принят", "wrong": 0}}', now()) RETURNING id`,
    );
    const late = await act(vera, `jobs/records/${job!.id}/load`);
    expect(late.status).toBe(409);
    expect(late.message).toContain('Состояние: «Файл не принят».');
  });
});

/** What was left alone follows what the record says now. */
function pick(values: Record<string, unknown>): Record<string, unknown> {
  const { encoding, columns } = values;
  return { encoding, columns };
}

interface DeclaredAction {
  name: string;
  actionType: string;
  custom?: { fields?: { from?: string }[]; edits?: boolean };
}

describe('Somebody of the office whose rights another has taken', () => {
  it('reads who did that and when: of a role, of closed access, of a new password', async () => {
    const rights: [string, Record<string, unknown>, number, RegExp][] = [
      [
        'change',
        { name: 'Лишнев Иван', email: 'l@example.test', role: 'operator' },
        403,
        /^У вас больше нет права на это действие\. «Вам изменили роль»/,
      ],
      ['disable', {}, 401, /^Сеанс закончился\. «Вам закрыли доступ в панель»/],
      ['resetPassword', {}, 401, /^Сеанс закончился\. «Вам выдали новый одноразовый пароль»/],
    ];
    for (const [index, [action, fields, status, words]] of rights.entries()) {
      const login = `deprived-${index}`;
      const deprived = await hire(world, login, 'administrator', 'Лишнев Иван', vera);
      const [row] = await list(vera, 'staff', `?filters.login=${login}`);
      const done = await act(vera, `staff/records/${row!['id']}/${action}`, fields);
      expect(done.status).toBe(200);
      const late = await act(deprived, `staff/records/${row!['id']}/disable`);
      expect(late.status).toBe(status);
      expect(late.message).toMatch(words);
      expect(late.message).toMatch(/»: Вера Главная, \d+ [а-я]+ 20\d\d, \d\d:\d\d\.$/);
    }
  });
});

describe('Every action of the panel', () => {
  it('that changes what a record says carries its version', async () => {
    const page = await vera.get('/admin/resources/houses');
    expect(page.status).toBe(200);
    const [, state] = /window\.REDUX_STATE = (.*?);\s*window\.THEME = /s.exec(page.body)!;
    const { resources } = JSON.parse(state!) as { resources: { id: string; actions: DeclaredAction[] }[] };
    const actions = resources.flatMap(({ id, actions }) =>
      actions.map(({ name, actionType, custom }) => ({ path: `${id}/${name}`, actionType, ...custom })),
    );
    const forms = actions.filter(
      ({ actionType, fields = [] }) => actionType === 'record' && fields.length > 0,
    );
    expect(forms.length).toBeGreaterThan(15);
    const unversioned = forms.filter(({ edits }) => !edits).map(({ path }) => path);
    expect(unversioned.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
    const edits = forms.filter((action) => action.edits);
    expect(edits.map(({ path }) => path).sort()).toEqual([
      'answer-templates/change',
      'appeal-topics/change',
      'executors/change',
      'import-profiles/change',
      'message-templates/change',
      'meters/change',
      'meters/replace',
      'meters/replaceFour',
      'meters/replaceThree',
      'meters/replaceTwo',
      'reading-windows/change',
      'request-categories/change',
      'staff/change',
    ]);
  });
});

describe('A resident with the profile open in two tabs', () => {
  it('is told in the second what the first has saved, keeps what was typed, and can send again', async () => {
    await giveResident(world, 'tabs');
    const visitor = await signIn(world, 'tabs');
    const [first, second] = [await visitor.get('/profile/name'), await visitor.get('/profile/name')];
    expect((await first.form('/profile/name').submit({ phone: '8 902 000-00-00' })).status).toBe(303);
    const refused = await second.form('/profile/name').submit({ firstName: 'Арина' });
    expect(refused.status).toBe(409);
    expect(refused.text).toMatch(/в другом окне или на другом устройстве, \d+ [а-я]+ 20\d\d, \d\d:\d\d/);
    for (const text of ['Было', 'Сейчас', 'Вы ввели', '+7 902 512-34-56', '+7 902 000-00-00', 'Арина']) {
      expect(refused.text.replaceAll('\u00a0', ' ')).toContain(text);
    }
    expect(refused.body).toContain('role="alert"');
    const again = refused.form('/profile/name');
    expect(again.value('firstName')).toBe('Арина');
    expect(again.value('phone')!.replaceAll('\u00a0', ' ')).toContain('902 000-00-00');
    const done = await (await again.submit()).follow();
    expect(done.text).toContain('Арина');
    expect(done.text.replaceAll('\u00a0', ' ')).toContain('902 000-00-00');
  });

  it('loses nothing by a double click, and one of two saves at the same moment', async () => {
    await giveResident(world, 'twice');
    const visitor = await signIn(world, 'twice');
    const page = await visitor.get('/profile/name');
    const click = () => page.form('/profile/name').submit({ firstName: 'Анна' });
    expect((await Promise.all([click(), click()])).map(({ status }) => status)).toEqual([303, 303]);

    const forms = await Promise.all(
      Array.from({ length: 5 }, async () => (await visitor.get('/profile/name')).form('/profile/name')),
    );
    const names = ['Анна-Мария', 'Аня', 'Аннушка', 'Нюра', 'Нюша'];
    const answers = await Promise.all(forms.map((one, index) => one.submit({ firstName: names[index]! })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409, 409]);
  });

  it('overwrites nothing from a page that tells no version or a made-up one', async () => {
    await giveResident(world, 'forger');
    const visitor = await signIn(world, 'forger');
    for (const filling of [
      { version: undefined, opened: undefined },
      { version: 'x', opened: '{' },
      { version: '999999999', opened: '[1]' },
      { version: '1', opened: 'null', firstName: '' },
    ]) {
      const page = await (await visitor.get('/profile/name')).form('/profile/name').submit({
        firstName: 'Другая',
        ...filling,
      });
      expect(page.status).toBe(filling.firstName === '' ? 422 : 409);
    }
    expect((await visitor.get('/profile')).text).not.toContain('Другая');
  });
});
