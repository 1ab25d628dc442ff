import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { giveLink, giveMember } from './support/household.js';
import { accountId, loadDemo } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident, PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SUBJECT = 'Приглашение в личный кабинет';
let world: World;
let account: string;
let owner: Client;
let guests = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await loadDemo(world);
  account = await accountId(world, 3);
  owner = await giveMember(world, 'owner', account);
});
afterAll(() => world?.stop());

const mail = (login: string): string => `${login}@example.test`;
const newGuest = (): string => `guest-${(guests += 1)}`;

/** Fills the form in; gives the answer. */
async function ask(fields: Record<string, string | boolean>, of = account, by = owner): Promise<Page> {
  const path = `/accounts/${of}/people/invite`;
  return (await by.get(path)).form(path).submit({ role: 'family', ...fields });
}

/** Invites somebody; gives the link of the letter, as a path. */
async function invite(
  login: string,
  fields: Record<string, string | boolean> = {},
  of = account,
  by = owner,
): Promise<string> {
  const answer = await ask({ email: mail(login), ...fields }, of, by);
  expect([answer.status, answer.errors]).toEqual([303, []]);
  const letter = await world.mail.waitForLetter({ to: mail(login), subject: SUBJECT });
  const link = letter.links.find((one) => one.includes('/invitations?to='))!;
  return link.slice(link.indexOf('/invitations'));
}

const accept = async (guest: Client, link: string): Promise<Page> =>
  (await guest.get(link)).form('/invitations').submit({});

/** The page of every refusal. */
async function refused(guest: Client, link: string): Promise<string> {
  const page = await guest.get(link);
  expect([page.status, page.html.querySelector('h1')?.text]).toEqual([404, 'Приглашение не подошло']);
  return page.html.querySelector('main')!.text;
}

async function links(login: string): Promise<{ role: string; sees_money: boolean }[]> {
  return world.database.query(
    `SELECT l.role, l.sees_money FROM active_links l JOIN users u ON u.id = l.user_id WHERE u.login = $1 AND l.account_id = $2`,
    [login, account],
  );
}

