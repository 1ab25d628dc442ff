import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import {
  accountId,
  act,
  checkAndLoad,
  enterOffice,
  finished,
  hire,
  list,
  loadDemo,
  open,
} from './support/office.js';
import { register, signIn, giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

let world: World;
let chief: Client;
let operator: Client;

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
  operator = await hire(world, 'the-clerk', 'operator', 'Пётр Клерков', chief);
  await giveResident(world, 'irina');
});
afterAll(() => world?.stop());

/** Lines of the journal, once there are as many; some are written just after the answer. */
async function lines(action: string, most = 1): Promise<Record<string, string>[]> {
  return eventually(async () => {
    const found = await list(chief, 'audit', `?filters.action=${action}`);
    return found.length >= most && found;
  });
}

async function tryOffice(login: string, password: string): Promise<number> {
  const form = (await world.visitor('127.0.0.31').get('/staff/login')).form('/staff/login');
  return (await form.submit({ login, password })).status;
}

/** The history of a record without the moments of its lines. */
async function told(client: Client, path: string, query = ''): Promise<{ rows: string[][]; more?: string }> {
  const answer = await client.get(`/admin/api/resources/${path}/history${query}`);
  expect(answer.status).toBe(200);
  const { rows, more } = JSON.parse(answer.text) as { rows: string[][]; more?: string };
  for (const [at] of rows) expect(at).toMatch(/^\d{1,2} [а-я]+ \d{4}, \d\d:\d\d$/);
  return { rows: rows.map(([, ...rest]) => rest), more };
}

