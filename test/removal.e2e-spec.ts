import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PERSONAL_DATA } from '../src/personal/held.js';
import { processing } from '../src/personal/processing.js';
import { STAFF_DATA } from '../src/personal/processing-of-staff.js';
import { giveAppeal } from './support/appeals.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { giveMeter, giveWaiting } from './support/meters.js';
import { giveMember } from './support/household.js';
import { hire } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { type Product, startProduct } from './support/product.js';
import { giveFlat, sendRequest } from './support/requests.js';
import { giveResident, PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const PATH = '/profile/removal';
const HOUSE = 'г. Иркутск, ул. Прощальная, д. 1';

let world: World;
let chief: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Тарасова Ольга Ильинична');
});
afterAll(() => world?.stop());

const ask = async (who: Client, current = PASSWORD) =>
  (await who.get(PATH)).form(PATH).submit({ current, sure: true });
const letter = (login: string, subject: string) =>
  world.mail.waitForLetter({ to: `${login}@example.test`, subject });

async function stateOf(login: string): Promise<Record<string, unknown>> {
  const [row] = await world.database.query<Record<string, unknown>>(
    `SELECT status, removal_due_at IS NOT NULL AS leaving, removed_at IS NOT NULL AS removed FROM users WHERE login = $1`,
    [login],
  );
  return row ?? {};
}

/** Lets the days of grace be over, but for so many hours. */
const letTimePass = (login: string, hoursLeft = -1): Promise<unknown> =>
  world.database.query(
    `UPDATE users SET removal_due_at = now() + make_interval(hours => $2) WHERE login = $1 AND removal_due_at IS NOT NULL`,
    [login, hoursLeft],
  );

/** A portal that has just started does its chores at once. */
async function afterChores(check: () => Promise<boolean>, howMany = 1): Promise<void> {
  const portals: Product[] = await Promise.all(
    Array.from({ length: howMany }, () =>
      startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url }),
    ),
  );
  try {
    await eventually(check);
  } finally {
    await Promise.all(portals.map((it) => it.stop()));
  }
}

const isGone = async (id: string): Promise<boolean> =>
  (await world.database.query('SELECT FROM users WHERE id = $1 AND removed_at IS NOT NULL', [id])).length ===
  1;
const idOf = async (login: string): Promise<string> =>
  (await world.database.query<{ id: string }>('SELECT id FROM users WHERE login = $1', [login]))[0]!.id;

/** Somebody joins the owner of an account by the word that the office has printed. */
async function joinByWord(who: Client, account: string): Promise<void> {
  const path = `/office/accounts/${account}/word`;
  const slip = await (await chief.get(path)).form(path).submit({ family: true });
  const word = slip.html.querySelector('.word')!.text.trim();
  const typed = await (await who.get('/accounts/link/word')).form('/accounts/link/word').submit({ word });
  const choice = (await typed.follow()).form('/accounts/link/choose');
  const last = await (await choice.submit({ accounts: [account] })).follow();
  expect((await last.form('/accounts/link/finish').submit({})).status).toBe(303);
}

