import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import {
  closeWindow,
  dayOfCompany,
  giveMeter,
  giveReading,
  giveWaiting,
  openWindow,
} from './support/meters.js';
import { act, checkAndLoad, hire, list, open, todo } from './support/office.js';
import { hold } from './support/holder.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NO_RECORD = '00000000-0000-4000-8000-000000000000';
const NUMBER = '0188000001';
const TODAY = dayOfCompany();
const PERIOD = `${TODAY.slice(0, 7)}-01`;

let world: World;
let operator: Client;
let accountant: Client;
let administrator: Client;
let account: string;
let house: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  administrator = await hire(world, 'chief', 'administrator', 'Вера Главная');
  operator = await hire(world, 'clerk', 'operator', 'Пётр Клерков', administrator);
  accountant = await hire(world, 'money', 'accountant', 'Раиса Счетова', administrator);
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', NUMBER);
  const [row] = await world.database.query<{ id: string }>(
    'SELECT n.house_id AS id FROM accounts a JOIN units n ON n.id = a.unit_id WHERE a.id = $1',
    [account],
  );
  house = row!.id;
  await openWindow(world);
});
afterAll(() => world?.stop());

async function one<Row extends pg.QueryResultRow>(sql: string, ...values: unknown[]): Promise<Row> {
  const rows = await world.database.query<Row>(sql, values);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

/** What stands for the month that runs. */
async function current(meter: string): Promise<{ reading: string; status: string; source: string }> {
  return one(
    `SELECT reading::text, status, source FROM meter_readings
     WHERE meter_id = $1 AND period = $2 AND superseded_at IS NULL AND status <> 'rejected'`,
    meter,
    PERIOD,
  );
}

/** The page of a meter, as the panel sends it. */
async function show(meter: string): Promise<Record<string, string>> {
  const page = await operator.get(`/admin/api/resources/meters/records/${meter}/show`);
  return (JSON.parse(page.body.toString()) as { record: { params: Record<string, string> } }).record.params;
}

const confirm = (path: string, fields: Record<string, unknown>) =>
  act(operator, path, fields, undefined, true);

describe('A meter', () => {
  const typed = {
    resource: 'hot_water',
    number: ' 77  001 ',
    place: 'Санузел',
    tariffs: '1',
    initial: '12,5',
    installedOn: '12.05.2024',
    verifiedOn: '2024-05-10',
    verificationDue: '2030-05-10',
  };
  const add = (fields: Record<string, unknown>) =>
    act(operator, `accounts/records/${account}/addMeter`, { ...typed, ...fields });

  it('is refused with what cannot be, each at its field', async () => {
    for (const [fields, field, told] of [
      [{ resource: 'air' }, 'resource', 'Выберите из списка'],
      [{ number: ' ' }, 'number', 'Заполните это поле'],
      [{ number: '\u200b\u2800' }, 'number', 'Заполните это поле'],
      [{ tariffs: '5' }, 'tariffs', 'от 1 до 4'],
      [{ capacity: '0' }, 'capacity', 'от 1 до 9'],
      [{ decimals: '7' }, 'decimals', 'от 0 до 6'],
      [{ initial: '1;2' }, 'initial', 'их 1'],
      [{ initial: '12,1234' }, 'initial', 'не больше 3'],
      [{ initial: 'много' }, 'initial', 'только цифры'],
      [{ installedOn: dayOfCompany(1) }, 'installedOn', 'ещё не наступил'],
      [{ sealedOn: '31.02.2024' }, 'sealedOn', 'в виде'],
      [{ verificationDue: '2024-05-10' }, 'verificationDue', 'позже дня поверки'],
    ] as const) {
      const { status, errors } = await add(fields);
      expect({ status, fields: Object.keys(errors!) }).toEqual({ status: 422, fields: [field] });
      expect(errors![field]).toContain(told);
    }
    expect(await list(operator, 'meters')).toEqual([]);
  });

  it('is added once, with the dial of its resource', async () => {
    const { status, message, redirect } = await add({});
    expect({ status, message }).toEqual({ status: 200, message: 'Счетчик № 77 001 добавлен.' });
    const id = redirect!.split('/').at(-2)!;
    expect(await show(id)).toMatchObject({
      resource: 'hot_water',
      number: '77 001',
      accounts: NUMBER,
      capacity: '5',
      decimals: '3',
      initial: '12,500',
      installedOn: '12\u00a0мая\u00a02024'.replace(/\u00a0/g, ' '),
      'installedOn~~day': '2024-05-12',
      verified: 'calm',
      automatic: 'false',
    });
    const taken = {
      number: expect.stringContaining('Счетчик с таким номером уже есть, возможно, в другом написании'),
    };
    expect((await add({})).errors).toEqual(taken);
    expect((await add({ number: '№ 0077-001' })).errors).toEqual(taken);
    const line = await one<{ actor_name: string }>(
      "SELECT actor_name FROM audit_events WHERE action = 'meter.added' AND object_id = $1",
      id,
    );
    expect(line.actor_name).toBe('Пётр Клерков');
  });

  it('is found by its number, the account, the owner and the address', async () => {
    for (const text of ['77 001', NUMBER, 'белова', 'Квитанций', `д. ${NUMBER}`]) {
      const found = await list(operator, 'meters', `?filters.q=${encodeURIComponent(text)}`);
      expect({ text, numbers: found.map(({ number }) => number) }).toEqual({ text, numbers: ['77 001'] });
    }
    for (const query of [
      'filters.q=77%20002',
      'filters.resource=gas',
      'filters.verified=past',
      'filters.state=removed',
    ]) {
      expect(await list(operator, 'meters', `?${query}`)).toEqual([]);
    }
    const query = `?filters.house=${encodeURIComponent('Квитанций')}&filters.resource=hot_water`;
    expect(await list(accountant, 'meters', query)).toHaveLength(1);
    expect(await list(accountant, 'account-meters', `?filters.account~~id=${account}`)).toHaveLength(1);
  });

  it('is changed, with what stood there before in the journal', async () => {
    const id = await giveMeter(world, account, { number: '88001', initial: ['100'] });
    await giveWaiting(world, id, 'irina', ['12345.5']);
    const before = await show(id);
    const fields = {
      number: '88001',
      place: before['place'],
      capacity: '5',
      decimals: '3',
      initial: before['initial'],
      installedOn: before['installedOn~~day'],
      verificationDue: dayOfCompany(-1),
      automatic: true,
    };
    const change = (more = {}) => act(operator, `meters/records/${id}/change`, { ...fields, ...more });
    expect((await change({ number: '77 001' })).status).toBe(200); // of another resource
    expect((await change({ capacity: '4' })).errors).toEqual({
      capacity: 'Уже записанные показания не поместятся: в них больше цифр',
    });
    expect((await change({ decimals: '0' })).errors).toHaveProperty('decimals');
    expect((await change()).message).toBe('Счетчик изменён.');
    expect(await show(id)).toMatchObject({ verified: 'past', automatic: 'true', initial: '100,000' });
    const lines = await world.database.query<{ details: { changed: object } }>(
      "SELECT details FROM audit_events WHERE action = 'meter.changed' AND object_id = $1 ORDER BY id",
      [id],
    );
    expect(lines.map(({ details }) => details.changed)).toEqual([
      {
        number: ['88001', '77 001'],
        verificationDue: [null, dayOfCompany(-1)],
        automatic: [false, true],
      },
      { number: ['77 001', '88001'] },
    ]);
    expect(await list(operator, 'meters', '?filters.verified=past')).toHaveLength(1);
  });

  it('has the number that ГИС ЖКХ gives it, which no other meter in use has', async () => {
    const id = await giveMeter(world, account, { number: '88011', initial: ['100'] });
    const other = await giveMeter(world, account, { number: '88012', initial: ['100'] });
    const change = async (meter: string, gisNumber: string) => {
      const { number, place, initial, ...shown } = await show(meter);
      const day = shown['installedOn~~day'];
      const fields = { number, place, initial, capacity: '5', decimals: '3', installedOn: day, gisNumber };
      return act(operator, `meters/records/${meter}/change`, fields);
    };
    expect((await change(id, '70000000011')).status).toBe(200);
    expect(await show(id)).toMatchObject({ gisNumber: '70000000011' });
    const taken = { gisNumber: 'Этот номер уже указан у счетчика № 88011' };
    expect((await change(other, '70000000011')).errors).toEqual(taken);
    expect((await add({ number: '88013', gisNumber: '70000000011' })).errors).toEqual(taken);
    expect((await change(other, 'abc')).errors).toEqual({
      gisNumber: 'Номер ПУ в ГИС ЖКХ состоит из одних цифр',
    });
    // whoever is slower by a moment reads it at the same field
    const faster = await hold(
      world.database,
      `INSERT INTO meters (number, resource, tariffs, gis_number, capacity, decimals)
       VALUES ('88014', 'gas', 1, '70000000014', 5, 0)`,
    );
    const slower = change(other, '70000000014');
    await faster.waitedFor();
    await faster.commit();
    expect((await slower).errors).toEqual({ gisNumber: 'Этот номер уже указан у счетчика № 88014' });
    await world.database.query("DELETE FROM meters WHERE number = '88014'");
    const known = await list(operator, 'meters', '?filters.inGis=true');
    expect(known.map(({ number }) => number)).toEqual(['88011']);
    const line = await one<{ details: object }>(
      "SELECT details->'changed' AS details FROM audit_events WHERE action = 'meter.changed' AND object_id = $1",
      id,
    );
    expect(line.details).toEqual({ gisNumber: ['', '70000000011'] });
  });

  it('says what a colleague has changed while the form was open, and keeps it', async () => {
    const id = await giveMeter(world, account, { number: '88002', initial: ['100'] });
    const shown = await open(operator, `meters/records/${id}`);
    const fields = {
      number: '88002',
      place: shown['place'],
      capacity: '5',
      decimals: '3',
      initial: shown['initial'],
      installedOn: shown['installedOn~~day'],
      verificationDue: '',
      externalId: '',
    };
    const save = (more: object, version = shown['~~version']!) =>
      act(operator, `meters/records/${id}/change`, { ...fields, ...more }, undefined, false, { version });
    expect((await save({ verificationDue: '2032-05-01' })).status).toBe(200);
    const { status, conflict } = await save({ place: 'Кладовая' });
    expect(status).toBe(409);
    const again = { place: 'Кладовая', verificationDue: conflict!.values['verificationDue'] };
    expect((await save(again, conflict!.version)).status).toBe(200);
    expect(await show(id)).toMatchObject({ place: 'Кладовая', 'verificationDue~~day': '2032-05-01' });
    await giveReading(world, id, '2025-06', ['101']);
    expect((await save({ installedOn: TODAY })).errors).toHaveProperty('installedOn');
  });

  it('serves several accounts, and one of them always', async () => {
    const id = await giveMeter(world, account, { resource: 'gas' });
    const other = await giveAccount(world, 'irina', '0188000002');
    const path = `meters/records/${id}`;
    expect((await act(operator, `${path}/detach`, { accounts: [account] })).status).toBe(409);
    expect((await act(operator, `${path}/attach`, { accounts: [other] })).message).toContain('ещё 1');
    expect((await act(operator, `${path}/attach`, { accounts: [other] })).errors).toHaveProperty('accounts');
    expect(await list(operator, 'meter-accounts', `?filters.meter~~id=${id}`)).toHaveLength(2);
    const both = await act(operator, `${path}/detach`, { accounts: [account, other] });
    expect(both.errors).toHaveProperty('accounts');
    expect((await act(operator, `${path}/detach`, { accounts: [other] })).status).toBe(200);
    expect(await list(operator, 'meter-accounts', `?filters.meter~~id=${id}`)).toHaveLength(1);
  });

  it('is taken out of use once, with a reason, and takes no readings then', async () => {
    const id = await giveMeter(world, account, { number: '99001', readings: [['105']] });
    const remove = (fields: object) => act(operator, `meters/records/${id}/remove`, { ...fields });
    expect((await remove({ removedOn: TODAY })).errors).toHaveProperty('reason');
    const early = await remove({ removedOn: '2024-05-11', reason: 'Сломан' });
    expect(early.errors!['removedOn']).toContain('установлен 12\u00a0мая\u00a02024');
    expect((await remove({ removedOn: dayOfCompany(1), reason: 'Сломан' })).errors).toHaveProperty(
      'removedOn',
    );
    const before = await remove({ removedOn: '2024-05-13', reason: 'Сломан' });
    expect(before.errors!['removedOn']).toContain('Последние показания сняты 22\u00a0');
    expect((await remove({ removedOn: TODAY, reason: 'Сломан' })).message).toBe('Счетчик снят.');
    expect((await remove({ removedOn: TODAY, reason: 'Сломан' })).status).toBe(409);
    const record = await act(operator, `meters/records/${id}/record`, { value1: '120', source: 'phone' });
    expect(record.status).toBe(409);
    expect(await show(id)).toMatchObject({ state: 'removed' });
    // the number is free again
    const { status } = await add({ resource: 'cold_water', number: '99001' });
    expect(status).toBe(200);
  });
});

describe('Readings told by phone', () => {
  it('are refused at their field when they cannot be', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const record = (fields: object) =>
      act(operator, `meters/records/${id}/record`, { source: 'phone', ...fields });
    for (const [fields, field, told] of [
      [{ value1: '' }, 'value1', 'Заполните это поле'],
      [{ value1: '12а' }, 'value1', 'только цифры'],
      [{ value1: '123456' }, 'value1', 'Слишком много цифр'],
      [{ value1: '120,1234' }, 'value1', 'не больше 3'],
      [{ value1: '99,5' }, 'value1', 'Меньше предыдущих показаний (100,000)'],
      [{ value1: '105', day: dayOfCompany(1) }, 'day', 'ещё не наступил'],
      [{ value1: '105', day: '2024-05-01' }, 'day', 'установлен'],
      [{ value1: '105', source: 'cabinet' }, 'source', 'Выберите'],
    ] as const) {
      const { status, errors } = await record(fields);
      expect({ status, fields: Object.keys(errors!) }).toEqual({ status: 422, fields: [field] });
      expect(errors![field]).toContain(told);
    }
    const two = await act(operator, `meters/records/${id}/recordTwo`, { value1: '1', value2: '2' });
    expect(two.status).toBe(409);
  });

  it('are accepted at once, twice the same only once, and corrected', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const record = (value1: string) =>
      act(operator, `meters/records/${id}/record`, { value1, source: 'visit', day: dayOfCompany() });
    expect((await record('107,120')).message).toMatch(/^Показания за .+ записаны\. Расход — 7,12\u00a0м³\.$/);
    await record('107.12');
    await record('108');
    expect(await current(id)).toEqual({ reading: '{108.000}', status: 'accepted', source: 'visit' });
    const all = await list(operator, 'readings', `?filters.meter~~id=${id}`);
    expect(all.map(({ values, status }) => [values, status])).toEqual([
      ['108,000', 'accepted'],
      ['107,120', 'corrected'],
    ]);
  });

  it('are asked about when unusual, with the consumption in words', async () => {
    const id = await giveMeter(world, account, {
      resource: 'electricity',
      tariffs: 2,
      capacity: 5,
      initial: ['99987', '500'],
    });
    const fields = { value1: '12', value2: '50500', source: 'phone' };
    const asked = await act(operator, `meters/records/${id}/recordTwo`, fields);
    expect(asked.result).toMatchObject({ title: 'Всё верно?', confirm: 'Всё верно, записать' });
    expect(asked.result!.lines!.join(' ')).toMatch(
      /Расход — 25\u00a0кВт·ч и 50\u00a0000\u00a0кВт·ч\. .*больше обычного.* дошёл до девяток/,
    );
    expect(await list(operator, 'readings', `?filters.meter~~id=${id}`)).toEqual([]);
    expect((await confirm(`meters/records/${id}/recordTwo`, fields)).status).toBe(200);
    const [row] = await list(operator, 'readings', `?filters.meter~~id=${id}`);
    expect(await open(operator, `readings/records/${row!['id']}`)).toMatchObject({
      values: 'день 12; ночь 50500',
      previous: 'день 99987; ночь 500',
      consumption: 'день 25; ночь 50000\u00a0кВт·ч',
      status: 'accepted',
      source: 'phone',
    });
    expect(row!['doubts']).toMatch(/переход через ноль; необычно много|необычно много; переход через ноль/);
  });

  it('count for the month in which the dial was read, its window closed or not, or for one that is told', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const record = (fields: object) =>
      act(operator, `meters/records/${id}/record`, { source: 'phone', ...fields });
    await closeWindow(world, true);
    try {
      expect((await record({ value1: '107' })).status).toBe(200);
      expect(await current(id)).toMatchObject({ reading: '{107.000}' });
      const { number } = await one<{ number: string }>('SELECT number FROM meters WHERE id = $1', id);
      // the list may still be that of the month before, for which this reading came too late
      const { text } = await operator.get('/office/readings/missing');
      expect(text).not.toMatch(new RegExp(`№ ${number}(?! передали)`));
      const before = new Date(`${PERIOD}T00:00:00Z`);
      before.setUTCMonth(before.getUTCMonth() - 1);
      const month = before.toISOString().slice(0, 7);
      for (const wrong of ['2099-01', '1900-01']) {
        expect((await record({ value1: '108', month: wrong })).errors).toHaveProperty('month');
      }
      const asked = await record({ value1: '108', month });
      expect(asked.result!.lines!.join(' ')).toMatch(/больше показаний, которые уже есть за .+: 107,000/);
      expect((await record({ value1: '104', month })).status).toBe(200);
      expect(
        await one(
          'SELECT reading::text FROM meter_readings WHERE meter_id = $1 AND period = $2',
          id,
          `${month}-01`,
        ),
      ).toEqual({
        reading: '{104.000}',
      });
      expect(await current(id)).toMatchObject({ reading: '{107.000}' });
    } finally {
      await openWindow(world);
    }
  });

  it('accept what waits for the office when they are the same', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    await giveWaiting(world, id, 'irina', ['900']);
    const told = await confirm(`meters/records/${id}/record`, { value1: '900', source: 'phone' });
    expect(told.status).toBe(200);
    expect(await current(id)).toEqual({ reading: '{900.000}', status: 'accepted', source: 'phone' });
  });

  it('need an account that the meter serves', async () => {
    const id = await giveMeter(world, account);
    await world.database.query('DELETE FROM meter_accounts WHERE meter_id = $1', [id]);
    const { errors } = await act(operator, `meters/records/${id}/record`, { value1: '120', source: 'phone' });
    expect(errors!['']).toContain('сначала добавьте лицевой счет');
  });
});