describe('The journal', () => {
  it('knows who of the office was tried, and never what was typed', async () => {
    expect(await tryOffice('the-clerk', 'секретный-пароль-1')).toBe(422);
    expect(await tryOffice('секретный-пароль-2', 'секретный-пароль-3')).toBe(422);
    const found = await lines('staff.sign-in-failed', 2);
    expect(found.map(({ object, details }) => [object, details])).toEqual([
      [null, 'неизвестный логин'],
      ['Пётр Клерков', 'неверный пароль'],
    ]);
    const rows = await world.database.query<{ row: string }>(
      'SELECT audit_events::text AS row FROM audit_events',
    );
    expect(JSON.stringify(rows)).not.toContain('секретный-пароль');
  });

  it('knows who opened the card of a resident, once for a while', async () => {
    const [{ id }] = (await list(operator, 'residents', '?filters.login=irina')) as [{ id: string }];
    for (let time = 0; time < 3; time += 1) {
      expect((await operator.get(`/admin/api/resources/residents/records/${id}/show`)).status).toBe(200);
    }
    const found = await lines('user.viewed');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ actor: 'Пётр Клерков', object: 'irina' });
  });

  it('knows what somebody of the office was refused, and cannot be flooded with it', async () => {
    for (let time = 0; time < 40; time += 1) {
      expect((await act(operator, 'staff/actions/create', {})).status).toBe(403);
    }
    const found = await lines('staff.refused', 25);
    const [{ count }] = (await world.database.query<{ count: string }>(
      "SELECT count(*) FROM audit_events WHERE action = 'staff.refused'",
    )) as [{ count: string }];
    expect(Number(count)).toBeLessThanOrEqual(30);
    expect(found[0]).toMatchObject({ actor: 'Пётр Клерков', details: 'нет права' });
  });

  it('says who was unlinked, why, and from which request', async () => {
    const account = await accountId(world, 20);
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'irina'",
      [account],
    );
    const [link] = (await list(operator, 'links', `?filters.account~~id=${account}`)) as [{ id: string }];
    const done = await act(operator, `links/records/${link.id}/unlink`, { reason: 'Продала квартиру' });
    expect(done.status).toBe(200);
    const [line] = (await lines('account.unlinked')) as [Record<string, string>];
    expect(line['details']).toBe('Белова Ирина Петровна, логин irina, «Продала квартиру»');
    const [row] = await world.database.query<{ request_id: string }>(
      "SELECT request_id FROM audit_events WHERE action = 'account.unlinked'",
    );
    await eventually(() => world.product.output().includes(`"id":"${row!.request_id}"`));
  });

  it('is told on the page of a record: to whoever may open it, older lines when they are asked for', async () => {
    const [irina] = (await list(operator, 'residents', '?filters.login=irina')) as [{ id: string }];
    const clerk = 'Пётр Клерков';
    const [unlinked, viewed] = [
      [clerk, 'Лицевой счет отвязан', 'Белова Ирина Петровна, логин irina, «Продала квартиру»'],
      [clerk, 'Просмотр карточки жителя', ''],
    ];
    const account = await accountId(world, 20);
    const [{ number }] = (await world.database.query('SELECT number FROM accounts WHERE id = $1', [
      account,
    ])) as [{ number: string }];
    expect((await told(operator, `residents/records/${irina.id}`)).rows).toEqual([
      [clerk, unlinked[1], `лицевой счет ${number}: ${unlinked[2]}`],
      viewed,
    ]);
    expect((await told(operator, `accounts/records/${account}`)).rows).toContainEqual(unlinked);

    await world.database.query(
      `INSERT INTO audit_events (actor_kind, action, object_kind, object_id, details)
       SELECT 'system', 'account.linked', 'account', $1, jsonb_build_object('n', n) FROM generate_series(1, 25) n`,
      [account],
    );
    const pages = [await told(operator, `accounts/records/${account}`)];
    while (pages.at(-1)!.more) {
      pages.push(await told(operator, `accounts/records/${account}`, `?before=${pages.at(-1)!.more}`));
    }
    expect(pages.map(({ rows }) => rows.length)).toEqual([10, 10, 6]);
    expect(pages[2]!.rows.at(-1)).toEqual(unlinked);
  });

  it('tells on the page of an account of its words and meters too, and on that of a meter of its readings', async () => {
    const account = await accountId(world, 21);
    const clerk = 'Пётр Клерков';
    const issued = await act(operator, `accounts/records/${account}/issueWord`, { days: '30', maxUses: '1' });
    expect(issued.status).toBe(200);
    const [word] = (await list(operator, 'word-accounts', `?filters.account~~id=${account}`)) as [
      { 'word~~id': string },
    ];
    const revoked = await act(operator, `code-words/records/${word['word~~id']}/revoke`, {
      reason: 'Ошибка',
    });
    expect(revoked.status).toBe(200);
    const [meter] = await world.database.query<{ id: string; number: string }>(
      `SELECT m.id, m.number FROM meters m JOIN meter_accounts ma ON ma.meter_id = m.id WHERE ma.account_id = $1 LIMIT 1`,
      [account],
    );
    await world.database.query(
      `INSERT INTO audit_events (actor_kind, action, object_kind, object_id)
       VALUES ('system', 'meter.changed', 'meter', $1), ('resident', 'readings.rejected', 'reading',
         (SELECT max(id)::text FROM meter_readings WHERE meter_id = $2::uuid))`,
      [meter!.id, meter!.id],
    );
    expect((await told(operator, `accounts/records/${account}`)).rows.slice(0, 3)).toEqual([
      ['портал', 'Счетчик изменён', `счетчик № ${meter!.number}`],
      [clerk, 'Кодовое слово отозвано', '«Ошибка»'],
      [clerk, 'Кодовое слово выдано', expect.stringContaining('для одного человека')],
    ]);
    const [rejected] = (await told(operator, `meters/records/${meter!.id}`)).rows;
    expect(rejected!.slice(0, 2)).toEqual(['житель', 'Показания отклонены']);
  });

  it('is searched by what its lines are about: account, address, resident, meter', async () => {
    const account = await accountId(world, 22);
    await giveResident(world, 'sought');
    const [place] = await world.database.query<{
      number: string;
      address: string;
      meter: string;
      id: string;
    }>(
      `SELECT a.number, a.address, m.number AS meter, m.id::text FROM account_places a
       JOIN meter_accounts ma ON ma.account_id = a.id JOIN meters m ON m.id = ma.meter_id WHERE a.id = $1 LIMIT 1`,
      [account],
    );
    await world.database.query(
      `INSERT INTO audit_events (actor_kind, actor_name, action, object_kind, object_id, details) VALUES
         ('system', 'sought', 'account.added', 'account', $1, '{}'), ('system', 'sought', 'meter.changed', 'meter', $2, '{}'),
         ('system', 'sought', 'account.linked', 'account', gen_random_uuid()::text,
           jsonb_build_object('userId', (SELECT id FROM users WHERE login = 'sought'))),
         ('system', 'sought', 'batch.assigned', 'batch', '0', jsonb_build_object('account', $3::text)),
         ('system', 'sought', 'batch.unassigned', 'batch', '0', jsonb_build_object('account', '99' || $3))`,
      [account, place!.id, place!.number],
    );
    const given = 'batch.assigned';
    const found = async (text: string, more = '') =>
      (await list(chief, 'audit', `?filters.actor=sought&filters.q=${encodeURIComponent(text)}${more}`))
        .map(({ action }) => action)
        .sort();
    expect(await found(place!.number)).toEqual(['account.added', given, 'meter.changed']);
    expect(await found(place!.number, '&filters.objectKind=account')).toEqual(['account.added']);
    expect(await found(place!.address)).toEqual(['account.added', given, 'meter.changed']);
    // digits of a meter may stand in the number of an account, too
    expect(await found(place!.meter)).toContain('meter.changed');
    expect(await found('sought')).toEqual(['account.linked']);
    for (const text of ['такого нет нигде', 'я', '%', "'; --"]) expect(await found(text)).toEqual([]);
    const [operators] = await list(operator, 'audit', `?filters.q=${place!.number}`);
    expect(operators).toBeUndefined();
  });

  it('tells on the page of a load what came of it, and of an undoing', async () => {
    const content = 'Лицевой счет;Адрес;Квартира\n550977;г. Иркутск, ул. Журнальная, д. 3;1\n';
    const { job } = await checkAndLoad(chief, 'imports/actions/load', 'new.csv', content, { byHand: 'keep' });
    expect((await told(chief, job)).rows).toEqual([]);
    const [load] = await list(chief, 'jobs', '');
    expect((await told(chief, `jobs/records/${load!['id']}`)).rows).toEqual([
      [expect.any(String), 'Лицевые счета загружены', expect.stringContaining('новых 1')],
    ]);
    const [house] = await list(chief, 'houses', '?perPage=1');
    const printed = await act(chief, `houses/records/${house!['id']}/printReceipts`, { month: '' });
    const record = printed.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
    await finished(chief, record);
    expect((await told(chief, record)).rows).toEqual([
      [expect.any(String), 'Квитанции дома собраны для печати', expect.any(String)],
    ]);
  });

  it('names a resident as they were called then, and a telephone as people write it', async () => {
    await giveResident(world, 'once-renamed');
    const account = await accountId(world, 23);
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'once-renamed'",
      [account],
    );
    const [link] = await list(operator, 'links', `?filters.account~~id=${account}`);
    await act(operator, `links/records/${link!['id']}/unlink`, { reason: 'Продала' });
    const then = 'Белова Ирина Петровна';
    const unlinked = async () => (await told(operator, `accounts/records/${account}`)).rows[0]![2];
    expect(await unlinked()).toBe(`${then}, логин once-renamed, «Продала»`);
    const resident = await signIn(world, 'once-renamed');
    for (const typed of [
      { lastName: 'Ким', phone: '8 902 000-00-07' },
      { lastName: 'Ли', firstName: 'Анна' },
    ]) {
      await (await resident.get('/profile/name')).form('/profile/name').submit(typed);
    }
    expect(await unlinked()).toBe(`${then} (ныне Ли Анна Петровна), логин once-renamed, «Продала»`);
    const [{ id }] = (await list(operator, 'residents', '?filters.login=once-renamed')) as [{ id: string }];
    const { rows } = await told(operator, `residents/records/${id}`);
    expect(rows.map((row) => row[2]).join('; ')).toMatch(/телефон: было «[^»]+», стало «\+7 902 000-00-07»/);
    expect((await open(operator, `residents/records/${id}`))['phone']).toBe('+7 902 000-00-07');
    expect(
      (await list(operator, 'residents', '?filters.phone=9020000007')).map(({ login }) => login),
    ).toEqual(['once-renamed']);
  });

  it('tells of no record that somebody may not open, and of none that is not there', async () => {
    const [{ id }] = await world.database
      .query<{ id: string }>("SELECT id FROM staff WHERE login = 'the-clerk'")
      .then((rows) => rows as [{ id: string }]);
    const [[who, last]] = (await told(chief, `staff/records/${id}`)).rows as [string[]];
    expect([who, last]).toEqual(['Пётр Клерков', 'Сотруднику отказано в доступе']);
    const status = async (path: string) =>
      (await operator.get(`/admin/api/resources/${path}/history`)).status;
    expect(await status(`staff/records/${id}`)).toBe(403);
    const accountOf = `accounts/records/${await accountId(world, 20)}`;
    for (const before of ['abc', '-1', '9999999999999999999', '1&before=2', '1&other=2', '']) {
      const answer = await operator.get(`/admin/api/resources/${accountOf}/history?before=${before}`);
      expect([before, answer.status]).toEqual([before, 404]);
    }
    expect(await status(`accounts/records/${id}`)).toBe(404);
    expect(await status("accounts/records/0'or'1")).toBe(404);
    expect(await status('audit/records/1')).toBe(404);
    expect(await status('constructor/records/1')).toBe(404);
  });

  it('knows of a login whose guessing a limit has stopped, once', async () => {
    const thief = world.visitor('127.0.0.32');
    for (let guess = 0; guess < 14; guess += 1) {
      await (
        await thief.get('/auth/')
      )
        .form('/auth/login')
        .submit({ login: 'irina', password: `guess ${guess}` });
    }
    const found = await lines('user.sign-in-stopped');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ object: 'irina' });
  });

  it('gives each sign-in the number of its request', async () => {
    await signIn(world, 'irina', world.visitor('127.0.0.33')).catch(() => undefined);
    const rows = await world.database.query<{ action: string; request_id: string | null }>(
      "SELECT action, request_id FROM audit_events WHERE actor_kind <> 'system' AND request_id IS NULL",
    );
    expect(rows.filter(({ action }) => /signed|sign-in|viewed|refused|linked/.test(action))).toEqual([]);
  });

  it('knows what a resident was refused, and cannot be flooded with it', async () => {
    await giveResident(world, 'refused');
    const visitor = await signIn(world, 'refused');
    for (let time = 0; time < 35; time += 1) {
      expect((await visitor.post('/profile/name', {})).status).toBe(403);
    }
    const found = await lines('user.refused', 10);
    expect(found[0]).toMatchObject({ object: 'refused' });
    const [row] = await world.database.query<{ count: number; statuses: number[] }>(
      `SELECT count(*)::int AS count, array_agg(DISTINCT (details->>'status')::int) AS statuses
       FROM audit_events WHERE action = 'user.refused'`,
    );
    expect(row).toEqual({ count: 30, statuses: [403] });
  });

  it('gives each line of a resident the number of the request, which the log has too', async () => {
    await register(world, 'numbered');
    const visitor = world.visitor();
    await (
      await visitor.get('/auth/?forgot_password=yes')
    )
      .form('/auth/recovery')
      .submit({ login: 'numbered' });
    const letter = await world.mail.waitForLetter({
      to: 'numbered@example.test',
      subject: 'Запрос на смену пароля',
    });
    const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
    const fields = { password: 'облако и сито 9', repeat: 'облако и сито 9' };
    await (await visitor.get(link)).form('/auth/password').submit(fields);
    const told = await world.database.query<{ action: string; number: string | null }>(
      `SELECT e.action, e.request_id AS number FROM audit_events e JOIN users u ON u.id::text = e.object_id
       WHERE u.login = 'numbered' ORDER BY e.id`,
    );
    expect(told.map(({ action }) => action)).toEqual([
      'user.registered',
      'user.confirmed',
      'user.recovery-asked',
      'user.password-changed',
    ]);
    for (const { number } of told) {
      expect(number).not.toBeNull();
      await world.product.waitForLog(({ id }) => id === number);
    }
  });
});