describe('«Удалить кабинет»', () => {
  it('wants the password and a tick, and says what stays', async () => {
    const resident = await signIn(world, 'careful', await giveResident(world, 'careful'));
    const page = await resident.get(PATH);
    expect(page.text).toContain('Что останется и почему');
    const refused = await page.form(PATH).submit({ current: PASSWORD });
    expect([refused.status, refused.errors]).toEqual([422, ['Отметьте, что отзываете согласие']]);
    const no = { ...page.form(PATH).values(), current: PASSWORD, sure: 'no' };
    expect((await resident.post(PATH, no)).errors).toEqual(['Отметьте, что отзываете согласие']);
    expect((await ask(resident, 'не тот пароль')).errors).toEqual(['Пароль не подошёл']);
    expect((await page.form(PATH).submit({})).errors).toEqual([
      'Введите ваш пароль',
      'Отметьте, что отзываете согласие',
    ]);
    expect(await stateOf('careful')).toEqual({ status: 'active', leaving: false, removed: false });
  });

  it('ends all sessions, writes a letter, and lets whoever signs in keep the cabinet or nothing else', async () => {
    const resident = await signIn(world, 'doubting', await giveResident(world, 'doubting'));
    const other = await signIn(world, 'doubting');
    const answer = await ask(resident);
    expect(answer.location).toBe('/auth/');
    expect((await answer.follow()).text).toMatch(/Кабинет будет удалён \d+ \S+ \d{4}/);
    expect((await other.get('/accounts')).location).toMatch(/^\/auth\//);
    expect((await letter('doubting', 'Кабинет будет удалён')).text).toContain('нажмите «Оставить»');
    const back = await signIn(world, 'doubting');
    for (const path of ['/accounts', '/profile', '/requests']) {
      expect((await back.get(path)).location).toBe(PATH);
    }
    const shown = await chief.get(`/office/residents/${await idOf('doubting')}`);
    expect(shown.text.replace(/\s+/g, ' ')).toMatch(/Кабинет удаляется \d+ \S+ \d{4}/);
    const kept = await (await back.get(PATH)).form(`${PATH}/keep`).submit({});
    expect(kept.location).toBe('/accounts');
    await letter('doubting', 'Удаление кабинета отменено');
    expect(await stateOf('doubting')).toEqual({ status: 'active', leaving: false, removed: false });
    expect((await back.get('/accounts')).status).toBe(200);
  });

  it('asked for twice at once is asked for once', async () => {
    const one = await signIn(world, 'twice', await giveResident(world, 'twice'));
    const two = await signIn(world, 'twice');
    const forms = await Promise.all([one, two].map(async (it) => (await it.get(PATH)).form(PATH)));
    await Promise.all(forms.map((form) => form.submit({ current: PASSWORD, sure: true })));
    const lines = await world.database.query(
      `SELECT FROM audit_events WHERE action = 'user.removal-asked' AND object_id = $1`,
      [await idOf('twice')],
    );
    const letters = await world.database.query(
      "SELECT FROM letters WHERE kind = 'removal-asked' AND recipient = 'twice@example.test'",
    );
    expect([lines.length, letters.length]).toEqual([1, 1]);
  });

  it('is warned of on the last day, once', async () => {
    await ask(await signIn(world, 'warned', await giveResident(world, 'warned')));
    await letTimePass('warned', 20);
    const letters = () =>
      world.database.query(
        "SELECT FROM letters WHERE kind = 'removal-tomorrow' AND recipient = 'warned@example.test'",
      );
    await afterChores(async () => (await letters()).length > 0, 2);
    expect((await letters()).length).toBe(1);
    expect(await stateOf('warned')).toMatchObject({ leaving: true, removed: false });
  });
});

describe('When the days of grace are over', () => {
  let id: string;

  it('nothing is left that tells who it was, in any table, and the law keeps what it keeps', async () => {
    await giveResident(world, 'leaver');
    id = await idOf('leaver');
    const account = await giveFlat(world, 'leaver', HOUSE, '7');
    const resident = await signIn(world, 'leaver');
    await sendRequest(resident, account, { text: 'Не закрывается окно в подъезде' });
    await giveAppeal(world, { author: 'leaver', account, title: 'Шум лифта' });
    await giveWaiting(world, await giveMeter(world, account), 'leaver', ['481']);
    await world.database.query(
      "INSERT INTO identities (provider, subject, user_id) VALUES ('vk', 'profile-of-vk', $1)",
      [id],
    );
    const name = { lastName: 'Прежняя-Лесная', firstName: 'Аделаида', middleName: 'Феофановна' };
    await (
      await resident.get('/profile/name')
    )
      .form('/profile/name')
      .submit({ ...name, phone: '8 902 777-13-31' });
    await eventually(async () => (await everywhere(/лесная/)).includes('account_words'));
    await (
      await resident.get('/profile/email')
    )
      .form('/profile/email')
      .submit({ email: 'leaver-new@example.test', current: PASSWORD });
    // whoever was invited, and another owner of another flat, have got letters with the name
    const owned = await giveFlat(world, 'leaver', HOUSE, '8');
    await giveMember(world, 'other-owner', owned);
    const invite = (await resident.get(`/accounts/${owned}/people/invite`)).form(/invite$/);
    const invited = { email: 'invited@example.test', role: 'family' };
    expect((await invite.submit(invited)).location).toBe(`/accounts/${owned}/people`);
    expect((await world.mail.waitForLetter({ to: invited.email })).text).toContain('Аделаида');
    await joinByWord(resident, await giveFlat(world, 'other-owner', HOUSE, '9'));
    const joined = await letter('other-owner', 'лицевому счету');
    expect(joined.text).toContain('Аделаида');
    // as if the mail server had put this letter off for a day
    await world.database.query(
      "UPDATE letters SET sent_at = NULL, next_attempt_at = now() + interval '1 day' WHERE kind = 'account-joined'",
    );
    await ask(resident);
    await letTimePass('leaver');
    await afterChores(() => isGone(id), 2);
    // what was written into a request or an entry stays with it, the act names whose data it were; keys of flats are made anew
    // within seconds
    const kept = ['appeals', 'destruction_acts', 'request_events', 'search_entries', 'service_requests'];
    const traces = async () => (await everywhere(TRACES)).filter((it) => !kept.includes(it));
    await letter('leaver', 'Кабинет удалён');
    await eventually(async () => !(await everywhere(TRACES)).includes('account_keys'));
    // the last letter has gone, and the chores come round once more
    await afterChores(async () => (await traces()).length === 0);
    expect(await traces()).toEqual([]);
    const told = await world.database.query<{ kind: string; data: unknown; over: boolean }>(
      `SELECT kind, data, sent_at IS NOT NULL OR cancelled_at IS NOT NULL AS over FROM letters WHERE tells_of = $1 ORDER BY kind`,
      [id],
    );
    expect(told).toEqual(
      ['account-joined', 'household-invitation'].map((kind) => ({ kind, data: null, over: true })),
    );
    const [stays] = await world.database.query(
      `SELECT (SELECT count(*)::int FROM meter_readings WHERE user_id = $1) AS readings,
         (SELECT count(*)::int FROM service_requests WHERE user_id = $1) AS requests,
         (SELECT count(*)::int FROM account_links WHERE user_id = $1 AND ended_at IS NULL) AS links,
         (SELECT count(*)::int FROM consents WHERE user_id = $1 AND withdrawn_at IS NULL) AS consents,
         (SELECT count(*)::int FROM audit_events WHERE actor_id = $1 AND personal_mac IS NULL) AS named`,
      [id],
    );
    expect(stays).toEqual({ readings: 1, requests: 1, links: 0, consents: 0, named: 0 });
  });

  it('its password opens nothing, and its address and login are free', async () => {
    const form = (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await form.submit({ login: 'leaver', password: PASSWORD })).status).toBe(422);
    await register(world, 'leaver');
    expect(registration('leaver')['email']).toBe('leaver@example.test');
  });

  it('the office has an act with the extract of the journal, and no way to open the cabinet again', async () => {
    const page = await chief.get('/office/personal');
    const act = page.link('№ 1');
    const pdf = readPdf((await chief.get(act)).bytes);
    const text = pdf.pages.map((it) => it.text).join(' ');
    for (const words of [
      ...['Акт № 1 об уничтожении персональных данных', 'Прежняя-Лесная Аделаида Феофановна', 'Оператор'],
      ...['Способ уничтожения', 'Причина уничтожения', 'Дата уничтожения', 'Выгрузка из журнала', 'Подпись'],
      'сведения о входах',
    ]) {
      expect(text).toContain(words);
    }
    const resident = await chief.get(`/office/residents/${id}`);
    expect(resident.text).toContain('Удалённый житель');
    expect(resident.body).not.toMatch(/leaver|Лесная/);
    expect(resident.text).toMatch(/Кабинет удалён \d+ \S+ \d{4}: житель отозвал согласие/);
    expect(resident.text).not.toContain('Ещё не входил');
    for (const deed of ['email', 'slip', 'details', 'confirm', 'remove']) {
      const path = `/office/residents/${id}/${deed}`;
      const form = await chief.get(path);
      expect(form.status).toBe(200);
      expect(form.text).toMatch(
        /Кабинет удалён \d+ \S+ \d{4}: житель отозвал согласие\. Его данные уничтожены/,
      );
      expect(() => form.form(path)).toThrow('No forms');
    }
    const _csrf = (await chief.get('/office')).form('/office/sign-out').value('_csrf')!;
    const late = await chief.post(`/office/residents/${id}/slip`, { _csrf, ground: 'passport' });
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Его данные уничтожены')]);
  });

  it('the journal cannot be changed otherwise', async () => {
    const refused = (sql: string) =>
      expect(world.database.query(sql)).rejects.toThrow('the journal only grows');
    const [line] = await world.database.query<{ id: string }>(
      'SELECT id FROM audit_events WHERE personal_mac IS NULL ORDER BY id LIMIT 1',
    );
    const where = `WHERE id = ${line!.id}`;
    await refused(
      `UPDATE audit_events SET action = 'user.viewed', salt = NULL, personal_mac = '\\x01' ${where}`,
    );
    await refused(
      `UPDATE audit_events SET details = '{"a": 1}', salt = NULL, personal_mac = '\\x01' ${where}`,
    );
    await refused(`UPDATE audit_events SET actor_name = NULL ${where}`);
    await refused(`UPDATE audit_events SET personal_mac = '\\x02' WHERE personal_mac IS NOT NULL`);
    await refused(`DELETE FROM audit_events ${where}`);
  });

  it('a cancel that meets the chore leaves all of it or nothing', async () => {
    for (let round = 0; round < 4; round += 1) {
      const login = `racing-${round}`;
      await ask(await signIn(world, login, await giveResident(world, login)));
      const who = await idOf(login);
      const back = await signIn(world, login);
      const form = (await back.get(PATH)).form(`${PATH}/keep`);
      await letTimePass(login);
      const portal = startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url });
      await form.submit({});
      await (await portal).stop();
      const [user] = await world.database.query<{ removed: boolean; due: boolean; login: string }>(
        `SELECT removed_at IS NOT NULL AS removed, removal_due_at IS NOT NULL AS due, login FROM users WHERE id = $1`,
        [who],
      );
      const acts = await world.database.query('SELECT FROM destruction_acts WHERE user_id = $1', [who]);
      expect(user).toEqual(
        user!.removed
          ? { removed: true, due: false, login: 'удалён' }
          : { removed: false, due: false, login },
      );
      expect(acts.length).toBe(user!.removed ? 1 : 0);
    }
  });

  it('a blocked resident goes too', async () => {
    await ask(await signIn(world, 'shut', await giveResident(world, 'shut')));
    const who = await idOf('shut');
    await world.database.query(
      "UPDATE users SET status = 'blocked', block_reason = 'проверка' WHERE id = $1",
      [who],
    );
    await letTimePass('shut');
    await afterChores(() => isGone(who));
  });
});