describe('The replacement of a meter', () => {
  const fields = {
    removedOn: TODAY,
    value1: '104,5',
    number: '66002',
    place: 'Кухня',
    tariffs: '1',
    initial: '0,1',
    verificationDue: '2032-01-01',
  };

  it('writes the closing values, the end of the old and the new meter', async () => {
    const id = await giveMeter(world, account, { number: '66001', initial: ['100'] });
    const { message, redirect } = await act(operator, `meters/records/${id}/replace`, fields);
    expect(message).toBe('Счетчик заменён на № 66002.');
    const fresh = redirect!.split('/').at(-2)!;
    expect(await current(id)).toEqual({ reading: '{104.500}', status: 'accepted', source: 'replacement' });
    expect(await show(id)).toMatchObject({
      state: 'replaced',
      replacedBy: '№ 66002',
      'replacedBy~~id': fresh,
      'removedOn~~day': TODAY,
    });
    expect(await show(fresh)).toMatchObject({
      accounts: NUMBER,
      initial: '0,100',
      'installedOn~~day': TODAY,
      state: 'used',
    });
    expect((await act(operator, `meters/records/${id}/replace`, fields)).status).toBe(409);
    await one("SELECT FROM audit_events WHERE action = 'meter.replaced' AND object_id = $1", id);
  });

  it('changes nothing at all when anything is refused or asked about', async () => {
    const id = await giveMeter(world, account, { number: '66003', initial: ['100'] });
    const replace = (more: object) => act(operator, `meters/records/${id}/replace`, { ...fields, ...more });
    // the number of a meter in use: the closing values must not stay
    expect((await replace({})).errors).toEqual({ number: expect.stringContaining('уже есть') as unknown });
    expect((await replace({ value1: '99' })).errors!['value1']).toContain('Меньше предыдущих');
    expect((await replace({ removedOn: dayOfCompany(1) })).errors).toHaveProperty('removedOn');
    expect((await replace({ initial: '1;2' })).errors).toHaveProperty('initial');
    const asked = await replace({ number: '66004', value1: '9000' });
    expect(asked.result!.lines!.join(' ')).toContain('8\u00a0900\u00a0м³');
    const unread = await replace({ number: '66004', value1: '' });
    expect(unread.result!.confirm).toBe('Заменить без них');
    expect(await show(id)).toMatchObject({ state: 'used' });
    expect(await list(operator, 'readings', `?filters.meter~~id=${id}`)).toEqual([]);
    expect(await list(operator, 'meters', '?filters.q=66004')).toEqual([]);
    const done = await confirm(`meters/records/${id}/replace`, { ...fields, number: '66004', value1: '' });
    expect(done.message).toBe('Счетчик заменён на № 66004.');
    expect(await list(operator, 'readings', `?filters.meter~~id=${id}`)).toEqual([]);
  });

  it('is not before the day of the last accepted values', async () => {
    const id = await giveMeter(world, account, { number: '66008', readings: [['105'], ['107']] });
    for (const value1 of ['', '106']) {
      const { errors } = await confirm(`meters/records/${id}/replace`, {
        ...fields,
        value1,
        number: '66009',
        removedOn: '2024-05-13',
      });
      expect(errors).toEqual({
        removedOn: expect.stringContaining('Последние показания сняты 22\u00a0') as unknown,
      });
    }
    expect(await show(id)).toMatchObject({ state: 'used' });
  });

  it('is done once by two who press at the same moment', async () => {
    const id = await giveMeter(world, account, { number: '66005', initial: ['100'] });
    const answers = await Promise.all(
      ['66006', '66007'].map((number) =>
        act(operator, `meters/records/${id}/replace`, { ...fields, number }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const row = await one<{ count: string }>(
      "SELECT count(*) FROM meters WHERE number IN ('66006', '66007')",
    );
    expect(row.count).toBe('1');
  });
});

describe('The queue of unusual readings', () => {
  it('tells what is unusual, in words', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const reading = await giveWaiting(world, id, 'irina', ['1234.5'], ['growth', 'swapped']);
    const queue = await list(operator, 'readings', '?filters.status=sent');
    const row = queue.find((one) => one['id'] === reading);
    expect((await open(operator, `readings/records/${reading}`))['previous']).toBe('100,000');
    expect(row).toMatchObject({
      account: NUMBER,
      values: '1234,500',
      consumption: '1134,500\u00a0м³',
      doubts: 'необычно много; похоже, перепутаны холодная и горячая',
      source: 'cabinet',
    });
    expect((await todo(operator)).map(({ what }) => what)).toContainEqual(expect.stringMatching(/^необычн/));
    for (const text of [NUMBER, 'Квитанций', 'белова']) {
      const found = await list(operator, 'readings', `?filters.q=${encodeURIComponent(text)}`);
      expect(found.some((one) => one['id'] === reading)).toBe(true);
    }
  });

  it('asks before a value is accepted that is more than that of a later month', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const reading = await giveWaiting(world, id, 'irina', ['1234.5']);
    const next = new Date(`${PERIOD}T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    await giveReading(world, id, next.toISOString().slice(0, 7), ['130']);
    const asked = await act(operator, `readings/records/${reading}/accept`);
    expect(asked.result!.lines!.join(' ')).toMatch(/больше показаний, которые уже приняты за .+: 130\./);
    const row = () => one<{ status: string }>('SELECT status FROM meter_readings WHERE id = $1', reading);
    expect((await row()).status).toBe('sent');
    expect((await confirm(`readings/records/${reading}/accept`, {})).message).toBe('Показания приняты.');
    expect((await row()).status).toBe('accepted');
  });

  it('loses what is accepted, which is decided once', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const reading = await giveWaiting(world, id, 'irina', ['1234.5']);
    expect((await act(accountant, `readings/records/${reading}/accept`)).status).toBe(403);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => act(operator, `readings/records/${reading}/accept`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await act(operator, `readings/records/${reading}/reject`, { reason: 'digits' })).status).toBe(
      409,
    );
    expect((await current(id)).status).toBe('accepted');
    await one("SELECT FROM audit_events WHERE action = 'readings.accepted' AND object_id = $1", reading);
  });

  it('loses what is rejected, and whoever sent it gets a letter with the reason', async () => {
    const id = await giveMeter(world, account, { number: '55001', initial: ['100'] });
    const reading = await giveWaiting(world, id, 'irina', ['1234.5']);
    const reject = (fields: object) =>
      act(operator, `readings/records/${reading}/reject`, fields as Record<string, unknown>);
    expect((await reject({})).errors).toHaveProperty('reason');
    expect((await reject({ reason: 'own', text: '  ' })).errors).toEqual({ text: 'Напишите причину' });
    const { message } = await reject({ reason: 'digits', text: 'Было <b>130</b>.' });
    expect(message).toBe('Показания отклонены, житель получит письмо с причиной.');
    const letter = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Показания не приняты',
    });
    for (const words of [NUMBER, '№ 55001', '1\u00a0234,5\u00a0м³', 'на месте ли запятая', '<b>130</b>']) {
      expect(letter.text).toContain(words);
    }
    expect(letter.html).toContain('&lt;b&gt;130');
    expect(letter.links.some((link) => link.endsWith(`/accounts/${account}/readings`))).toBe(true);
    const page = await operator.get(`/admin/api/resources/readings/records/${reading}/show`);
    expect(page.body).toContain('Было <b>130</b>.');
    // the month is free again
    expect(
      (await act(operator, `meters/records/${id}/record`, { value1: '105', source: 'phone' })).status,
    ).toBe(200);
  });

  it.each([
    [true, 'позвоните нам. Следующий приём начнётся'],
    [false, 'новые показания мы учтём за'],
  ])('does not ask for what is not taken any more; a strict rule — %s', async (strict, words) => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const lastMonth = new Date(Date.parse(PERIOD) - 86_400_000).toISOString().slice(0, 10);
    const reading = await giveWaiting(world, id, 'irina', ['1234.5'], ['growth'], lastMonth);
    await closeWindow(world, strict);
    try {
      await act(operator, `readings/records/${reading}/reject`, {
        reason: 'own',
        text: `Показания другого счетчика, ${strict ? 'строго' : 'мягко'}`,
      });
    } finally {
      await openWindow(world);
    }
    const [row] = await world.database.query<{ data: { call: string } }>(
      `SELECT data FROM letters WHERE kind = 'reading-rejected' ORDER BY created_at DESC LIMIT 1`,
    );
    expect(row!.data.call).toContain(words);
    expect(row!.data.call).toContain('уже закончился');
  });

  it('writes nothing to somebody whose account it is not any more', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    await giveResident(world, 'former');
    const reading = await giveWaiting(world, id, 'former', ['1234.5']);
    expect((await act(operator, `readings/records/${reading}/reject`, { reason: 'visit' })).status).toBe(200);
    const row = await one<{ count: string }>(
      "SELECT count(*) FROM letters WHERE kind = 'reading-rejected' AND recipient = 'former@example.test'",
    );
    expect(row.count).toBe('0');
  });

  it('says so when the resident corrects while the office accepts', async () => {
    const id = await giveMeter(world, account, { initial: ['100'] });
    const reading = await giveWaiting(world, id, 'irina', ['1234.5']);
    const resident = new pg.Client({ connectionString: world.database.url });
    await resident.connect();
    await resident.query('BEGIN');
    await resident.query('SELECT id FROM meters WHERE id = $1 FOR UPDATE', [id]);
    const accepting = act(operator, `readings/records/${reading}/accept`);
    for (let waiting = 0; waiting === 0;) {
      const { rows } = await resident.query<{ count: string }>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      waiting = Number(rows[0]!.count);
    }
    await resident.query('UPDATE meter_readings SET superseded_at = now() WHERE id = $1', [reading]);
    await resident.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       VALUES ($1, $2, '{123.45}', $3, 'cabinet', 'accepted')`,
      [id, PERIOD, TODAY],
    );
    await resident.query('COMMIT');
    await resident.end();
    expect((await accepting).errors).toEqual({
      '': 'Эти показания уже исправлены: вместо них переданы другие',
    });
    expect((await current(id)).reading).toBe('{123.45}');
  });

  it('keeps one reading a month whoever is faster', async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await giveMeter(world, account, { initial: ['100'] });
      const reading = await giveWaiting(world, id, 'irina', ['1234.5']);
      const [decided, corrected] = await Promise.all([
        act(operator, `readings/records/${reading}/${round % 2 ? 'accept' : 'reject'}`, {
          ...(round % 2 === 0 && { reason: 'digits' }),
        }),
        act(administrator, `meters/records/${id}/record`, { value1: '105', source: 'phone' }),
      ]);
      expect(corrected.status).toBe(200);
      expect([200, 409, 422]).toContain(decided.status);
      expect(await current(id)).toMatchObject({ reading: '{105.000}', status: 'accepted' });
    }
  });
});