describe('A line of the journal about a change', () => {
  /** What the last line of this kind says it is about, and tells. */
  async function last(action: string): Promise<[string | undefined, string | undefined]> {
    const [line] = await lines(action);
    return [line?.['object'], line?.['details']];
  }

  it('says what stood in a meter and what stands there now, and to which account it went', async () => {
    const [meter] = await world.database.query<{ id: string; number: string }>(
      'SELECT id, number FROM meters WHERE removed_on IS NULL AND tariffs = 1 ORDER BY number LIMIT 1',
    );
    const shown = await open(operator, `meters/records/${meter!.id}`);
    const day = (name: string) => shown[`${name}~~day`] ?? '';
    const fields = {
      ...Object.fromEntries(
        ['number', 'capacity', 'decimals', 'initial', 'externalId'].map((name) => [name, shown[name] ?? '']),
      ),
      ...Object.fromEntries(
        ['installedOn', 'commissionedOn', 'sealedOn', 'verifiedOn'].map((name) => [name, day(name)]),
      ),
      place: 'Щит; 9999-99-99',
      verificationDue: '2031-05-11',
      automatic: true,
    };
    const done = await act(operator, `meters/records/${meter!.id}/change`, fields);
    expect(done).toMatchObject({ status: 200 });
    const [object, details] = await last('meter.changed');
    expect(object).toBe(`№ ${meter!.number}`);
    expect(details).toMatch(/где стоит: было («.+»|не указано), стало «Щит; 9999-99-99»/);
    expect(details).toMatch(/поверка до: было (\d{1,2} \p{L}+ \d{4}|не указано), стало 11 мая 2031/u);
    expect(details).toContain('показания передаются автоматически: было нет, стало да');
    const account = await accountId(world, 30);
    const [{ number }] = (await world.database.query('SELECT number FROM accounts WHERE id = $1', [
      account,
    ])) as [{ number: string }];
    await act(operator, `meters/records/${meter!.id}/attach`, { accounts: [account] });
    expect((await last('meter.changed'))[1]).toBe(`добавлены лицевые счета: ${number}`);
  });

  it('says what was another of a person of the office, and of a resident', async () => {
    const [clerk] = await list(chief, 'staff', '?filters.login=the-clerk');
    const fields = { name: 'Пётр Клерк', email: 'clerk@example.test', role: 'accountant' };
    await act(chief, `staff/records/${clerk!['id']}/change`, fields);
    expect(await last('staff.changed')).toEqual([
      'Пётр Клерк',
      'имя: было «Пётр Клерков», стало «Пётр Клерк»; роль: было «оператор», стало «бухгалтер»; E-mail: было «the-clerk@example.test», стало «clerk@example.test»',
    ]);
    await act(chief, `staff/records/${clerk!['id']}/change`, { ...fields, role: 'operator' });

    await register(world, 'renamed');
    const visitor = await signIn(world, 'renamed');
    const form = (await visitor.get('/profile/name')).form('/profile/name');
    await form.submit({ lastName: 'Чернова', phone: '+7 914 123-45-67' });
    const [object, details] = await last('user.profile-changed');
    expect(object).toBe('renamed');
    expect(details).toContain('фамилия: было «Белова», стало «Чернова»');
    expect(details).toContain('телефон: было «+7 902 512-34-56», стало «+7 914 123-45-67»');
  });

  it('says which days were taken for readings and which are now, also of a rule that is gone', async () => {
    const [house] = await world.database.query<{ id: string; address: string }>(
      'SELECT id, address FROM houses ORDER BY address LIMIT 1',
    );
    const rule = { startDay: '18', endDay: '26', endsNextMonth: false, strict: false };
    const added = await act(chief, 'reading-windows/actions/add', {
      ...rule,
      house: [house!.id],
      resource: 'gas',
    });
    expect(added).toMatchObject({ status: 200 });
    const [{ id }] = (await world.database.query(
      'SELECT id FROM reading_windows ORDER BY id DESC LIMIT 1',
    )) as [{ id: string }];
    await act(chief, `reading-windows/records/${id}/change`, { ...rule, endDay: '3', endsNextMonth: true });
    await act(chief, `reading-windows/records/${id}/remove`);
    const told = (await lines('reading-window.changed', 3)).map(({ object, details }) => [object, details]);
    const whose = `${house!.address}, газ`;
    expect(told).toEqual([
      [whose, 'удалён: с 18 по 3 число следующего месяца'],
      [whose, 'было с 18 по 26 число, стало с 18 по 3 число следующего месяца'],
      [whose, 'добавлен: с 18 по 26 число'],
    ]);
  });

  it('says why a resident was shut out, and what for the block was lifted', async () => {
    const [{ id }] = (await list(operator, 'residents', '?filters.login=renamed')) as [{ id: string }];
    await act(chief, `residents/records/${id}/block`, { reason: 'Чужой паспорт' });
    expect(await last('user.blocked')).toEqual(['renamed', '«Чужой паспорт»']);
    await act(chief, `residents/records/${id}/unblock`);
    expect(await last('user.unblocked')).toEqual(['renamed', 'причина блокировки была: «Чужой паспорт»']);
  });

  it('of whatever kind is in words: no code, no id, no date that is no date', async () => {
    const all = await list(chief, 'audit', '?perPage=100');
    expect(new Set(all.map(({ action }) => action)).size).toBeGreaterThan(12);
    for (const { name, object, details, actor } of all) {
      expect(name).toMatch(/^\p{Lu}\p{Ll}+/u);
      for (const text of [object, details, actor]) {
        expect(text ?? '').not.toMatch(/undefined|null|[0-9a-f]{8}-[0-9a-f]{4}|\b\d{4}-\d\d-\d\d(?!»)\b/);
      }
    }
  });
});

