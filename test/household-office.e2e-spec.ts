import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { giveLink, giveMember } from './support/household.js';
import { act, hire } from './support/office.js';
import { startProduct } from './support/product.js';
import type { Page } from './support/page.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let olga: Client;
let piter: Client;
let flats = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  piter = await hire(world, 'piter', 'operator', 'Пётр Ли');
});
afterAll(() => world?.stop());

/** A flat with an owner who is signed in. */
async function flat(): Promise<{ account: string; login: string; owner: Client }> {
  const login = `owner-${(flats += 1)}`;
  await giveResident(world, login);
  const account = await giveAccount(world, login, `01000${String(10_000 + flats)}`);
  return { account, login, owner: await signIn(world, login) };
}

async function roles(account: string): Promise<Record<string, string>> {
  const rows = await world.database.query<{ login: string; role: string }>(
    'SELECT u.login, l.role FROM active_links l JOIN users u ON u.id = l.user_id WHERE l.account_id = $1 ORDER BY 1',
    [account],
  );
  return Object.fromEntries(rows.map(({ login, role }) => [login, role]));
}

async function linkOf(login: string, account: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    'SELECT l.id FROM active_links l JOIN users u ON u.id = l.user_id WHERE u.login = $1 AND l.account_id = $2',
    [login, account],
  );
  return row!.id;
}

async function journal(account: string, action: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM audit_events WHERE object_id = $1 AND action = $2',
    [account, action],
  );
  return row!.count;
}

/** Gives a word at the window; returns the page of its slip. */
async function slip(account: string, fields: Record<string, boolean> = {}): Promise<Page> {
  const path = `/office/accounts/${account}/word`;
  const page = await (await olga.get(path)).form(path).submit(fields);
  expect(page.html.querySelectorAll('.slip')).toHaveLength(1);
  return page;
}

/** Goes the four steps with a word. */
async function use(visitor: Client, word: string): Promise<Page> {
  const typed = await (await visitor.get('/accounts/link/word')).form('/accounts/link/word').submit({ word });
  const choice = await typed.follow();
  const ids = choice.html
    .querySelectorAll('input[name="accounts"]')
    .map((input) => input.getAttribute('value')!);
  const finish = await (await choice.form('/accounts/link/choose').submit({ accounts: ids })).follow();
  return finish.form('/accounts/link/finish').submit({});
}

const wordOf = (page: Page): string => page.html.querySelector('.word')!.text.trim();

describe('A word of the office', () => {
  it('makes owners, unless it is given for a member of the family, which its slip says', async () => {
    const { account, login } = await flat();
    const plain = await slip(account);
    expect(plain.text).not.toContain('члена семьи');
    const family = await slip(account, { family: true, revoke: false });
    expect(family.html.querySelector('.slip')!.text).toContain('Для члена семьи владельца');
    for (const [who, page] of [
      [`${login}-wife`, plain],
      [`${login}-son`, family],
    ] as const) {
      await giveResident(world, who);
      expect((await use(await signIn(world, who), wordOf(page))).status).toBe(303);
    }
    expect(await roles(account)).toEqual({
      [login]: 'owner',
      [`${login}-son`]: 'family',
      [`${login}-wife`]: 'owner',
    });
    expect((await olga.get(`/office/accounts/${account}`)).text).toContain('член семьи');
  });

  it('of the panel makes the same, and one that is given anew stays what it was', async () => {
    const { account, login } = await flat();
    await act(olga, `accounts/records/${account}/issueWord`, { maxUses: '1', days: '30', family: true });
    const [word] = await world.database.query<{ id: string; makes: string }>(
      `SELECT w.id, w.makes FROM code_words w JOIN code_word_accounts c ON c.code_word_id = w.id WHERE c.account_id = $1`,
      [account],
    );
    expect(word!.makes).toBe('family');
    const anew = await act(olga, `code-words/records/${word!.id}/issueAnew`, {});
    await giveResident(world, `${login}-mother`);
    await use(await signIn(world, `${login}-mother`), anew.result!.words![0]!.value);
    expect((await roles(account))[`${login}-mother`]).toBe('family');
  });

  it('for owners makes an owner of a member of the family', async () => {
    const { account, login } = await flat();
    const son = await giveMember(world, `${login}-son`, account, { role: 'family' });
    expect((await use(son, wordOf(await slip(account)))).status).toBe(303);
    expect((await roles(account))[`${login}-son`]).toBe('owner');
    const links = await world.database.query(
      'SELECT FROM account_links l JOIN users u ON u.id = l.user_id WHERE u.login = $1',
      [`${login}-son`],
    );
    expect(links).toHaveLength(1);
  });
});