describe('Who has not sent yet', () => {
  let flat: string;
  let street: string;

  const missing = async () =>
    (await operator.get(`/office/readings/missing?house=${street}`)).html
      .querySelectorAll('.missing small')
      .flatMap(({ text }) => /^№\s(\S+)/.exec(text)?.[1] ?? []);

  beforeAll(async () => {
    flat = await giveAccount(world, 'irina', '0188000009');
    const row = await one<{ id: string }>(
      'SELECT n.house_id AS id FROM accounts a JOIN units n ON n.id = a.unit_id WHERE a.id = $1',
      flat,
    );
    street = row.id;
  });

  it('is listed by house: not the removed, the automatic, and those who have sent', async () => {
    const sent = await giveMeter(world, flat, { number: '31001' });
    await giveWaiting(world, sent, 'irina', ['101']);
    const rejected = await giveMeter(world, flat, { number: '31002' });
    const reading = await giveWaiting(world, rejected, 'irina', ['999']);
    await act(operator, `readings/records/${reading}/reject`, { reason: 'digits' });
    await giveMeter(world, flat, { number: '31003', automatic: true });
    const removed = await giveMeter(world, flat, { number: '31004' });
    await world.database.query('UPDATE meters SET removed_on = $2 WHERE id = $1', [removed, TODAY]);
    await giveMeter(world, flat, {
      number: '31005',
      resource: 'electricity',
      tariffs: 2,
      initial: ['7', '5'],
    });
    expect((await missing()).sort()).toEqual(['31002', '31005']);
  });

  it('goes by the window of the house and the resource', async () => {
    const add = (fields: object) =>
      act(administrator, 'reading-windows/actions/add', { resource: 'all', ...fields });
    const day = Number(TODAY.slice(8));
    // one day of the month that is not today: the window is closed now and readings are awaited for another period
    const elsewhere = day === 1 ? '2' : '1';
    expect(
      (await add({ house: [street], resource: 'electricity', startDay: elsewhere, endDay: elsewhere }))
        .status,
    ).toBe(200);
    expect((await missing()).sort()).toEqual(['31002', '31005']);
  });

  it('is printed as a round list of a house', async () => {
    const answer = await act(accountant, `houses/records/${street}/roundList`, { which: 'missing' });
    const page = await accountant.get(answer.result!.print!.url);
    expect(page.status).toBe(200);
    for (const words of ['Обходной лист', 'кв.\u00a015', '№ 31002', 'Подпись жителя', 'День: 7', 'Ночь: 5']) {
      expect(page.body).toContain(words);
    }
    for (const words of ['Белова', '31001', '31003', '31004']) expect(page.body).not.toContain(words);
    const all = await act(operator, `houses/records/${street}/roundList`, { which: 'all' });
    expect((await operator.get(all.result!.print!.url)).body).toContain('31001');
    const empty = await giveAccount(world, 'irina', '0188000010');
    const { id } = await one<{ id: string }>(
      'SELECT n.house_id AS id FROM accounts a JOIN units n ON n.id = a.unit_id WHERE a.id = $1',
      empty,
    );
    expect((await operator.get(`/admin/round-lists/${id}`)).body).toContain('уже есть');
  });

  it('is told to nobody outside the office', async () => {
    for (const id of ['x', NO_RECORD]) {
      expect((await operator.get(`/admin/round-lists/${id}`)).status).toBe(404);
    }
    const { location } = await world.visitor().get(`/admin/round-lists/${house}`);
    expect(location).toMatch(/^\/staff\/login/);
  });
});