describe('A stranger who guesses passwords of the office', () => {
  it('is written down when a limit has stopped it, once a login, and cannot fill the journal', async () => {
    for (let guess = 0; guess < 25; guess += 1) {
      await tryFrom('127.0.0.41', 'the-clerk', `guess ${guess}`);
    }
    for (let guess = 0; guess < 110; guess += 1) await tryFrom('127.0.0.42', `nobody-${guess}`, 'x');
    const found = await lines('staff.sign-in-stopped', 2);
    expect(found.map(({ object, details }) => [object, details])).toEqual([
      [null, 'неизвестный логин'],
      ['Пётр Клерк', null],
    ]);
    const numbered = await world.database.query(
      "SELECT FROM audit_events WHERE action = 'staff.sign-in-stopped' AND request_id IS NOT NULL AND ip IS NOT NULL",
    );
    expect(numbered).toHaveLength(2);
  });
});

async function tryFrom(ip: string, login: string, password: string): Promise<number> {
  const form = (await world.visitor(ip).get('/staff/login')).form('/staff/login');
  return (await form.submit({ login, password })).status;
}

describe('The log of an office that keeps warnings only', () => {
  let quiet: World;
  beforeAll(async () => {
    quiet = await startWorld({ LOG_LEVEL: 'warn' });
  });
  afterAll(() => quiet?.stop());

  it('has the number of every refusal that the journal tells of, and nothing of whom it was', async () => {
    const demo = await loadDemo(quiet);
    const head = await enterOffice(quiet, demo.login, demo.password);
    const clerk = await hire(quiet, 'quiet-clerk', 'operator', 'Тихонов Пётр', head);
    expect((await act(clerk, 'staff/actions/create', {})).status).toBe(403);
    await register(quiet, 'quiet-resident');
    const resident = await signIn(quiet, 'quiet-resident');
    expect((await resident.post('/profile/name', {})).status).toBe(403);
    const thief = quiet.visitor('127.0.0.41');
    for (let guess = 0; guess < 11; guess += 1) {
      const page = await thief.get('/auth/');
      await page.form('/auth/login').submit({ login: 'quiet-resident', password: `guess ${guess}` });
      const door = await thief.get('/staff/login');
      await door.form('/staff/login').submit({ login: 'quiet-clerk', password: `guess ${guess}` });
    }
    const refused = `SELECT action, request_id AS number FROM audit_events
      WHERE action IN ('staff.refused', 'user.refused', 'user.sign-in-stopped', 'staff.sign-in-failed')`;
    const told = await eventually(async () => {
      const rows = await quiet.database.query<{ action: string; number: string }>(refused);
      return new Set(rows.map(({ action }) => action)).size === 4 && rows;
    });
    for (const { number } of told) await quiet.product.waitForLog(({ id }) => id === number);
    expect(quiet.product.output()).not.toMatch(/quiet-(clerk|resident)|guess|Тихонов/);
  });
});