/** What tells who «leaver» was, as it is written and as search keys keep it. */
const TRACES = /leaver|лесная|аделаид|феофан|9027771331|1331777209|profile-of-vk/i;

/** Tables in whose rows a text stands. */
async function everywhere(words: RegExp): Promise<string[]> {
  const tables = await world.database.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await world.database.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
    if (rows.some(({ row }) => words.test(row))) found.push(name);
  }
  return found;
}

describe('A consent with a new text', () => {
  it('is asked for before the next page; forms that were being typed are taken; the office sees both', async () => {
    const resident = await signIn(world, 'former', await giveResident(world, 'former'));
    const form = (await resident.get('/profile/name')).form('/profile/name');
    await world.database.query(
      "UPDATE consents SET version = '2025-01-10', text_sha256 = NULL WHERE user_id = (SELECT id FROM users WHERE login = 'former')",
    );
    expect((await form.submit({ firstName: 'Вера' })).location).toBe('/profile');
    const sent = await resident.get('/profile/sign-ins');
    expect(sent.location).toBe('/profile/consent?next=%2Fprofile%2Fsign-ins');
    const page = await resident.get(sent.location!);
    expect(page.text).toContain('в редакции от 10 января 2025');
    expect((await page.form('/profile/consent').submit({})).errors).toEqual(['Отметьте, что даёте согласие']);
    const agreed = await page.form('/profile/consent').submit({ consent: true });
    expect(agreed.location).toBe('/profile/sign-ins');
    expect((await resident.get('/profile/sign-ins')).status).toBe(200);
    const office = await chief.get('/office/personal');
    expect(office.text).toContain('10 января 2025');
    const words = await chief.get(office.link(/^[0-9a-f]{12}$/));
    expect(words.text).toContain('даю согласие на обработку моих персональных данных');
    const card = await chief.get(`/office/residents/${await idOf('former')}`);
    expect(card.text).toContain('редакция 2025-01-10');
  });

  it('is asked for when the company is called otherwise, and not when its telephone is another one', async () => {
    const resident = await signIn(world, 'agreed', await giveResident(world, 'agreed'));
    await world.database.query(
      `UPDATE consents SET text_sha256 = (SELECT text_sha256 FROM consent_texts WHERE document = 'personal-data')
       WHERE user_id = (SELECT id FROM users WHERE login = 'agreed')`,
    );
    await world.product.restart({ COMPANY_PHONE: '8 (3952) 11-22-33', COMPANY_EMAIL: 'new@example.test' });
    expect((await resident.get('/profile/sign-ins')).status).toBe(200);
    const form = (await resident.get('/profile/name')).form('/profile/name');
    await world.product.restart({ COMPANY_LEGAL_NAME: 'ООО «Новая компания»' });
    expect((await form.submit({ firstName: 'Вера' })).location).toBe('/profile');
    const sent = await resident.get('/profile/sign-ins');
    expect(sent.location).toBe('/profile/consent?next=%2Fprofile%2Fsign-ins');
    const page = await resident.get(sent.location!);
    expect(page.text).toContain('у компании другое название или адрес');
    const again = page.form('/profile/consent');
    const [one, other] = await Promise.all([
      again.submit({ consent: true }),
      again.submit({ consent: true }),
    ]);
    expect([one.location, other.location]).toEqual(['/profile/sign-ins', '/profile/sign-ins']);
    expect((await resident.get('/profile/sign-ins')).status).toBe(200);
    // both texts were agreed to
    await world.product.restart({ COMPANY_LEGAL_NAME: 'ООО «УК Макском»' });
    expect((await resident.get('/profile/sign-ins')).status).toBe(200);
  });

  it('is not needed to leave, and to take one’s data along', async () => {
    const resident = await signIn(world, 'refuses', await giveResident(world, 'refuses'));
    await world.database.query(
      "UPDATE consents SET version = '2025-01-10' WHERE user_id = (SELECT id FROM users WHERE login = 'refuses')",
    );
    for (const path of [PATH, '/profile/data', '/auth/logout']) {
      expect((await resident.get(path)).status).toBe(200);
    }
    await ask(resident);
    expect(await stateOf('refuses')).toMatchObject({ leaving: true });
  });
});