describe('The office', () => {
  it('marks an owner with a ground, which the journal and a letter tell', async () => {
    const { account, login } = await flat();
    const wife = await giveMember(world, `${login}-wife`, account, { role: 'family' });
    const card = await olga.get(`/office/accounts/${account}`);
    const path = `/office/accounts/${account}/people/${await linkOf(`${login}-wife`, account)}/role`;
    expect(card.body.toString()).toContain(path);
    expect((await wife.get(`/accounts/${account}/people/invite`)).status).toBe(403);
    const form = (await olga.get(path)).form(path);
    expect(form.value('role')).toBe('family');
    const refused = await form.submit({ role: 'tenant', ground: '' });
    expect(refused.status).toBe(422);
    expect(refused.errors.join()).toContain('Напишите основание');
    expect(refused.errors.join()).toContain('напишите последний');
    expect(refused.form(path).value('role')).toBe('tenant');
    expect((await form.submit({ role: 'owner', ground: 'Выписка из ЕГРН от 20.11.2026' })).status).toBe(303);
    expect((await roles(account))[`${login}-wife`]).toBe('owner');
    expect((await wife.get(`/accounts/${account}/people/invite`)).status).toBe(200);
    expect(await journal(account, 'household.role-changed')).toBe(1);
    const letter = await world.mail.waitForLetter({
      to: `${login}-wife@example.test`,
      subject: 'Как вы видите лицевой счет',
    });
    expect(letter.text).toContain('вы видите как владелец');
    const history = await olga.get(`/office/accounts/${account}/history`);
    expect(history.text).toContain('было «член семьи», стало «владелец»');
    expect(history.text).toContain('Выписка из ЕГРН от 20.11.2026');
  });

  it('neither unlinks nor demotes the last owner while others see the account, and is told what to do', async () => {
    const { account, login } = await flat();
    await giveMember(world, `${login}-tenant`, account, { role: 'tenant' });
    const link = await linkOf(login, account);
    const unlink = `/office/accounts/${account}/people/${link}/unlink`;
    const refused = await (await olga.get(unlink)).form(unlink).submit({ reason: 'Продал' });
    expect([refused.status, refused.text.includes('единственный владелец')]).toEqual([422, true]);
    const role = `/office/accounts/${account}/people/${link}/role`;
    const demoted = await (await olga.get(role)).form(role).submit({ role: 'payer', ground: 'Заявление' });
    expect([demoted.status, demoted.text.includes('единственный владелец')]).toEqual([422, true]);
    const panel = await act(olga, `links/records/${link}/unlink`, { reason: 'Продал' });
    expect(JSON.stringify(panel.errors)).toContain('единственный владелец');
    expect(await roles(account)).toEqual({ [login]: 'owner', [`${login}-tenant`]: 'tenant' });
  });
});