describe('A file of meters', () => {
  const rows = ['Лицевой счет;Номер счетчика;Ресурс', `${NUMBER};61-001;газ`, `${NUMBER};61-002;газ`, ''];
  const form = 'imports/actions/loadMeters';

  it('is taken back by a button of its load, which the accountant does not have, and comes again', async () => {
    const { loaded } = await checkAndLoad(operator, form, 'газ.csv', rows.join('\n'), {});
    expect(loaded!.message!.text).toBe('Файл загружен.');
    const [load] = await list(operator, 'imports');
    expect(load).toMatchObject({ fileName: 'газ.csv', state: 'undoable' });
    const undo = `imports/records/${load!['id']}/undo`;
    expect((await act(accountant, undo)).status).toBe(403);
    expect(await act(operator, undo)).toMatchObject({
      status: 200,
      message: 'Загрузка файла «газ.csv» отменена: 2 счетчика.',
    });
    expect(await list(operator, 'meters', '?filters.q=61-00')).toEqual([]);
    expect((await list(operator, 'imports'))[0]).toMatchObject({ state: 'undone' });
    expect((await act(operator, undo)).status).toBe(409);
    expect(
      await one('SELECT actor_name AS who FROM audit_events WHERE action = $1', 'meters.undone'),
    ).toEqual({ who: 'Пётр Клерков' });

    await checkAndLoad(operator, form, 'газ.csv', rows.join('\n'), {});
    expect(await list(operator, 'meters', '?filters.q=61-00')).toHaveLength(2);
  });
});