describe('The register of processing', () => {
  it('says the same as the policy, of the same list', async () => {
    const register = (await chief.get('/office/personal/register')).text;
    const policy = (await world.visitor().get('/regulations/privacy')).text;
    for (const words of ['Учетная запись', 'Заявки в аварийно-диспетчерскую службу', 'договор управления']) {
      expect(register).toContain(words);
      expect(policy).toContain(words);
    }
    expect(register).toContain('Неподтверждённая регистрация');
    for (const words of ['Ключи доступа и коды', 'журнал входов', 'Акты об уничтожении', 'Помощь офиса']) {
      expect(register).toContain(words);
    }
  });

  it('speaks to an inspector, not to a resident, and gives each kind a term', async () => {
    const register = (await chief.get('/office/personal/register')).body.split('<h1').at(-1)!;
    expect(register.match(/(?<![а-яё])(?:вы|вас|вам|вами|ваш[а-яё]*)(?![а-яё])/gi)).toBeNull();
    expect(register).not.toContain('из которых они взяты');
  });

  it('leaves out no table about people of the office', async () => {
    const tables = await world.database.query<{ name: string }>(
      `SELECT 'staff' AS name UNION SELECT conrelid::regclass::text FROM pg_constraint
       WHERE contype = 'f' AND confrelid = 'staff'::regclass AND confdeltype = 'c' ORDER BY 1`,
    );
    const told = STAFF_DATA.flatMap((it) => it.tables);
    expect(tables.map(({ name }) => name).sort()).toEqual([...told].sort());
    const register = (await chief.get('/office/personal/register')).text;
    for (const { title } of STAFF_DATA) expect(register).toContain(title);
    expect((await world.visitor().get('/regulations/privacy')).text).not.toContain(STAFF_DATA[0]!.title);
  });

  it('leaves out no table about residents', async () => {
    const sql = PERSONAL_DATA.flatMap(({ held, destroyed }) => [...held, ...destroyed]).map((it) => it.sql);
    const named = [...sql.join(' ').matchAll(/\b(?:FROM|JOIN|UPDATE) ([a-z_]+)/g)].map(([, name]) => name);
    const tables = await world.database.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
         AND (c.relname = ANY ($1) OR EXISTS (SELECT FROM pg_constraint f
           WHERE f.conrelid = c.oid AND f.confrelid = 'users'::regclass)) ORDER BY 1`,
      [named],
    );
    const terms = {
      registrationDays: 1,
      letterTextDays: 1,
      lettersKeepDays: 1,
      requestYears: 1,
      appealYears: 1,
    };
    const told = processing({ ...terms, profiles: true }).flatMap((it) => it.tables);
    const left = tables.map(({ name }) => name).filter((name) => !told.includes(name));
    expect(left).toEqual([]);
    const [{ all }] = (await world.database.query<{ all: boolean }>(
      'SELECT bool_and(to_regclass(name) IS NOT NULL) AS all FROM unnest($1::text[]) AS name',
      [told],
    )) as [{ all: boolean }];
    expect(all).toBe(true);
  });
});
