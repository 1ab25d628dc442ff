import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveHouse, giveRequest } from './support/desk.js';
import { act, hire, todo } from './support/office.js';
import { giveResident, PASSWORD, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
const people = {} as Record<'olga' | 'piter' | 'chief' | 'other' | 'rimma' | 'marina' | 'irma', Client>;
const PASSPORT = { ground: 'passport' };
const APPROVALS = '/office/residents/approvals';

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  people.olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  people.piter = await hire(world, 'piter', 'operator', 'Пётр Ли');
  people.chief = await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
  people.other = await hire(world, 'other', 'administrator', 'Ким Вера Петровна');
  people.rimma = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  people.marina = await hire(world, 'marina', 'dispatcher', 'Марина Седова');
  people.irma = await hire(world, 'irma', 'moderator', 'Ирма Ли');
});
afterAll(() => world?.stop());

async function idOf(login: string): Promise<string> {
  const rows = await world.database.query<{ id: string }>('SELECT id FROM users WHERE login = $1', [login]);
  return rows[0]!.id;
}

/** A resident with an id. */
async function give(login: string): Promise<string> {
  await giveResident(world, login);
  return idOf(login);
}

/** Somebody who has registered and not confirmed. */
async function wait(login: string): Promise<string> {
  const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
  expect((await form.submit(registration(login))).status).toBe(303);
  return idOf(login);
}

async function open(who: Client, id: string, job: string) {
  const path = `/office/residents/${id}/${job}`;
  return (await who.get(path)).form(path);
}

async function submit(who: Client, id: string, job: string, fields: Record<string, string> = {}) {
  return (await open(who, id, job)).submit({ ...PASSPORT, ...fields });
}

const seek = (who: Client, text: string) =>
  who.get(`/office/find?q=${encodeURIComponent(text)}`, { headers: { 'x-pane': '1' }, check: false });

const toEmail = (email: string) => ({ email, repeat: email });

async function journal(id: string): Promise<string[]> {
  const rows = await world.database.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE object_id = $1 AND action <> 'user.viewed' ORDER BY id",
    [id],
  );
  return rows.map(({ action }) => action);
}