describe('When readings are taken', () => {
  const add = (fields: object) =>
    act(administrator, 'reading-windows/actions/add', {
      resource: 'hot_water',
      startDay: '15',
      endDay: '3',
      endsNextMonth: true,
      ...fields,
    });

  it('is said for a house and a resource once, in days that can be', async () => {
    for (const [fields, field, told] of [
      [{ startDay: '0' }, 'startDay', 'от 1 до 31'],
      [{ endDay: '32' }, 'endDay', 'от 1 до 31'],
      [{ endsNextMonth: false }, 'endDay', 'раньше первого'],
      [{ endDay: '15' }, 'endDay', 'дольше месяца'],
      [{ resource: 'air' }, 'resource', 'Выберите'],
      [{ house: [randomUUID()] }, 'house', 'Такого дома нет'],
    ] as const) {
      const { errors } = await add(fields);
      expect(Object.keys(errors!)).toEqual([field]);
      expect(errors![field]).toContain(told);
    }
    expect((await add({})).message).toBe('Срок добавлен.');
    expect((await add({})).errors).toEqual({ '': 'Такой срок уже есть: измените его в списке' });
    const rows = await list(accountant, 'reading-windows');
    expect(rows[0]).toMatchObject({ name: 'Вся компания', days: 'с 1 по 31 число' });
    expect(rows.find(({ name }) => name === 'Горячая вода')).toMatchObject({
      days: 'с 15 по 3 число следующего месяца',
    });
  });

  it('is changed and removed by the administrator, the company’s own only changed', async () => {
    const own = (await list(operator, 'reading-windows'))[0]!['id'];
    const water = (await list(operator, 'reading-windows')).find(({ name }) => name === 'Горячая вода')![
      'id'
    ];
    const days = { startDay: '20', endDay: '25' };
    expect((await act(operator, `reading-windows/records/${water}/change`, days)).status).toBe(403);
    const wrong = await act(administrator, `reading-windows/records/${water}/change`, {
      startDay: '25',
      endDay: '20',
    });
    expect(wrong.errors).toHaveProperty('endDay');
    const strict = { ...days, strict: true };
    expect((await act(administrator, `reading-windows/records/${water}/change`, strict)).message).toBe(
      'Срок изменён.',
    );
    expect((await act(administrator, `reading-windows/records/${own}/remove`)).status).toBe(409);
    expect((await act(administrator, `reading-windows/records/${water}/remove`)).message).toBe(
      'Срок удалён.',
    );
    expect((await act(administrator, `reading-windows/records/${water}/remove`)).status).toBe(404);
    const lines = await world.database.query(
      "SELECT FROM audit_events WHERE action = 'reading-window.changed' AND object_id = $1",
      [water],
    );
    expect(lines).toHaveLength(3);
    const journal = await list(administrator, 'audit', '?filters.objectKind=reading-window');
    expect(journal.length).toBeGreaterThan(2);
  });
});