describe('An owner', () => {
  it('invites a member of the family, who takes it; both see it, and the owner gets a letter', async () => {
    await giveResident(world, 'oleg');
    const oleg = await signIn(world, 'oleg');
    const link = await invite('oleg');
    const waits = await owner.get(`/accounts/${account}/people`);
    expect(waits.text).toContain('oleg@example.test');
    const offer = await oleg.get(link);
    expect(offer.text).toContain('член семьи');
    const [{ number, owner_name: name }] = (await world.database.query<{
      number: string;
      owner_name: string;
    }>('SELECT number, owner_name FROM accounts WHERE id = $1', [account])) as [
      { number: string; owner_name: string },
    ];
    expect(offer.body.toString()).not.toContain(number);
    expect(offer.body.toString()).not.toContain(name);
    expect(await links('oleg')).toEqual([]);
    const done = await offer.form('/invitations').submit({});
    expect(done.location).toBe(`/accounts/${account}`);
    expect((await done.follow()).text).toContain(number);
    const letter = await world.mail.waitForLetter({
      to: mail('owner'),
      subject: 'К вашему лицевому счету привязан ещё один житель',
    });
    expect(letter.text).toContain('член семьи');
    const people = await owner.get(`/accounts/${account}/people`);
    expect(people.text).toContain('член семьи');
    expect(people.text).not.toContain('oleg@example.test');
  });

  it('says until when a tenant stays, and may tick the money', async () => {
    const late = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    const login = newGuest();
    await giveResident(world, login);
    const guest = await signIn(world, login);
    const done = await accept(guest, await invite(login, { role: 'tenant', until: late, money: true }));
    expect(done.location).toBe(`/accounts/${account}`);
    expect(await links(login)).toEqual([{ role: 'tenant', sees_money: true }]);
    const mine = await guest.get(`/accounts/${account}/people`);
    expect(mine.text).toContain('арендатор, с доступом к деньгам');
    expect(mine.text).not.toContain('владелец,');
  });

  it.each([
    ['no address', { email: '', role: 'family' }, 'email', 'Введите E-mail'],
    ['no e-mail', { email: 'oleg', role: 'family' }, 'email', 'похож на ivanov@mail.ru'],
    ['no role', { email: 'x@example.test', role: '' }, 'role', 'Выберите, кто этот человек'],
    ['an owner', { email: 'x@example.test', role: 'owner' }, 'role', 'Выберите, кто этот человек'],
    ['a tenant for good', { email: 'x@example.test', role: 'tenant' }, 'until', 'последний'],
    [
      'a day that is over',
      { email: 'x@example.test', role: 'tenant', until: '2020-01-01' },
      'until',
      'уже прошёл',
    ],
    [
      'no day at all',
      { email: 'x@example.test', role: 'payer', until: '31 декабря' },
      'until',
      'Такого дня нет',
    ],
    ['the own address', { email: 'OWNER@example.test', role: 'family' }, 'email', 'Это ваш адрес'],
  ])('is told at the field of %s, and what was typed stays', async (_, fields, field, words) => {
    const path = `/accounts/${account}/people/invite`;
    const page = await owner.get(path);
    const answer = await owner.post(path, {
      ...{ _csrf: page.form(path).value('_csrf')!, until: '', money: '' },
      ...fields,
    });
    expect(answer.status).toBe(422);
    expect(answer.errors.join()).toContain(words);
    expect(answer.html.querySelector(`#${field}-error`)?.text).toContain(words);
    expect(answer.form(path).value('email')).toBe(fields.email);
    expect(answer.form(path).value('until')).toBe('until' in fields ? fields.until : '');
  });

  it('takes an invitation back', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const guest = await signIn(world, login);
    const link = await invite(login);
    const offer = await guest.get(link);
    const form = (await owner.get(`/accounts/${account}/people`)).form(/revoke$/);
    expect((await (await form.submit({})).follow()).text).toContain('Приглашение отозвано');
    // the page stands open still
    expect((await offer.form('/invitations').submit({})).status).toBe(404);
    await refused(guest, link);
    expect((await (await form.submit({})).follow()).text).toContain('уже не ждёт');
    expect(await links(login)).toEqual([]);
  });

  it('ends the rights of somebody at once, also while a page of theirs is open, and a letter says so', async () => {
    const login = newGuest();
    const guest = await giveMember(world, login, account, { role: 'family' });
    const readings = await guest.get(`/accounts/${account}/readings`);
    const people = await owner.get(`/accounts/${account}/people`);
    const [row] = await world.database.query<{ id: string }>(
      'SELECT l.id FROM account_links l JOIN users u ON u.id = l.user_id WHERE u.login = $1',
      [login],
    );
    expect(people.body.toString()).toContain(row!.id);
    const ask = await owner.get(`/accounts/${account}/people/${row!.id}/end`);
    expect((await ask.form(/end$/).submit({})).location).toBe(`/accounts/${account}/people`);
    expect((await readings.form(/readings$/).submit({})).status).toBe(404);
    for (const page of ['', '/receipts', '/pay', '/people', '/readings/history']) {
      expect((await guest.get(`/accounts/${account}${page}`)).status).toBe(404);
    }
    const letter = await world.mail.waitForLetter({
      to: mail(login),
      subject: 'Доступ к лицевому счету закрыт',
    });
    expect(letter.text).toContain('доступ закрыл владелец счета');
    expect((await (await ask.form(/end$/).submit({})).follow()).text).toContain('уже закрыт');
  });

  it('cannot end the rights of another owner', async () => {
    await giveResident(world, 'second');
    const link = await giveLink(world, 'second', account);
    expect((await owner.get(`/accounts/${account}/people/${link}/end`)).status).toBe(404);
    const path = `/accounts/${account}/people/invite`;
    const _csrf = (await owner.get(path)).form(path).value('_csrf')!;
    await owner.post(`/accounts/${account}/people/${link}/end`, { _csrf });
    expect(await links('second')).toHaveLength(1);
    await world.database.query('DELETE FROM account_links WHERE id = $1', [link]);
  });
});