describe('«Сменился владелец»', () => {
  /** A flat with people of all sorts, a word and an invitation. */
  async function full(): Promise<{ account: string; login: string; people: Client[]; word: string }> {
    const { account, login, owner } = await flat();
    const wife = await giveMember(world, `${login}-wife`, account, { role: 'family' });
    const lodger = await giveMember(world, `${login}-lodger`, account, { role: 'tenant', money: true });
    const word = wordOf(await slip(account));
    const invite = `/accounts/${account}/people/invite`;
    await (
      await owner.get(invite)
    )
      .form(invite)
      .submit({ email: `${login}-aunt@example.test`, role: 'trusted' });
    return { account, login, people: [owner, wife, lodger], word };
  }

  it('ends all that opens the account at once, with a ground, letters and the journal', async () => {
    const { account, login, people, word } = await full();
    // pages that stand open still
    const tokens = await Promise.all(
      people.map(async (person) => (await person.get('/profile')).form('/auth/logout').value('_csrf')!),
    );
    const path = `/office/accounts/${account}/owner-change`;
    const page = await (await olga.get(`/office/accounts/${account}`)).click('Сменился владелец');
    expect(page.text).toContain('член семьи: перестанет видеть счет');
    expect(page.text).toContain('Приглашения, которые ждут: 1');
    expect(page.text).toContain('новое придёт из программы учёта, или исправьте его сами');
    expect(page.html.querySelector('.pane a')!.getAttribute('href')).toBe(
      `/office/accounts/${account}/correct`,
    );
    const refused = await page.form(path).submit({ reason: '' });
    expect([refused.status, refused.errors.join().includes('Напишите основание')]).toEqual([422, true]);
    const done = await refused.form(path).submit({ reason: 'Выписка из ЕГРН от 25.11.2026' });
    expect((await done.follow()).text).toContain(
      'отвязано 3 жителя, отозвано 1 слово, отозвано 1 приглашение',
    );
    for (const [n, person] of people.entries()) {
      const path = `/accounts/${account}/readings`;
      expect((await person.post(path, { _csrf: tokens[n]! })).status).toBe(404);
      expect((await person.get(`/accounts/${account}`)).status).toBe(404);
    }
    await giveResident(world, `${login}-aunt`);
    const aunt = await signIn(world, `${login}-aunt`);
    const letter = await world.mail.waitForLetter({
      to: `${login}-aunt@example.test`,
      subject: 'Приглашение в личный кабинет',
    });
    expect((await aunt.get(letter.links.find((one) => one.includes('invitations'))!)).status).toBe(404);
    const typed = await (await aunt.get('/accounts/link/word')).form('/accounts/link/word').submit({ word });
    expect(typed.status).toBe(422);
    for (const who of ['', '-wife', '-lodger']) {
      const told = await world.mail.waitForLetter({
        to: `${login}${who}@example.test`,
        subject: 'Доступ к лицевому счету закрыт',
      });
      expect(told.text).toContain('сменился владелец');
      expect(told.text).not.toContain('ЕГРН');
      // whoever owned the flat is not sent to its owner
      expect(told.text).toMatch(/Если это ошибка, позвоните нам/);
    }
    // the ground is the office's own word: of whose extract it is, those who are out read nowhere
    for (const person of people) {
      const data = (await person.get('/profile/data')).form('/profile/data');
      const file = await data.submit({ current: PASSWORD }, { button: 'Получить JSON' });
      expect(file.body).toContain('у квартиры сменился владелец');
      expect(file.body).not.toContain('ЕГРН');
    }
    expect(await journal(account, 'household.owner-changed')).toBe(1);
    expect(await journal(account, 'account.unlinked')).toBe(3);
    const history = await olga.get(`/office/accounts/${account}/history`);
    expect(history.text).toContain('Выписка из ЕГРН от 25.11.2026');
    expect((await olga.get(path)).text).toContain('Счет никому не открыт');
  });

  it('is done once by two at once, and nobody slips in meanwhile', async () => {
    const { account, login, word } = await full();
    await giveResident(world, `${login}-late`);
    const late = await signIn(world, `${login}-late`);
    const typed = await (await late.get('/accounts/link/word')).form('/accounts/link/word').submit({ word });
    const choice = await typed.follow();
    const finish = await (
      await choice.form('/accounts/link/choose').submit({ accounts: [account] })
    ).follow();
    const path = `/office/accounts/${account}/owner-change`;
    const forms = [(await olga.get(path)).form(path), (await piter.get(path)).form(path)];
    const [linked, ...answers] = await Promise.all([
      finish.form('/accounts/link/finish').submit({}),
      ...forms.map((form) => form.submit({ reason: 'Договор' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(linked.status).toBeLessThan(500);
    expect(await roles(account)).toEqual({});
    expect(await journal(account, 'household.owner-changed')).toBe(1);
  });

  it('is no business of who only counts or sends out', async () => {
    const { account } = await flat();
    for (const role of ['accountant', 'dispatcher']) {
      const other = await hire(world, `${role}-${account.slice(0, 8)}`, role, 'Сидоров Пётр');
      expect((await other.get(`/office/accounts/${account}/owner-change`)).status).toBe(403);
    }
  });
});

/** A portal that has just started does its chores at once. */
async function chores(check: () => Promise<boolean>): Promise<void> {
  const portal = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url });
  await eventually(check);
  await portal.stop();
}

const ended = (login: string): Promise<{ by: string }[]> =>
  world.database.query(
    `SELECT l.ended_by AS by FROM account_links l JOIN users u ON u.id = l.user_id
     WHERE u.login = $1 AND l.ended_at IS NOT NULL`,
    [login],
  );

describe('Rights whose day has passed', () => {
  it('are closed by the chores, with a line of the journal and a letter', async () => {
    const { account, login } = await flat();
    await giveResident(world, `${login}-lodger`);
    await giveLink(world, `${login}-lodger`, account, { role: 'tenant', until: '-1 hour' });
    await chores(async () => (await ended(`${login}-lodger`)).length === 1);
    expect((await ended(`${login}-lodger`))[0]!.by).toBe('time');
    expect(await journal(account, 'account.unlinked')).toBe(1);
    const letter = await world.mail.waitForLetter({
      to: `${login}-lodger@example.test`,
      subject: 'Доступ к лицевому счету закрыт',
    });
    expect(letter.text).toContain('наступил день');
  });
});

describe('The last owner who removes the cabinet', () => {
  it('takes along whoever saw the account by their leave', async () => {
    const { account, login } = await flat();
    const lodger = await giveMember(world, `${login}-lodger`, account, { role: 'tenant' });
    await world.database.query(
      `UPDATE users SET removal_asked_at = now() - interval '7 days', removal_due_at = now() - interval '1 hour'
       WHERE login = $1`,
      [login],
    );
    await chores(async () => (await ended(`${login}-lodger`)).length === 1);
    expect((await ended(`${login}-lodger`))[0]!.by).toBe('owner');
    const letter = await world.mail.waitForLetter({
      to: `${login}-lodger@example.test`,
      subject: 'Доступ к лицевому счету закрыт',
    });
    expect(letter.text).toContain('удалил свой кабинет');
    expect((await lodger.get(`/accounts/${account}`)).status).toBe(404);
    expect(await roles(account)).toEqual({});
  });
});
