import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Client } from './support/client.js';
import { accountId, act, enterOffice, loadDemo } from './support/office.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const WRONG = 'Кодовое слово не подошло. Проверьте его или обратитесь в офис нашей компании.';
let world: World;
let office: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  office = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

async function issue(place: number, maxUses = 1): Promise<string> {
  const id = await accountId(world, place);
  const answer = await act(office, `accounts/records/${id}/issueWord`, {
    maxUses: String(maxUses),
    days: '30',
  });
  return answer.result!.words![0]!.value;
}

async function resident(login: string): Promise<Client> {
  await giveResident(world, login);
  return signIn(world, login);
}

async function typeWord(visitor: Client, word: string) {
  return (await visitor.get('/accounts/link/word')).form('/accounts/link/word').submit({ word });
}

async function link(visitor: Client, word: string) {
  const choice = await (await typeWord(visitor, word)).follow();
  const [first] = choice
    .form('/accounts/link/choose')
    .names()
    .filter((name) => name === 'accounts');
  expect(first).toBe('accounts');
  const ids = choice.html
    .querySelectorAll('input[name="accounts"]')
    .map((input) => input.getAttribute('value')!);
  const finish = await (await choice.form('/accounts/link/choose').submit({ accounts: ids })).follow();
  return finish.form('/accounts/link/finish').submit({});
}