describe('A link of an invitation', () => {
  it('leads somebody without a login through the registration to the question, in the same browser', async () => {
    const link = await invite('newcomer');
    const visitor = world.visitor();
    const inside = await visitor.get(link);
    expect(inside.status).toBe(200);
    expect(inside.text).toContain('с тем E-mail');
    const form = (await visitor.get(inside.link('Зарегистрироваться'))).form('/auth/registration');
    expect((await form.submit(registration('newcomer'))).status).toBe(303);
    const letter = await world.mail.waitForLetter({
      to: mail('newcomer'),
      subject: 'Подтверждение регистрации',
    });
    await visitor.get(letter.links[0]!);
    const enter = (await visitor.get('/auth/')).form('/auth/login');
    const cabinet = await enter.submit({ login: 'newcomer', password: PASSWORD });
    const offer = await cabinet.follow();
    expect(offer.text).toContain('Вас пригласили');
    expect((await offer.form('/invitations').submit({})).location).toBe(`/accounts/${account}`);
    expect(await links('newcomer')).toEqual([{ role: 'family', sees_money: false }]);
  });

  it('leads somebody with a login through the sign-in', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const link = await invite(login);
    const visitor = world.visitor();
    const inside = await visitor.get(link);
    const enter = (await visitor.get(inside.link('Войти'))).form('/auth/login');
    const answer = await enter.submit({ login, password: PASSWORD });
    expect(answer.location).toBe(link);
    expect((await answer.follow()).text).toContain('Принять приглашение');
  });

  it('opened again leads whoever has taken it to the account', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const guest = await signIn(world, login);
    const link = await invite(login);
    await accept(guest, link);
    const again = await guest.get(link);
    expect(again.location).toBe(`/accounts/${account}`);
    expect((await again.follow()).status).toBe(200);
  });

  it('that is not for whoever has come by it is said once in the cabinet, and is no page of an error', async () => {
    const link = await invite(newGuest());
    const login = newGuest();
    await giveResident(world, login);
    const visitor = world.visitor();
    await visitor.get(link);
    const cabinet = await (await signIn(world, login, visitor)).get('/accounts');
    expect(cabinet.status).toBe(200);
    expect(cabinet.text).toContain('Приглашение, по которому вы пришли, не подошло');
    expect((await visitor.get('/accounts')).text).not.toContain('не подошло');
  });

  it('says the same to strangers whether it is good, spent or made up', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const link = await invite(login);
    const texts = new Set<string>();
    const stranger = async (): Promise<void> => {
      const page = await world.visitor().get(link);
      texts.add(page.html.querySelector('main')!.text);
    };
    await stranger();
    await accept(await signIn(world, login), link);
    await stranger();
    texts.add(
      (
        await world
          .visitor()
          .get(`/invitations?to=${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}.${'a'.repeat(43)}`)
      ).html.querySelector('main')!.text,
    );
    expect(texts.size).toBe(1);
  });

  it('is refused alike for whatever reason: used, forwarded, too late, cut short, made up, of an owner elsewhere', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const guest = await signIn(world, login);
    const used = await invite(login);
    await (await accept(guest, used)).follow();
    const other = await giveMember(world, newGuest(), await accountId(world, 5));
    // whoever has left since has taken it, and it opens nothing
    const left = newGuest();
    await giveResident(world, left);
    const leaver = await signIn(world, left);
    const taken = await invite(left);
    await (await accept(leaver, taken)).follow();
    await world.database.query(
      `UPDATE account_links SET ended_at = now(), ended_by = 'owner'
       WHERE user_id = (SELECT id FROM users WHERE login = $1)`,
      [left],
    );
    const forwarded = await invite(newGuest());
    const lateGuest = newGuest();
    await giveResident(world, lateGuest);
    const late = await invite(lateGuest);
    await world.database.query(
      "UPDATE household_invitations SET expires_at = now() - interval '1 second' WHERE email = $1",
      [mail(lateGuest)],
    );
    const lateOne = await signIn(world, lateGuest);
    const texts = new Set([
      await refused(other, used),
      await refused(leaver, taken),
      await refused(other, forwarded),
      await refused(lateOne, late),
      await refused(lateOne, late.slice(0, -1)),
      await refused(lateOne, `${late.slice(0, -2)}xx`),
      await refused(lateOne, '/invitations'),
      await refused(lateOne, `/invitations?to=${encodeURIComponent("';DROP TABLE users;--")}`),
      await refused(lateOne, '/invitations?to=a&to=b'),
    ]);
    expect([...texts]).toHaveLength(1);
    const offered = (await owner.get(`/accounts/${account}/people`)).form(/invite|revoke/);
    for (const to of [late, forwarded, 'x', ''].map((one) => one.split('to=').pop()!)) {
      const answer = await lateOne.post('/invitations', {
        _csrf: (await lateOne.get('/profile')).form('/auth/logout').value('_csrf')!,
        to,
      });
      expect(answer.status).toBe(404);
    }
    expect(offered.value('_csrf')).toBeDefined();
  });

  it('is void when its owner is one no more, and when the account is closed', async () => {
    const flat = await accountId(world, 7);
    const login = newGuest();
    await giveResident(world, login);
    const guest = await signIn(world, login);
    const seller = await giveMember(world, 'seller', flat);
    const link = await invite(login, {}, flat, seller);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [flat]);
    await refused(guest, link);
    await world.database.query('UPDATE accounts SET closed = false WHERE id = $1', [flat]);
    const offer = await guest.get(link);
    const leave = await seller.get(`/accounts/${flat}/unlink`);
    expect((await leave.form(/unlink/).submit({})).status).toBe(303);
    expect((await offer.form('/invitations').submit({})).status).toBe(404);
    await refused(guest, link);
  });

  it('is replaced by the next one to the same address', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const guest = await signIn(world, login);
    const first = await invite(login);
    const [second] = await Promise.all([ask({ email: mail(login).toUpperCase(), role: 'payer' })]);
    expect(second.status).toBe(303);
    await refused(guest, first);
    const [row] = await world.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM household_invitations
       WHERE email_key = $1 AND revoked_at IS NULL AND accepted_at IS NULL`,
      [mail(login)],
    );
    expect(row!.count).toBe(1);
  });
});

describe('Two at once', () => {
  it('take an invitation once', async () => {
    const login = newGuest();
    await giveResident(world, login);
    const link = await invite(login);
    const browsers = await Promise.all([1, 2, 3, 4].map(() => signIn(world, login)));
    const pages = await Promise.all(browsers.map((browser) => browser.get(link)));
    const answers = await Promise.all(pages.map((page) => page.form('/invitations').submit({})));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    const rows = await world.database.query(
      'SELECT FROM account_links l JOIN users u ON u.id = l.user_id WHERE u.login = $1',
      [login],
    );
    expect(rows).toHaveLength(1);
    const letters = await world.database.query(
      "SELECT FROM letters WHERE kind = 'account-linked' AND recipient = $1",
      [mail(login)],
    );
    expect(letters).toHaveLength(1);
  });

  it('owners who leave at the same moment leave one of them, while others see the account', async () => {
    const flat = await accountId(world, 9);
    const one = await giveMember(world, 'leaver-1', flat);
    const two = await giveMember(world, 'leaver-2', flat);
    await giveMember(world, 'stays', flat, { role: 'family' });
    const pages = await Promise.all([one, two].map((client) => client.get(`/accounts/${flat}/unlink`)));
    const answers = await Promise.all(pages.map((page) => page.form(/unlink/).submit({})));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const rest = answers[0]!.status === 409 ? one : two;
    const told = await rest.get(`/accounts/${flat}/unlink`);
    expect([told.status, told.text.includes('единственный владелец')]).toEqual([409, true]);
    const owners = await world.database.query(
      "SELECT FROM active_links WHERE account_id = $1 AND role = 'owner'",
      [flat],
    );
    expect(owners).toHaveLength(1);
  });

  it('an acceptance and the leaving of the only owner never leave a member without an owner', async () => {
    for (let round = 0; round < 4; round += 1) {
      const flat = await accountId(world, 10 + round);
      const login = newGuest();
      await giveResident(world, login);
      const guest = await signIn(world, login);
      const alone = await giveMember(world, `alone-${round}`, flat);
      const link = await invite(login, {}, flat, alone);
      const offer = await guest.get(link);
      const leave = await alone.get(`/accounts/${flat}/unlink`);
      await Promise.all([offer.form('/invitations').submit({}), leave.form(/unlink/).submit({})]);
      const left = await world.database.query<{ role: string }>(
        'SELECT role FROM active_links WHERE account_id = $1',
        [flat],
      );
      expect(left.length === 0 || left.some(({ role }) => role === 'owner')).toBe(true);
    }
  });
});

describe('Somebody who got hold of an address before its owner', () => {
  it('cannot take an invitation with a registration that nobody has confirmed', async () => {
    const login = newGuest();
    const attacker = world.visitor();
    const form = (await attacker.get('/auth/?register=yes')).form('/auth/registration');
    await form.submit({ ...registration(`${login}-thief`), email: mail(login) });
    await world.mail.waitForLetter({ to: mail(login), subject: 'Подтверждение регистрации' });
    const link = await invite(login);
    await attacker.get(link);
    const enter = (await attacker.get('/auth/')).form('/auth/login');
    expect((await enter.submit({ login: `${login}-thief`, password: PASSWORD })).status).not.toBe(303);
    // the owner of the address registers, and the invitation is theirs
    await register(world, login);
    const rightful = await signIn(world, login);
    expect((await accept(rightful, link)).location).toBe(`/accounts/${account}`);
    expect(await links(`${login}-thief`)).toEqual([]);
  });

  it('cannot take it with a change of address that waits', async () => {
    const login = newGuest();
    const attacker = await giveMember(world, `${login}-thief`, await accountId(world, 6));
    await attacker.get('/profile/email');
    await (
      await attacker.get('/profile/email')
    )
      .form('/profile/email')
      .submit({ email: mail(login), current: PASSWORD });
    await refused(attacker, await invite(login));
    expect(await links(`${login}-thief`)).toEqual([]);
  });

  it('cannot take it in a session that was begun before the address changed hands', async () => {
    const login = newGuest();
    await giveResident(world, `${login}-before`);
    const old = await signIn(world, `${login}-before`);
    const link = await invite(`${login}-before`);
    const offer = await old.get(link);
    await world.database.query(
      "UPDATE users SET email = 'elsewhere@example.test', email_key = 'elsewhere@example.test' WHERE login = $1",
      [`${login}-before`],
    );
    expect((await offer.form('/invitations').submit({})).status).toBe(404);
    await refused(old, link);
  });
});