describe('A resident who has lost the mailbox', () => {
  it('gets another address: it proves itself, sessions end, the old one can take it back, the journal says on what ground', async () => {
    const id = await give('lost');
    const [flat, left] = [
      await giveAccount(world, 'lost', '0100009001'),
      await giveAccount(world, 'lost', '0100009002'),
    ];
    await world.database.query(
      `UPDATE account_links SET created_at = now() - interval '2 days',
         ended_at = CASE WHEN account_id = $1 THEN now() - interval '1 day' END,
         ended_by = CASE WHEN account_id = $1 THEN 'staff' END WHERE account_id IN ($1, $2)`,
      [left, flat],
    );
    const session = await signIn(world, 'lost');
    const asked = await submit(people.olga, id, 'email', {
      ...toEmail('found@example.test'),
      ground: 'application',
      application: '17-а',
    });
    expect(asked.location).toBe(`/office/residents/${id}`);
    const page = await asked.follow();
    expect(page.text).toContain('ждём, когда житель подтвердит новый адрес: found@example.test');
    expect(page.text).toContain('новый адрес: found@example.test, заявление № 17-а');
    expect((await session.get('/profile')).status).toBe(200);
    const letter = await world.mail.waitForLetter({
      to: 'found@example.test',
      subject: 'Подтверждение нового адреса',
    });
    const opened = await world.visitor().get(letter.links.find((link) => link.includes('confirm_email'))!);
    await opened.form('/auth/email').submit({});
    expect((await session.get('/profile')).location).toContain('/auth/');
    expect((await people.olga.get(`/office/residents/${id}`)).text).toContain('стало «found@example.test»');
    const told = await world.mail.waitForLetter({
      to: 'lost@example.test',
      subject: 'Адрес электронной почты изменён',
    });
    const undo = await world.visitor().get(told.links.find((link) => link.includes('/auth/email/undo'))!);
    expect((await undo.form('/auth/email/undo').submit({})).status).toBe(303);
    expect((await people.olga.get(`/office/residents/${id}`)).text).toContain('lost@example.test');
    expect(await journal(id)).toEqual(
      expect.arrayContaining(['user.email-change-asked', 'user.email-changed', 'user.email-restored']),
    );
    for (const who of [people.olga, people.rimma]) {
      const history = (await who.get(`/office/accounts/${flat}/history`)).html.querySelector('main')!.text;
      expect(history).toMatch(/Запрос на смену E-mail: [А-Я][а-я]+ [^@]*, заявление № 17-а/);
      for (const done of ['E-mail изменён: ', 'Смена E-mail отменена по ссылке из письма: ']) {
        expect(history).toMatch(new RegExp(`${done}[А-Я][а-я]+`));
      }
      // neither the addresses nor a login that may be one
      expect(history).not.toMatch(/@|lost|found/);
    }
    const before = await people.olga.get(`/office/accounts/${left}/history`);
    expect(before.text).not.toContain('E-mail');
  });

  it('is not given an address that is their own, somebody else’s, mistyped, or without a ground, each said at its field', async () => {
    const [id] = [await give('careful'), await give('neighbour')];
    const cases: [Record<string, string>, string, RegExp][] = [
      [toEmail('careful@example.test'), 'email', /нынешний адрес/],
      [
        toEmail('NEIGHBOUR@example.test'),
        'email',
        /у другого жителя: Белова Ирина Петровна, логин neighbour/,
      ],
      [{ email: 'new@example.test', repeat: 'naw@example.test' }, 'repeat', /не совпадают/],
      [toEmail('нет'), 'email', /E-mail/],
      [{ ...toEmail('new@example.test'), ground: '' }, 'ground', /Выберите основание/],
      [{ ...toEmail('new@example.test'), ground: 'word' }, 'ground', /Выберите основание/],
      [
        { ...toEmail('new@example.test'), ground: 'application', application: '' },
        'application',
        /номер заявления/,
      ],
      [
        { ...toEmail('new@example.test'), ground: 'application', application: ' - ' },
        'application',
        /номер заявления/,
      ],
    ];
    for (const [fields, field, words] of cases) {
      const path = `/office/residents/${id}/email`;
      const csrf = (await people.olga.get(path)).form(path).value('_csrf')!;
      const typed = { application: '', ...PASSPORT, ...fields };
      const answer = await people.olga.post(path, { _csrf: csrf, ...typed });
      expect({ fields, status: answer.status }).toEqual({ fields, status: 422 });
      expect(field === 'ground' ? answer.text : answer.errorOf(field)).toMatch(words);
    }
    expect(await journal(id)).toEqual([]);
  });

  it('leaves the one in strangers’ hands for good: an administrator agrees, no link goes there, the password is void', async () => {
    const id = await give('stolen');
    const form = await open(people.olga, id, 'email');
    const asked = await form.submit({ ...PASSPORT, ...toEmail('own-again@example.test'), forGood: true });
    expect((await asked.follow()).text).toContain('Нужен второй человек');
    await world.mail.noLetter({ to: 'own-again@example.test', subject: 'Подтверждение нового адреса' });
    const page = await people.chief.get(APPROVALS);
    expect(page.text).toContain('Прежний ящик в чужих руках');
    // an emergency that is late by the law stands above it
    const late = await giveRequest(world, {
      house: await giveHouse(world, 'г. Иркутск, ул. Срочная, д. 1'),
      address: 'г. Иркутск, ул. Срочная, д. 1',
      ago: 60,
      first: -12,
      emergency: true,
    });
    expect((await todo(people.chief)).map(({ what }) => what).slice(0, 2)).toEqual([
      expect.stringMatching(/просрочен/),
      expect.stringMatching(/подтвердить помощь/),
    ]);
    await world.database.query('DELETE FROM service_requests WHERE id = $1', [late]);
    const approve = page.forms().find(({ action }) => action.endsWith('/approve'))!;
    expect((await (await approve.submit({})).follow()).text).toContain('Подтверждено');
    const letter = await world.mail.waitForLetter({
      to: 'own-again@example.test',
      subject: 'Подтверждение нового адреса',
    });
    const opened = await world.visitor().get(letter.links.find((link) => link.includes('confirm_email'))!);
    expect((await opened.form('/auth/email').submit({})).status).toBe(303);
    const told = await world.mail.waitForLetter({
      to: 'stolen@example.test',
      subject: 'Адрес электронной почты изменён',
    });
    expect(told.links.filter((link) => link.includes('undo'))).toEqual([]);
    const entered = await (
      await world.visitor().get('/auth/')
    )
      .form('/auth/login')
      .submit({ login: 'stolen', password: PASSWORD });
    expect(entered.location).not.toBe('/accounts');
    await world.mail.waitForLetter({ to: 'own-again@example.test', subject: 'Запрос на смену пароля' });
    expect((await people.olga.get(`/office/residents/${id}`)).text).toContain('прежний ящик в чужих руках');
  });

  it('signs others out, and the old address can take it back, also when the letters had to be sent again', async () => {
    const id = await give('again');
    const session = await signIn(world, 'again');
    await submit(people.olga, id, 'email', toEmail('again-new@example.test'));
    const resend = async (kind: string) => {
      const [letter] = await world.database.query<{ id: string }>(
        'SELECT id FROM letters WHERE kind = $1 AND user_id = $2',
        [kind, id],
      );
      expect((await act(people.olga, `letters/records/${letter!.id}/again`)).errors).toBeUndefined();
    };
    const asked = { to: 'again-new@example.test', subject: 'Подтверждение нового адреса' };
    await world.mail.waitForLetter(asked);
    await resend('email-change');
    const second = await world.mail.waitForLetter(asked);
    const opened = await world.visitor().get(second.links.find((link) => link.includes('confirm_email'))!);
    expect((await opened.form('/auth/email').submit({})).status).toBe(303);
    expect((await session.get('/accounts')).location).toContain('/auth/');
    const told = { to: 'again@example.test', subject: 'Адрес электронной почты изменён' };
    const former = await world.mail.waitForLetter(told);
    await resend('email-changed');
    const later = await world.mail.waitForLetter(told);
    const linkOf = (letter: typeof later) => letter.links.find((link) => link.includes('/auth/email/undo'))!;
    expect((await world.visitor().get(linkOf(former))).text).toContain('вернуть уже ничего нельзя');
    const undo = await world.visitor().get(linkOf(later));
    expect((await undo.form('/auth/email/undo').submit({})).status).toBe(303);
  });

  it('has a mistyped address taken back by the office, and the link of its letter says so before anything is pressed', async () => {
    const id = await give('slip-of-pen');
    await submit(people.other, id, 'email', toEmail('strannger@example.test'));
    const letter = await world.mail.waitForLetter({
      to: 'strannger@example.test',
      subject: 'Подтверждение нового адреса',
    });
    const link = letter.links.find((one) => one.includes('confirm_email'))!;
    const early = await world.visitor().get(link);
    const page = await people.other.get(`/office/residents/${id}`);
    const path = `/office/residents/${id}/email/drop`;
    const [first, second] = await Promise.all([page.form(path).submit({}), page.form(path).submit({})]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const after = await people.other.get(`/office/residents/${id}`);
    expect(after.text).not.toContain('ждём, когда житель подтвердит');
    expect(after.text).toContain('новый адрес был: strannger@example.test');
    expect(await journal(id)).toEqual(['user.email-change-asked', 'user.email-change-dropped']);
    const late = await world.visitor().get(link);
    expect(late.text).toContain('Ссылка больше не действует');
    expect(late.forms().filter(({ action }) => action === '/auth/email')).toEqual([]);
    expect((await early.form('/auth/email').submit({})).errorOf('code')).toContain('устарел');
    expect((await people.other.get(`/office/residents/${id}`)).text).toContain('slip-of-pen@example.test');
    for (const who of [people.rimma, people.marina, people.irma]) {
      expect((await who.post(path, {})).status).toBe(403);
    }
  });

  it('has one change for a double click', async () => {
    const id = await give('double');
    const form = await open(people.olga, id, 'email');
    const fields = { ...PASSPORT, ...toEmail('double-new@example.test') };
    const answers = await Promise.all([form.submit(fields), form.submit(fields)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await journal(id)).toEqual(['user.email-change-asked']);
  });
});

describe('The ways in of a resident', () => {
  it('stand on their page: profiles and keys, and since when; nothing where there are none', async () => {
    const id = await give('many-ways');
    const path = `/office/residents/${id}`;
    expect((await people.olga.get(path)).text).not.toMatch(/Профиль |Ключ доступа/);
    await world.database.query(
      `INSERT INTO identities (provider, subject, user_id, created_at)
       VALUES ('vk', 'ways-1', $1, '2026-03-05 12:00+00'), ('yandex', 'ways-2', $1, '2026-04-06 12:00+00')`,
      [id],
    );
    await world.database.query(
      `INSERT INTO passkeys (user_id, credential, public_key, counter, name, created_at)
       VALUES ($1, 'ways', '\\x01', 0, 'Телефон <мамы>', '2026-05-07 12:00+00')`,
      [id],
    );
    const said = (await people.olga.get(path)).text.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/Профиль VK ID подключён 5 марта 2026/);
    expect(said).toMatch(/Профиль Яндекс ID подключён 6 апреля 2026/);
    expect(said).toMatch(/Ключ доступа «Телефон <мамы>» добавлен 7 мая 2026/);
  });
});

describe('A resident whose cabinet was shut', () => {
  it('is not helped in: each form says why, also one that stood open, until the cabinet is opened again', async () => {
    const id = await give('shut');
    const email = `/office/residents/${id}/email`;
    const opened = (await people.piter.get(email)).form(email);
    await act(people.chief, `residents/records/${id}/block`, { reason: 'По решению суда' });
    const page = await people.piter.get(`/office/residents/${id}`);
    expect(page.text).toContain('По решению суда');
    expect(page.text).toContain('помочь со входом нельзя');
    for (const job of ['email', 'slip', 'confirm', 'details', 'remove', 'device']) {
      const shut = await people.piter.get(`/office/residents/${id}/${job}`);
      expect([job, shut.status, shut.forms().filter(({ action }) => action.endsWith(job))]).toEqual([
        job,
        200,
        [],
      ]);
      expect(shut.text).toContain('Доступ жителя закрыт: «По решению суда»');
    }
    const late = await opened.submit({ ...PASSPORT, ...toEmail('shut-new@example.test') });
    expect(late.status).toBe(409);
    expect(late.text).toContain('сначала снимите блокировку');
    expect(await journal(id)).toEqual(['user.blocked']);
    await act(people.chief, `residents/records/${id}/unblock`);
    expect((await opened.submit({ ...PASSPORT, ...toEmail('shut-new@example.test') })).status).toBe(303);
  });
});

describe('A resident without a mailbox at hand', () => {
  it('sets a password by the slip once, is told by letter, and others are signed out', async () => {
    const id = await give('paper');
    const session = await signIn(world, 'paper');
    const printed = await submit(people.piter, id, 'slip');
    const code = printed.html.querySelector('.word')!.text.trim();
    expect(code).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
    await world.mail.waitForLetter({ to: 'paper@example.test', subject: 'Выдан листок для входа' });
    const [row] = await world.database.query<{ kept: string }>(
      "SELECT row_to_json(c)::text AS kept FROM auth_codes c WHERE purpose = 'slip' AND user_id = $1",
      [id],
    );
    expect(row!.kept).not.toContain(code.replaceAll(' ', ''));
    const password = 'облако и сито 9';
    const use = async (typed: string, word = password) =>
      (await world.visitor().get('/auth/slip'))
        .form('/auth/slip')
        .submit({ code: typed, password: word, repeat: word });
    expect((await use('1111 2222 3333 4444')).errorOf('code')).toContain('не подошёл');
    expect((await use('слово')).errorOf('code')).toContain('не подошёл');
    expect((await use(code, 'paper')).errorOf('password')).toBeTruthy();
    const answers = await Promise.all([use(code), use(code.replaceAll(' ', '-'))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    // of an app and keys, which this resident has none of, nothing is said
    expect((await world.visitor().get('/auth/slip')).text).not.toMatch(/приложени|ключ/);
    const done = await answers.find(({ status }) => status === 303)!.follow();
    expect(done.text).toContain('Пароль изменён. Войдите с новым паролем.');
    expect(done.text).not.toContain('Больше не действует');
    expect((await session.get('/accounts')).location).toContain('/auth/');
    const browser = world.visitor();
    const enter = async (who = browser) =>
      (await who.get('/auth/')).form('/auth/login').submit({ login: 'paper', password });
    expect((await enter()).location).toBe('/accounts');
    const letter = await world.mail.waitForLetter({
      to: 'paper@example.test',
      subject: 'Вход с нового устройства',
    });
    expect(letter.text).toContain('Как: листок из офиса');
    const ways = async () =>
      (await browser.get('/profile/sign-ins')).html
        .querySelectorAll('.card.session')
        .map((card) => /листок из офиса|логин и пароль/.exec(card.text)?.[0]);
    expect(await ways()).toEqual(['листок из офиса', 'логин и пароль']);
    // the password that the slip has set is then a password like any other
    expect((await enter(world.visitor())).location).toBe('/accounts');
    expect(await ways()).toEqual(['логин и пароль', 'листок из офиса', 'логин и пароль']);
    expect((await use(code)).errorOf('code')).toContain('не подошёл');
    expect(await journal(id)).toEqual(
      expect.arrayContaining(['user.slip-issued', 'user.slip-used', 'user.password-changed']),
    );
    expect((await people.piter.get(`/office/residents/${id}`)).text).toContain('паспорт сверен');
  });

  it('cannot use a slip that is a day old, replaced, of a blocked cabinet or of a changed password; strangers cannot spoil it', async () => {
    const id = await give('old-paper');
    const take = async () =>
      (await submit(people.chief, id, 'slip')).html.querySelector('.word')!.text.trim();
    const usable = async (code: string) => {
      const form = (await world.visitor().get('/auth/slip')).form('/auth/slip');
      const answer = await form.submit({ code, password: 'qwerty', repeat: 'qwerty' });
      return answer.errorOf('code') === undefined || answer.errorOf('code') === '';
    };
    const tried = async (code: string) => {
      const form = (await world.visitor().get('/auth/slip')).form('/auth/slip');
      const word = 'совсем другое 5 слово';
      return (await form.submit({ code, password: word, repeat: word })).status;
    };
    const [first, second] = [await take(), await take()];
    expect(await tried(first)).toBe(422);
    for (const login of ['old-paper', 'old-paper']) {
      await (await world.visitor().get('/auth/recovery')).form('/auth/recovery').submit({ login });
    }
    expect(await usable(second)).toBe(true);
    await world.database.query(
      "UPDATE auth_codes SET expires_at = now() WHERE purpose = 'slip' AND user_id = $1 AND superseded_at IS NULL",
      [id],
    );
    expect(await tried(second)).toBe(422);
    const third = await take();
    const own = await signIn(world, 'old-paper');
    const change = (await own.get('/profile/password')).form('/profile/password');
    const fresh = 'молоко и гвоздь 3';
    expect((await change.submit({ current: PASSWORD, password: fresh, repeat: fresh })).status).toBe(303);
    expect(await tried(third)).toBe(422);
    const fourth = await take();
    await world.database.query("UPDATE users SET status = 'blocked' WHERE id = $1", [id]);
    expect(await tried(fourth)).toBe(422);
    expect((await people.chief.get(`/office/residents/${id}/slip`)).text).toContain('Доступ жителя закрыт');
  });

  it('gets one slip for a double click', async () => {
    const id = await give('twin');
    const form = await open(people.olga, id, 'slip');
    const answers = await Promise.all([form.submit(PASSPORT), form.submit(PASSPORT)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 303]);
  });
});

describe('A registration that is not finished', () => {
  it('is confirmed by hand, and the letter that comes later is not needed', async () => {
    const id = await wait('newcomer');
    expect((await people.olga.get(`/office/residents/${id}`)).text).toContain('ждёт подтверждения');
    const letter = await world.mail.waitForLetter({
      to: 'newcomer@example.test',
      subject: 'Подтверждение регистрации',
    });
    expect((await submit(people.olga, id, 'confirm')).location).toBe(`/office/residents/${id}`);
    await world.mail.waitForLetter({ to: 'newcomer@example.test', subject: 'Регистрация подтверждена' });
    await signIn(world, 'newcomer');
    expect((await world.visitor().get(letter.links[0]!)).status).toBe(200);
  });

  it('is offered nothing any more that only waits for its confirmation, and a form that stood open says so', async () => {
    const id = await wait('both');
    const slip = await people.olga.get(`/office/residents/${id}/slip`);
    expect(slip.text).toContain('Регистрация ещё не подтверждена');
    expect(slip.html.querySelector('main form')).toBeNull();
    const stale = [await open(people.piter, id, 'confirm'), await open(people.piter, id, 'remove')];
    await submit(people.olga, id, 'confirm');
    for (const job of ['confirm', 'remove']) {
      const page = await people.olga.get(`/office/residents/${id}/${job}`);
      expect([job, page.status, page.text.includes('Регистрация уже подтверждена')]).toEqual([
        job,
        200,
        true,
      ]);
      expect([page.text.includes('Она не подтверждена'), page.html.querySelector('main form')]).toEqual([
        false,
        null,
      ]);
    }
    for (const form of stale) {
      const fields = form.names().includes('reason') ? { reason: 'Ошиблись' } : PASSPORT;
      const answer = await form.submit(fields);
      expect([answer.status, answer.text.includes('Регистрация уже подтверждена')]).toEqual([409, true]);
    }
  });

  it('gets the right address instead of a mistyped one, whose letter opens nothing any more', async () => {
    const id = await wait('mistyped');
    const wrong = await world.mail.waitForLetter({
      to: 'mistyped@example.test',
      subject: 'Подтверждение регистрации',
    });
    await submit(people.olga, id, 'email', toEmail('right@example.test'));
    const right = await world.mail.waitForLetter({
      to: 'right@example.test',
      subject: 'Подтверждение регистрации',
    });
    const stranger = await world.visitor().get(wrong.links[0]!);
    expect((await stranger.form('/auth/confirmation').submit({})).status).toBe(422);
    const opened = await world.visitor().get(right.links[0]!);
    expect((await opened.form('/auth/confirmation').submit({})).status).toBe(200);
    await signIn(world, 'mistyped');
  });

  it('takes its login, which was the address, along', async () => {
    const id = await wait('wrong@example.test');
    await submit(people.olga, id, 'email', toEmail('good@example.test'));
    await world.mail.waitForLetter({ to: 'good@example.test', subject: 'Подтверждение регистрации' });
    expect(await idOf('good@example.test')).toBe(id);
  });

  it('is not confirmed where another resident has the address', async () => {
    const id = await wait('rival');
    await give('owner');
    await world.database.query(
      "UPDATE users SET email = 'owner@example.test', email_key = 'owner@example.test' WHERE id = $1",
      [id],
    );
    const answer = await submit(people.olga, id, 'confirm');
    expect([answer.status, answer.text.includes('у другого жителя')]).toEqual([422, true]);
  });

  it('is removed with a reason, and its login is free; of two at once one removes it, and no confirmed one', async () => {
    const id = await wait('mistake');
    const form = await open(people.olga, id, 'remove');
    expect((await form.submit({ reason: ' ' })).errorOf('reason')).toContain('причину');
    const others = await open(people.piter, id, 'remove');
    const answers = await Promise.all([
      form.submit({ reason: 'Ошиблись' }),
      others.submit({ reason: 'Ошиблись' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404]);
    expect((await people.olga.get(`/office/residents/${id}`)).status).toBe(404);
    await wait('mistake');
    const rows = await world.database.query<{ details: object }>(
      "SELECT details FROM audit_events WHERE action = 'user.removed' AND object_id = $1",
      [id],
    );
    expect(rows).toEqual([{ details: { login: 'mistake', reason: 'Ошиблись' } }]);
    const confirmed = await wait('stays');
    const late = await open(people.olga, confirmed, 'remove');
    await submit(people.olga, confirmed, 'confirm');
    const refused = await late.submit({ reason: 'Так' });
    expect([refused.status, refused.text.includes('которая ещё не подтверждена')]).toEqual([409, true]);
    expect(await idOf('stays')).toBe(confirmed);
  });
});

describe('Name and telephone', () => {
  it('are corrected by the office, and whoever comes second sees what stands there', async () => {
    const id = await give('named');
    const [first, second] = [await open(people.olga, id, 'details'), await open(people.piter, id, 'details')];
    await first.submit({ ...PASSPORT, lastName: 'Беликова', phone: '8 902 000-00-01' });
    const late = await second.submit({ ...PASSPORT, firstName: 'Арина' });
    const text = late.text.replace(/\s+/g, ' ');
    expect(late.status).toBe(409);
    expect(text).toMatch(/данные изменились: Тарасова Ольга Ильинична, \d+ [а-я]+ 20\d\d, \d\d:\d\d\./);
    expect(text).toContain('Фамилия Белова Беликова не меняли');
    expect(text).toContain('Имя Ирина Ирина Арина');
    expect(text).not.toContain('Отчество Петровна Петровна');
    const again = await late.form(`/office/residents/${id}/details`).submit();
    expect(again.status).toBe(303);
    const page = await people.olga.get(`/office/residents/${id}`);
    expect(page.text).toContain('Беликова Арина Петровна');
    expect(page.text).toContain('+7 902 000-00-01');
    expect(page.text).toContain('фамилия: было «Белова», стало «Беликова»');
    const wrong = await submit(people.olga, id, 'details', { lastName: '', phone: '12' });
    expect([wrong.errorOf('lastName'), wrong.errorOf('phone')]).toEqual([
      'Введите фамилию',
      expect.stringContaining('номер телефона'),
    ]);
  });
});

describe('Who has asked an administrator', () => {
  it('takes it back at the card of the resident, which the journal tells; nobody else does', async () => {
    const asker = await hire(world, 'asker', 'operator', 'Просьбина Вера Львовна');
    const id = await give('withdrawn');
    await (
      await open(asker, id, 'email')
    ).submit({
      ...PASSPORT,
      ...toEmail('withdrawn-new@example.test'),
      forGood: true,
    });
    const path = (page: Awaited<ReturnType<Client['get']>>) =>
      page.forms().find(({ action }) => action.endsWith('/withdraw'));
    const page = await asker.get(`/office/residents/${id}`);
    expect(page.text).toContain('ждёт подтверждения');
    expect(path(await people.olga.get(`/office/residents/${id}`))).toBeUndefined();
    const token = (await people.olga.get('/office')).form('/office/sign-out').value('_csrf')!;
    const stranger = await people.olga.post(path(page)!.action, { _csrf: token });
    expect((await stranger.follow()).text).toContain('Отозвать нечего');
    const done = await path(page)!.submit({});
    expect((await done.follow()).text).toContain('Просьба отозвана.');
    expect((await people.chief.get(APPROVALS)).text).not.toContain('Просьбина');
    expect((await asker.get(`/office/residents/${id}`)).text).toContain(
      'Просьба к администратору отозвана: смена E-mail, паспорт сверен',
    );
    expect(await journal(id)).toEqual(['user.help-asked', 'user.help-withdrawn']);
    expect((await (await path(page)!.submit({})).follow()).text).toContain('Отозвать нечего');
  });

  it('takes it back by asking for something else, which the journal tells too', async () => {
    const asker = await hire(world, 'changer', 'operator', 'Другова Анна Ильинична');
    const id = await give('changed-mind');
    const ask = async (fields: Record<string, string | boolean>) =>
      (await open(asker, id, 'email')).submit({ ...PASSPORT, ...fields });
    await ask({ ...toEmail('changed-first@example.test'), forGood: true });
    await ask(toEmail('changed-second@example.test'));
    const page = await asker.get(`/office/residents/${id}`);
    expect(page.text).toContain(
      'Просьба к администратору отозвана: смена E-mail, вместо этой просьбы есть новая',
    );
    expect(page.text).not.toContain('ждёт подтверждения администратора');
    expect(await journal(id)).toEqual(['user.help-asked', 'user.help-withdrawn', expect.any(String)]);
  });

  it('an administrator finds own ones among the approvals', async () => {
    const id = await give('withdrawn-own');
    await (
      await open(people.chief, id, 'email')
    ).submit({
      ...PASSPORT,
      ...toEmail('withdrawn-own-new@example.test'),
      forGood: true,
    });
    const form = (await people.chief.get(APPROVALS))
      .forms()
      .find(({ action }) => action.endsWith('/withdraw'))!;
    expect((await form.submit({})).location).toBe(`/office/residents/${id}`);
    expect(await journal(id)).toContain('user.help-withdrawn');
  });
});

describe('A member of staff', () => {
  it('helps five in a day alone; the sixth waits for an administrator who is somebody else', async () => {
    const hand = await hire(world, 'hand', 'operator', 'Рука Анна Павловна');
    const ids: string[] = [];
    for (let n = 1; n <= 8; n += 1) ids.push(await give(`many-${n}`));
    const forms = await Promise.all(ids.slice(0, 7).map((id) => open(hand, id, 'email')));
    await Promise.all(
      forms.map((form, n) => form.submit({ ...PASSPORT, ...toEmail(`moved-${n + 1}@example.test`) })),
    );
    const [count] = await world.database.query<{ done: number; waits: number }>(
      `SELECT count(done_at)::integer AS done, count(*)::integer - count(done_at)::integer AS waits
       FROM resident_deeds d JOIN staff s ON s.id = d.staff_id WHERE login = 'hand'`,
    );
    expect(count).toEqual({ done: 5, waits: 2 });
    const page = await people.chief.get(APPROVALS);
    expect(page.text).toContain('Рука Анна Павловна');
    expect((await people.chief.get('/office')).text).toContain('просьбы подтвердить помощь жителю');
    const approve = page.forms().filter(({ action }) => action.endsWith('/approve'));
    expect(approve).toHaveLength(2);
    const others = (await people.other.get(APPROVALS))
      .forms()
      .find(({ action }) => action === approve[0]!.action)!;
    const flashes = await Promise.all([approve[0]!.submit({}), others.submit({})]);
    expect(flashes.map(({ status }) => status)).toEqual([303, 303]);
    const waiting = await world.database.query(
      'SELECT FROM resident_deeds WHERE done_at IS NULL AND refused_at IS NULL',
    );
    expect(waiting).toHaveLength(1);
    const refuse = (await people.chief.get(APPROVALS)).html
      .querySelector('a[href$="/refuse"]')!
      .getAttribute('href')!;
    const asked = (await people.chief.get(refuse)).form(refuse);
    const unsaid = await asked.submit({ reason: ' ' });
    expect([unsaid.status, unsaid.errors]).toEqual([422, ['Напишите причину']]);
    const reason = 'Паспорт просрочен: пусть придёт с новым';
    expect((await (await asked.submit({ reason })).follow()).text).toContain('Отказано');
    expect((await people.chief.get(APPROVALS)).text).toContain('Никто не просит');
    // the same once more, by an administrator who came too late
    expect((await (await asked.submit({ reason })).follow()).text).toContain('Это уже решено');
    const today = (await hand.get('/office')).text.replace(/\s+/g, ' ');
    expect(today).toContain('вашей просьбе администратор отказал');
    expect(today).toContain(`«${reason}»`);
    expect((await people.other.get('/office')).text).not.toContain(reason);
    const [whose] = await world.database.query<{ id: string }>(
      'SELECT user_id AS id FROM refused_wishes WHERE reason = $1',
      [reason],
    );
    const card = `/office/residents/${whose!.id}`;
    const shown = await hand.get(card);
    // at the top for who has asked, in the history for all
    expect(shown.text.split(`«${reason}»`)).toHaveLength(3);
    expect((await people.olga.get(card)).text.split(`«${reason}»`)).toHaveLength(2);
    // whoever asks anew is not told of what was before
    await (
      await open(hand, whose!.id, 'email')
    ).submit({ ...PASSPORT, ...toEmail('moved-anew@example.test') });
    expect((await hand.get('/office')).text).not.toContain(reason);
    await world.database.query(
      'UPDATE resident_deeds SET refused_at = now() WHERE user_id = $1 AND done_at IS NULL',
      [whose!.id],
    );
    // a way of its own has its own count
    expect((await submit(hand, ids[7]!, 'slip')).status).toBe(200);
  });

  it('asks for what has become impossible since: the administrator hears so, and it waits no longer', async () => {
    const id = await give('outdated');
    const fields = {
      details: { firstName: 'Анна', middleName: '', lastName: 'Белова', phone: '' },
      version: 7,
    };
    await world.database.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
       SELECT $1, kind, fields, 'паспорт', s.id, now()
       FROM staff s, (VALUES ('details', $2::jsonb), ('confirm', '{}')) d (kind, fields) WHERE s.login = 'olga'`,
      [id, JSON.stringify(fields)],
    );
    for (const left of [1, 0]) {
      const page = await people.chief.get(APPROVALS);
      const approve = page.forms().find(({ action }) => action.endsWith('/approve'))!;
      const told = await (await approve.submit({})).follow();
      expect(told.text).toContain('Просьба устарела и закрыта: ');
      expect(told.forms().filter(({ action }) => action.endsWith('/approve'))).toHaveLength(left);
    }
    expect(await journal(id)).toEqual(['user.help-closed', 'user.help-closed']);
  });

  it('who was sent away, or asks for nothing any more, has no say: what they asked for is closed, not done', async () => {
    const id = await give('of-one-sent-away');
    await hire(world, 'sent-away', 'operator', 'Ушёл Олег Олегович');
    await world.database.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
       SELECT $1, kind, fields, 'паспорт', s.id, now()
       FROM staff s, (VALUES ('email', '{"email": "taken-over@example.test", "forGood": true}'::jsonb), ('slip', '{}')) d (kind, fields)
       WHERE s.login = 'sent-away'`,
      [id],
    );
    const approvals = await people.chief.get(APPROVALS);
    const stale = approvals.forms().find(({ action }) => action.endsWith('/approve'))!;
    await world.database.query("UPDATE staff SET disabled_at = now() WHERE login = 'sent-away'");
    expect((await people.olga.get(`/office/residents/${id}`)).text).toContain('доступа у него больше нет');
    expect((await (await stale.submit({})).follow()).text).toContain(
      'Просьба устарела и закрыта: у того, кто просил, больше нет доступа',
    );
    await world.database.query(
      "UPDATE staff SET disabled_at = NULL, role = 'moderator' WHERE login = 'sent-away'",
    );
    const page = await people.chief.get(APPROVALS);
    expect(page.text).toContain('У того, кто просил, больше нет доступа: подтвердить это нельзя.');
    const close = page.forms().find(({ action }) => action.endsWith('/close'))!;
    expect(page.html.querySelector(`form[action="${close.action}"] button`)!.text).toBe('Закрыть просьбу');
    expect((await (await close.submit({})).follow()).text).toContain('Просьба закрыта.');
    expect((await (await close.submit({})).follow()).text).toContain('Это уже решено');
    expect(await journal(id)).toEqual(['user.help-closed', 'user.help-closed']);
    const [user] = await world.database.query('SELECT email FROM users WHERE id = $1', [id]);
    expect(user).toEqual({ email: 'of-one-sent-away@example.test' });
    expect((await people.chief.get(APPROVALS)).text).toContain('Никто не просит');
  });

  it('has asked again what waits, where the access was opened before «Закрыть просьбу» was pressed: nothing is done', async () => {
    const id = await give('of-one-back');
    await hire(world, 'came-back', 'operator', 'Вернулся Олег Олегович');
    await world.database.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
       SELECT $1, 'email', '{"email": "taken-back@example.test", "forGood": true}', 'паспорт', id, now()
       FROM staff WHERE login = 'came-back'`,
      [id],
    );
    await world.database.query("UPDATE staff SET disabled_at = now() WHERE login = 'came-back'");
    const close = (await people.chief.get(APPROVALS))
      .forms()
      .find(({ action }) => action.endsWith('/close'))!;
    await world.database.query("UPDATE staff SET disabled_at = NULL WHERE login = 'came-back'");
    const told = await (await close.submit({})).follow();
    expect(told.text).toContain('У того, кто просил, доступ снова есть: подтвердите просьбу или откажите.');
    expect(told.forms().filter(({ action }) => action.endsWith('/approve'))).toHaveLength(1);
    expect(await journal(id)).toEqual([]);
    const [user] = await world.database.query('SELECT email FROM users WHERE id = $1', [id]);
    expect(user).toEqual({ email: 'of-one-back@example.test' });
    // an administrator who was made one later has the same way to close it
    await world.database.query("UPDATE staff SET disabled_at = now() WHERE login = 'came-back'");
    const late = await hire(world, 'made-after', 'administrator', 'Послов Лев Львович');
    await world.database.query("UPDATE staff SET administrator_since = now() WHERE login = 'made-after'");
    const form = (await late.get(APPROVALS)).forms().find(({ action }) => action.endsWith('/close'))!;
    expect((await (await form.submit({})).follow()).text).toContain('Просьба закрыта.');
    expect(await journal(id)).toEqual(['user.help-closed']);
  });

  it('reads one full stop after the initials of whoever asks', async () => {
    const id = await give('of-initials');
    await hire(world, 'initials', 'operator', 'Второй В. В.');
    await world.database.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
       SELECT $1, 'slip', '{}', 'паспорт', id, now() FROM staff WHERE login = 'initials'`,
      [id],
    );
    const [deed] = await world.database.query<{ id: string }>(
      'SELECT id FROM resident_deeds WHERE user_id = $1',
      [id],
    );
    const page = await people.chief.get(`/office/residents/approvals/${deed!.id}/refuse`);
    expect(page.text).toMatch(/просит Второй В\. В\.(?!\.)/);
    await world.database.query('DELETE FROM resident_deeds WHERE id = $1', [deed!.id]);
  });

  it('who was made an administrator after it was asked may say no, not yes', async () => {
    const id = await give('made-later');
    const late = await hire(world, 'made-later-too', 'administrator', 'Позднов Лев Львович');
    await world.database.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
       SELECT $1, 'slip', '{}', 'паспорт', id, now() - interval '1 minute' FROM staff WHERE login = 'olga'`,
      [id],
    );
    await world.database.query("UPDATE staff SET administrator_since = now() WHERE login = 'made-later-too'");
    const page = await late.get(APPROVALS);
    expect(page.text).toContain('до того, как вы стали администратором');
    expect(page.forms().some(({ action }) => action.endsWith('/approve'))).toBe(false);
    const refuse = page.html.querySelector('a[href$="/refuse"]')!.getAttribute('href')!;
    const asked = (await late.get(refuse)).form(refuse);
    const approve = refuse.replace(/refuse$/, 'approve');
    const csrf = asked.value('_csrf')!;
    const told = await (await late.post(approve, { _csrf: csrf })).follow();
    expect(told.text).toContain('вас сделали администратором позже');
    expect((await (await asked.submit({ reason: 'Не похоже на неё' })).follow()).text).toContain('Отказано');
  });

  it('who is an administrator has the same limit and does not agree with oneself', async () => {
    const lone = await hire(world, 'lone', 'administrator', 'Один Иван Ильич');
    const ids: string[] = [];
    for (let n = 1; n <= 6; n += 1) ids.push(await give(`slip-${n}`));
    for (const id of ids.slice(0, 5)) expect((await submit(lone, id, 'slip')).status).toBe(200);
    // the same resident once more is nobody new
    expect((await submit(lone, ids[0]!, 'slip')).status).toBe(200);
    expect((await lone.get(`/office/residents/${ids[0]}/slip`)).text).toContain('вы сегодня уже помогали');
    expect((await lone.get(`/office/residents/${ids[5]}/slip`)).text).toContain(
      'эту просьбу подтвердит администратор',
    );
    const sixth = await submit(lone, ids[5]!, 'slip');
    expect(sixth.status).toBe(303);
    expect((await sixth.follow()).text).toContain('Нужен второй человек');
    const own = await lone.get(APPROVALS);
    expect(own.text).toContain('Об этом просили вы');
    const form = (await people.other.get(APPROVALS))
      .forms()
      .find(({ action }) => action.endsWith('/approve'))!;
    const csrf = (await lone.get('/office')).form('/office/sign-out').value('_csrf')!;
    expect((await (await lone.post(form.action, { _csrf: csrf })).follow()).text).toContain(
      'просили об этом вы сами',
    );
    expect((await (await form.submit({})).follow()).text).toContain('Подтверждено');
    expect((await lone.get(`/office/residents/${ids[5]}`)).text).toContain('распечатайте его');
    expect((await submit(lone, ids[5]!, 'slip')).status).toBe(200);
    expect((await submit(lone, ids[5]!, 'slip')).status).toBe(303);
  });

  it('helps one resident several times, and has four others left: residents are counted, and the form says so', async () => {
    const hand = await hire(world, 'steady', 'operator', 'Стойкая Анна Павловна');
    const id = await give('often');
    const rest = async (of: string) => (await hand.get(`/office/residents/${of}/slip`)).text;
    expect(await rest(id)).toContain('Без администратора за эти сутки: ещё 5 жителей');
    for (let n = 1; n <= 6; n += 1) expect((await submit(hand, id, 'slip')).status).toBe(200);
    expect(await rest(await give('often-too'))).toContain('Без администратора за эти сутки: ещё 4 жителя');
    const late = await wait('often-waits');
    expect((await hand.get(`/office/residents/${late}/remove`)).text).toContain('ещё 5 жителей');
  });

  it('who is none of the window opens none of it', async () => {
    const id = await give('guarded');
    for (const who of [people.rimma, people.marina, people.irma]) {
      for (const job of ['', '/email', '/slip', '/confirm', '/details', '/remove']) {
        expect((await who.get(`/office/residents/${id}${job}`)).status).toBe(403);
      }
      expect((await who.get(APPROVALS)).status).toBe(403);
    }
    expect((await people.olga.get(APPROVALS)).status).toBe(403);
    expect((await people.olga.get('/office/residents/00000000-0000-4000-8000-000000000000')).status).toBe(
      404,
    );
    expect((await people.olga.get('/office/residents/x/email')).status).toBe(404);
  });

  it('finds residents in the one field by name, e-mail and telephone, also who has not confirmed', async () => {
    await wait('sought');
    for (const text of ['sought@example', 'белова sought', 'sought']) {
      const answer = await seek(people.olga, text);
      expect(answer.body).toContain(`/office/residents/${await idOf('sought')}`);
    }
    await world.database.query("UPDATE users SET phone = '+79020000077' WHERE login = 'sought'");
    const number = await seek(people.olga, '8 902 000-00-77');
    expect(number.body).toContain(`/office/residents/${await idOf('sought')}`);
    expect((await seek(people.rimma, 'sought')).body).not.toContain('/office/residents/');
  });
});

describe('«Отвязать» on the card', () => {
  it('names the person and the address, asks for a reason, tells the resident and the journal, and is done once', async () => {
    await give('linked');
    const account = await giveAccount(world, 'linked', '0100002340');
    const card = await people.olga.get(`/office/accounts/${account}`);
    const link = card.html
      .querySelectorAll('.links a')
      .find((one) => one.text.trim() === 'Отвязать')!
      .getAttribute('href')!;
    const page = await people.olga.get(link);
    for (const words of ['Белова Ирина Петровна', 'linked@example.test', '0100002340']) {
      expect(page.text).toContain(words);
    }
    expect((await page.form(link).submit({ reason: '' })).errorOf('reason')).toContain('причину');
    const second = (await people.piter.get(link)).form(link);
    const answers = await Promise.all([
      page.form(link).submit({ reason: 'Продали' }),
      second.submit({ reason: 'Продали' }),
    ]);
    const texts = await Promise.all(answers.map(async (answer) => (await answer.follow()).text));
    expect(texts.filter((text) => text.includes('Письмо с причиной отправлено на'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('уже отвязан'))).toHaveLength(1);
    const letter = await world.mail.waitForLetter({
      to: 'linked@example.test',
      subject: 'Лицевой счет отвязан',
    });
    expect(letter.text).toContain('Продали');
    expect((await people.olga.get(`/office/accounts/${account}`)).text).toMatch(
      /Лицевой счет отвязан: Белова[^;]*Продали/,
    );
    const foreign = link.replace(account, '00000000-0000-4000-8000-000000000000');
    expect((await people.olga.get(foreign)).status).toBe(404);
    expect((await people.rimma.get(link)).status).toBe(403);
  });
});