describe('A resident with a code word', () => {
  it('links the account in four steps and sees nothing of it before the last', async () => {
    const visitor = await resident('irina');
    const word = await issue(3);
    const [account] = await world.database.query<{ number: string; owner_name: string }>(
      'SELECT number, owner_name FROM accounts ORDER BY number OFFSET 3 LIMIT 1',
    );
    const step1 = await (await visitor.get('/accounts')).click('Привязать лицевой счет');
    expect(step1.text).toContain('Шаг 1');
    expect(step1.text).toContain('По лицевому счету');
    const step2 = await (await step1.form('/accounts/link').submit({ way: 'account' })).follow();
    expect(step2.text).toContain('Шаг 2');
    expect(step2.text).toContain('УК «Макском»');
    const step3 = await (await step2.form('/accounts/link/word').submit({ word })).follow();
    expect(step3.text).toContain('Шаг 3');
    expect(step3.text).toContain(`•••${account!.number.slice(-4)}`);
    expect(step3.body.toString()).not.toContain(account!.number);
    expect(step3.body.toString()).not.toContain(account!.owner_name);
    const id = await accountId(world, 3);
    const step4 = await (await step3.form('/accounts/link/choose').submit({ accounts: [id] })).follow();
    expect(step4.text).toContain('Шаг 4');
    expect(await world.database.query('SELECT FROM account_links')).toHaveLength(0);
    const page = await (await step4.form('/accounts/link/finish').submit({})).follow();
    expect(page.text).toContain('Лицевой счет привязан');
    expect(page.text).toContain(account!.number);
    expect(page.text).toContain(account!.owner_name);
    expect(page.text).toMatch(/К оплате|Переплата/);
    expect(page.text).toContain('по состоянию на');
    await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Лицевой счет привязан' });
    const cabinet = await (await visitor.get('/accounts')).follow();
    expect(cabinet.link('Привязать ещё один лицевой счет')).toBe('/accounts/link');
  });

  it('may type it in any letter case, with spaces, without the hyphen, or in the Latin layout', async () => {
    const visitor = await resident('types');
    const word = await issue(4);
    const keys = 'йцукенгшщзхъфывапролджэячсмитьбю';
    const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
    const typed = [...word].map((letter) => latin[keys.indexOf(letter)] ?? letter).join('');
    for (const form of [word.toUpperCase(), word.replace('-', ' '), word.replace('-', ''), typed]) {
      expect((await typeWord(visitor, form)).location).toBe('/accounts/link/choose');
    }
  });

  it('gets one answer for a wrong, a spent, an expired and a revoked word', async () => {
    const visitor = await resident('refused');
    const [spent, expired, revoked] = [await issue(5), await issue(6), await issue(7)];
    await link(await resident('spender'), spent);
    const byAccount = (place: number) =>
      accountId(world, place).then((id) =>
        world.database.query<{ code_word_id: string }>(
          'SELECT code_word_id FROM code_word_accounts WHERE account_id = $1',
          [id],
        ),
      );
    const [late] = await byAccount(6);
    await world.database.query(
      "UPDATE code_words SET expires_at = now() - interval '1 second' WHERE id = $1",
      [late!.code_word_id],
    );
    const [gone] = await byAccount(7);
    expect(
      (await act(office, `code-words/records/${gone!.code_word_id}/revoke`, { reason: 'Потеряно' })).status,
    ).toBe(200);
    const pages = [];
    for (const word of ['нетакое-словосов', 'что попало', spent, expired, revoked]) {
      const refused = await typeWord(visitor, word);
      expect([refused.status, refused.errors]).toEqual([422, [WRONG]]);
      pages.push(refused.text.replaceAll(word, ''));
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('cannot skip a step or choose an account that the word does not open', async () => {
    const visitor = await resident('skipper');
    expect((await visitor.get('/accounts/link/choose')).location).toBe('/accounts/link');
    expect((await visitor.get('/accounts/link/finish')).location).toBe('/accounts/link');
    const choice = await (await typeWord(visitor, await issue(8))).follow();
    const csrf = choice.form('/accounts/link/choose').value('_csrf')!;
    const forged = await visitor.post('/accounts/link/choose', {
      _csrf: csrf,
      accounts: await accountId(world, 9),
    });
    expect(forged.errorOf('accounts')).toContain('из списка');
    expect(
      await world.database.query(
        "SELECT FROM account_links l JOIN users u ON u.id = l.user_id WHERE login = 'skipper'",
      ),
    ).toHaveLength(0);
  });

  it('does not spend it at step 2, nor by linking what is linked already', async () => {
    const visitor = await resident('family');
    const word = await issue(10, 2);
    expect((await link(visitor, word)).status).toBe(303);
    const again = await (await typeWord(visitor, word)).follow();
    expect(again.text).toContain('уже привязан');
    const other = await resident('cousin');
    expect((await link(other, word)).status).toBe(303);
    const balance = await (await other.get('/services/balance')).follow();
    const page = await balance.click('← Назад');
    expect(page.text).toContain('Ирина Б.');
    const letter = await world.mail.waitForLetter({
      to: 'family@example.test',
      subject: 'привязан ещё один житель',
    });
    expect(letter.text).toContain('Ирина Б.');
  });
});

describe('A service of an account', () => {
  it('is come back to by a resident who had to link an account first', async () => {
    const visitor = await resident('lida');
    const asked = await visitor.get('/services/readings');
    expect(asked.heading).toBe('Сначала привяжите лицевой счет');
    expect(asked.text).toContain('Чтобы передать показания');
    const step1 = await asked.click('Привязать лицевой счет');
    const step2 = await (await step1.form('/accounts/link').submit({ way: 'account' })).follow();
    const step3 = await (await step2.form('/accounts/link/word').submit({ word: await issue(20) })).follow();
    const id = await accountId(world, 20);
    // the only account of the word is ticked already
    expect(step3.html.querySelectorAll('input[name=accounts][checked]')).toHaveLength(1);
    const step4 = await (await step3.form('/accounts/link/choose').submit({ accounts: [id] })).follow();
    const done = await step4.form('/accounts/link/finish').submit({});
    expect(done.location).toBe('/services/readings');
    expect((await done.follow()).heading).toBe('Показания счетчиков');
  });

  it('asks for which flat, where there are several, and goes on with one tap', async () => {
    const visitor = await resident('landlady');
    for (const place of [21, 22]) await link(visitor, await issue(place));
    const asked = await visitor.get('/services/receipt');
    expect([asked.heading, asked.text]).toEqual([
      'Для какой квартиры?',
      expect.stringContaining('Распечатать квитанцию'),
    ]);
    const ids = await Promise.all([21, 22].map((place) => accountId(world, place)));
    const links = asked.html.querySelectorAll('.flats a').map((each) => each.getAttribute('href'));
    expect(links).toEqual(ids.map((id) => `/accounts/${id}/receipts`));
    expect((await visitor.get(links[1]!)).status).toBe(200);
    const cabinet = await visitor.get('/accounts');
    for (const id of ids) {
      for (const page of ['readings', 'receipts', 'balance']) {
        expect(cabinet.html.querySelector(`a[href="/accounts/${id}/${page}"]`)).not.toBeNull();
      }
    }
  });

  it('does not come back to any other address than that of a service', async () => {
    const visitor = await resident('curious');
    const step1 = await visitor.get('/accounts/link?then=//evil.example');
    const step2 = await (await step1.form('/accounts/link').submit({ way: 'account' })).follow();
    const step3 = await (await step2.form('/accounts/link/word').submit({ word: await issue(23) })).follow();
    const id = await accountId(world, 23);
    const step4 = await (await step3.form('/accounts/link/choose').submit({ accounts: [id] })).follow();
    expect((await step4.form('/accounts/link/finish').submit({})).location).toBe(`/accounts/${id}`);
  });
});

describe('An account', () => {
  it('of somebody else does not exist', async () => {
    const stranger = await resident('stranger');
    const id = await accountId(world, 3);
    const [foreign, missing] = [
      await stranger.get(`/accounts/${id}`),
      await stranger.get('/accounts/00000000-0000-4000-8000-000000000000'),
    ];
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.text).toBe(missing.text);
    expect((await stranger.get('/accounts/not-an-id')).status).toBe(404);
  });

  it('can be unlinked by the resident, and is gone at once', async () => {
    const visitor = await resident('leaver');
    const page = await (await link(visitor, await issue(11))).follow();
    const confirm = await (await page.click('Кто видит этот счет')).click(/твяз/);
    const done = await confirm.form(/unlink/).submit({});
    expect((await done.follow()).text).toContain('отвязан');
    expect((await visitor.get(page.path)).status).toBe(404);
  });

  it('can be unlinked by the office with a reason, which the resident is told', async () => {
    const visitor = await resident('moved');
    const page = await (await link(visitor, await issue(12))).follow();
    const [row] = await world.database.query<{ id: string }>(
      "SELECT l.id FROM account_links l JOIN users u ON u.id = l.user_id WHERE u.login = 'moved'",
    );
    expect((await act(office, `links/records/${row!.id}/unlink`, { reason: '' })).errors).toHaveProperty(
      'reason',
    );
    await act(office, `links/records/${row!.id}/unlink`, { reason: 'Квартира продана' });
    expect((await visitor.get(page.path)).status).toBe(404);
    const letter = await world.mail.waitForLetter({
      to: 'moved@example.test',
      subject: 'Лицевой счет отвязан',
    });
    expect(letter.text).toContain('Квартира продана');
  });
});

describe('The slip', () => {
  it('carries the word and a QR code with it in the fragment of the address', async () => {
    const id = await accountId(world, 20);
    const [house] = await world.database.query<{ id: string }>(
      'SELECT n.house_id AS id FROM accounts a JOIN units n ON n.id = a.unit_id WHERE a.id = $1',
      [id],
    );
    const fields = { choice: 'all', revoke: false, maxUses: '1', days: '30' };
    const answer = await act(office, `houses/records/${house!.id}/issueWords`, fields, randomUUID(), true);
    expect(answer.result!.words).toHaveLength(20);
    const { url, fields: sent } = answer.result!.print!;
    const sheet = await office.post(url, sent);
    expect(sheet.status).toBe(200);
    for (const { value } of answer.result!.words!) {
      expect(sheet.text).toContain(value);
    }
    expect(sheet.html.querySelectorAll('svg').length).toBeGreaterThanOrEqual(20);
    expect((await world.visitor().post(url, sent)).status).not.toBe(200);
    const register = sheet.html.querySelectorAll('.register tbody tr');
    expect(register).toHaveLength(20);
    expect(register[0]!.text).not.toContain(answer.result!.words![0]!.value);
  });

  it('is not issued twice by a double click', async () => {
    const id = await accountId(world, 50);
    const terms = { maxUses: '1', days: '30' };
    const key = 'double-click-double-click';
    const answers = await Promise.all([
      act(office, `accounts/records/${id}/issueWord`, terms, key),
      act(office, `accounts/records/${id}/issueWord`, terms, key),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });
});

describe('Words of a house', () => {
  const terms = { maxUses: '1', days: '30' };
  let house: string;

  /** What the office is told before anything is done, or what is done. */
  const forHouse = (action: string, fields: Record<string, unknown>, confirmed = false) =>
    act(office, `houses/records/${house}/${action}`, fields, randomUUID(), confirmed);
  const living = () =>
    world.database.query(
      `SELECT w.id, count(*)::integer AS accounts FROM code_words w JOIN code_word_accounts c ON c.code_word_id = w.id
       JOIN account_places a ON a.id = c.account_id
       WHERE a.house_id = $1 AND w.revoked_at IS NULL AND w.used_count < w.max_uses GROUP BY w.id`,
      [house],
    );

  beforeAll(async () => {
    const id = await accountId(world, 45);
    [{ id: house }] = (await world.database.query<{ id: string }>(
      'SELECT house_id AS id FROM account_places WHERE id = $1',
      [id],
    )) as [{ id: string }];
    await world.database.query('UPDATE code_words SET revoked_at = now(), revoked_by = issued_by');
  });

  it('go to those who have not linked their account, and the number is told before', async () => {
    const visitor = await resident('neighbour');
    await link(visitor, await issue(45));
    await issue(46);
    const form = await office.get(`/admin/api/resources/houses/records/${house}/issueWords`);
    const told = await forHouse('issueWords', { ...terms, choice: 'unlinked', revoke: true });
    const [{ open, linked }] = (await world.database.query<{ open: number; linked: number }>(
      `SELECT count(*)::integer AS open, (count(*) FILTER (WHERE EXISTS
         (SELECT FROM active_links l WHERE l.account_id = a.id)))::integer AS linked
       FROM account_places a WHERE house_id = $1 AND NOT closed`,
      [house],
    )) as [{ open: number; linked: number }];
    expect(linked).toBeGreaterThan(0);
    // in the first form, before anything is pressed
    expect((JSON.parse(form.body) as { options: unknown }).options).toEqual({
      choice: {
        unlinked: `Только непривязанным (${open - linked})`,
        all: `Всем открытым лицевым счетам (${open})`,
      },
    });
    expect(told.result!.lines).toEqual([
      `Слова получат ${open - linked} из ${open} открытых лицевых счетов дома.`,
      `Уже привязаны и слова не получат: ${linked}.`,
      'Действующее слово уже есть у 1 из них. Прежние слова будут отозваны.',
    ]);
    expect(await living()).toHaveLength(1);
    const done = await forHouse('issueWords', { ...terms, choice: 'unlinked', revoke: true }, true);
    expect(done.result!.words).toHaveLength(open - linked);
    expect(await living()).toHaveLength(open - linked);
  });

  it('can be revoked all at once with a reason; one that opens a flat elsewhere stays', async () => {
    const both = [await accountId(world, 46), await accountId(world, 0)];
    const path = 'code-words/actions/issue';
    const { result } = await act(office, path, { accounts: both, ...terms });
    await act(office, path, { accounts: both, ...terms }, undefined, true, undefined, result!.seen);
    const count = (await living()).length - 1;
    expect((await forHouse('revokeWords', { reason: '' }, true)).errors).toHaveProperty('reason');
    const told = await forHouse('revokeWords', { reason: 'Листки украли' });
    expect(told.result!.lines![0]).toMatch(new RegExp(`^Переста[её]?н[еу]т действовать ${count} слов`));
    expect(told.result!.lines![1]).toMatch(/^Одно слово открывает и счета других домов/);
    expect(await living()).toHaveLength(count + 1);
    const done = await forHouse('revokeWords', { reason: 'Листки украли' }, true);
    expect(done.message).toMatch(new RegExp(`^Отозвано: ${count} слов`));
    expect(await living()).toHaveLength(1);
    const again = await forHouse('revokeWords', { reason: 'Ещё раз' }, true);
    expect(again.errors!['']).toMatch(/^Одно слово открывает/);
  });

  it('are for nobody where everybody has linked, unless the office wants them for all', async () => {
    const user = await resident('owner-of-all');
    expect(user).toBeDefined();
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM users u, account_places a
       WHERE u.login = 'owner-of-all' AND a.house_id = $1 AND NOT a.closed`,
      [house],
    );
    const refused = await forHouse('issueWords', { ...terms, choice: 'unlinked', revoke: false });
    expect(refused.errors!['choice']).toMatch(/^Все лицевые счета этого дома уже привязаны/);
    const all = await forHouse('issueWords', { ...terms, choice: 'all', revoke: false });
    expect(all.result!.confirm).toMatch(/^Выдать \d+ слов/);
  });
});
