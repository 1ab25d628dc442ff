import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { Office } from './support/exchange.js';
import { parseHtml, visibleText } from './support/html.js';
import type { Letter } from './support/letter.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

const SUBJECT = 'Новая квитанция';
const MONTHS = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ');

/** Who has linked the account $1. */
const OWNER = '(SELECT user_id FROM account_links WHERE account_id = $1)';

let world: World;
let office: Office;
let folder: string;
/** The month before this one, `2026-10`, and in words. */
let month: string;
let title: string;
let number = 500_000_000;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  office = await Office.open(0, world.database);
  folder = await mkdtemp(join(tmpdir(), 'kabinet-letters-test-'));
  for (const login of ['irina', 'petr']) await giveResident(world, login);
  const [row] = await world.database.query<{ month: string }>(
    "SELECT to_char((now() AT TIME ZONE 'Asia/Irkutsk') - interval '1 month', 'YYYY-MM') AS month",
  );
  month = row!.month;
  title = `${MONTHS[Number(month.slice(5)) - 1]!} ${month.slice(0, 4)}`;
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await office?.close();
  await world?.stop();
});

beforeEach(async () => {
  for (const login of ['irina', 'petr']) await switchOff(login);
  world.mail.clear();
});

async function switchOn(login: string): Promise<Client> {
  const visitor = await signIn(world, login);
  const form = (await visitor.get('/profile/letters')).form('/profile/letters/receipts');
  expect((await form.submit({ consent: true })).location).toBe('/profile');
  return visitor;
}

async function switchOff(login: string): Promise<void> {
  await world.database.query(
    "DELETE FROM notification_preferences WHERE topic = 'receipts' AND user_id = (SELECT id FROM users WHERE login = $1)",
    [login],
  );
  await world.database.query(
    `UPDATE consents SET withdrawn_at = now() WHERE document = 'receipt-letters' AND withdrawn_at IS NULL
       AND user_id = (SELECT id FROM users WHERE login = $1)`,
    [login],
  );
}

/** An account of irina's; its number. */
async function account(): Promise<{ id: string; number: string }> {
  number += 1;
  const text = `0${number}`;
  return { id: await giveAccount(world, 'irina', text), number: text };
}

/** What the office loads for a month: one service, so that each document asks for this sum. Gives the file and the number of the load. */
async function load(
  accounts: string | string[],
  roubles = '1234.56',
  period = month,
): Promise<{ file: string; batch: string }> {
  const rows = [accounts]
    .flat()
    .map((it) => `${it};${period};Отопление;Гкал;1;${roubles};${roubles};${roubles}`);
  const file = join(folder, `${randomUUID()}.csv`);
  await writeFile(file, `account;period;service;unit;volume;tariff;charged;total\n${rows.join('\n')}\n`);
  return { file, batch: await loadFile(file) };
}

async function loadFile(file: string): Promise<string> {
  const { code, output } = await office.import('charges', file);
  if (code !== 0) throw new Error(output);
  const [batch] = await world.database.query<{ id: string }>('SELECT max(id) AS id FROM batches');
  return batch!.id;
}

async function undo(batch: string): Promise<void> {
  const { code, output } = await office.import('undo', batch);
  if (code !== 0) throw new Error(output);
}

/** Whether the mail server has refused the letter about an account for now. */
async function tried(number: string): Promise<boolean | undefined> {
  const [row] = await world.database.query<{ tried: boolean }>(
    "SELECT last_error IS NOT NULL AS tried FROM letters WHERE kind = 'receipt' AND data->>'number' = $1",
    [number],
  );
  return row?.tried;
}

async function letter(to = 'irina'): Promise<Letter> {
  return world.mail.waitForLetter({ to: `${to}@example.test`, subject: SUBJECT });
}

async function noLetter(to = 'irina'): Promise<void> {
  await lettersAreOut(world);
  await world.mail.noLetter({ to: `${to}@example.test`, subject: SUBJECT, within: 50 });
}

describe('Who has switched letters about new receipts on', () => {
  it('gets one when the office has loaded the charges, with what to pay and where to look', async () => {
    const irina = await switchOn('irina');
    const { id, number } = await account();
    await load(number);
    const it = await letter();
    expect(it.subject).toBe(`УК «Макском»: ${SUBJECT} за ${title}`);
    for (const text of [it.text, visibleText(parseHtml(it.html))]) {
      const plain = text.replaceAll(/\s+/g, ' ');
      expect(plain).toContain(
        `готова квитанция за ${title} по лицевому счету ${number}, г. Иркутск, ул. Квитанций`,
      );
      expect(plain).toContain('К оплате: 1 234,56 ₽');
      expect(plain).toMatch(/Оплатите до \d{1,2} [а-я]+ 20\d\d включительно/);
    }
    const page = it.links.find((link) => link.endsWith(`/accounts/${id}/receipts/${month}`))!;
    expect((await irina.get(page)).text).toContain('1 234,56');
    const pdf = await irina.get(it.links.find((link) => link.endsWith(`/receipts/${month}/pdf`))!);
    expect(pdf.headers['content-type']).toContain('application/pdf');
    expect(it.raw).not.toContain('application/pdf');
  });

  it('comes through the sign-in page to the receipt', async () => {
    await switchOn('irina');
    const { number } = await account();
    await load(number);
    const page = (await letter()).links.find((link) => link.endsWith(`/receipts/${month}`))!;
    const stranger = world.visitor();
    const door = await (await stranger.get(page)).follow();
    const answer = await door.form('/auth/login').submit({ login: 'irina', password: PASSWORD });
    expect(page.endsWith(answer.location!)).toBe(true);
    expect((await answer.follow()).text).toContain('1 234,56');
  });

  it('reads of an overpayment that nothing is to be paid', async () => {
    await switchOn('irina');
    const { number } = await account();
    await load(number, '-1234.56');
    const plain = (await letter()).text.replaceAll(/\s+/g, ' ');
    expect(plain).toContain('Переплата: 1 234,56 ₽');
    expect(plain).toContain('Платить ничего не нужно');
    expect(plain).not.toContain('Оплатите до');
  });

  it('gets no second letter about the same month, though the load is taken back and loaded again', async () => {
    await switchOn('irina');
    const { number } = await account();
    const { file, batch } = await load(number);
    await letter();
    await undo(batch);
    await loadFile(file);
    await load(number, '999.00');
    await noLetter();
  });

  it('gets none about a load that was taken back before the letter has left, and one when it comes again', async () => {
    await switchOn('irina');
    const { number } = await account();
    world.mail.behave({ refuse: 451 });
    const { batch } = await load(number, '999.00');
    const waiting = () =>
      world.database.query("SELECT FROM letters WHERE kind = 'receipt' AND data->>'number' = $1", [number]);
    await eventually(async () => (await tried(number)) === true);
    await undo(batch);
    expect(await waiting()).toEqual([]);
    world.mail.behave();
    await load(number);
    expect((await letter()).text.replaceAll(/\s/g, ' ')).toContain('1 234,56 ₽');
    await noLetter();
  });

  it('reads the sum of the newer document, when the letter still waited as the month was replaced', async () => {
    await switchOn('irina');
    const { number } = await account();
    world.mail.behave({ refuse: 451 });
    await load(number, '999.00');
    await eventually(async () => (await tried(number)) === true);
    await load(number, '1234.56');
    world.mail.behave();
    expect((await letter()).text.replaceAll(/\s/g, ' ')).toContain('1 234,56 ₽');
    await noLetter();
  });

  it('reads the sum that holds again, when the replacement is taken back while the letter waits', async () => {
    await switchOn('irina');
    const { number } = await account();
    world.mail.behave({ refuse: 451 });
    await load(number, '1234.56');
    await eventually(async () => (await tried(number)) === true);
    const { batch } = await load(number, '999.00');
    await undo(batch);
    world.mail.behave();
    expect((await letter()).text.replaceAll(/\s/g, ' ')).toContain('1 234,56 ₽');
    await noLetter();
  });

  it('gets none about months long past', async () => {
    await switchOn('irina');
    const { number } = await account();
    await load(number, '1234.56', '2025-03');
    await noLetter();
  });

  it('gets none about an account that is closed or is not theirs any more', async () => {
    await switchOn('irina');
    const [closed, unlinked] = [await account(), await account()];
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [closed.id]);
    const visitor = await signIn(world, 'irina');
    await (await visitor.get(`/accounts/${unlinked.id}/unlink`)).form(/unlink/).submit();
    await load([closed.number, unlinked.number]);
    await noLetter();
  });

  it('gets none about an account that was closed while the letter waited', async () => {
    await switchOn('irina');
    const closed = await account();
    const open = await account();
    world.mail.behave({ refuse: 451 });
    await load([closed.number, open.number]);
    await eventually(
      async () => (await tried(closed.number)) === true && (await tried(open.number)) === true,
    );
    const file = join(folder, `${randomUUID()}.csv`);
    const lines = [closed, open].map(({ number }) => `${number};г. Иркутск, ул. Квитанций, д. ${number};15`);
    await writeFile(file, `account;address;unit;closed\n${lines[0]!};да\n${lines[1]!};нет\n`);
    expect((await world.product.cli(['import', 'accounts', file])).code).toBe(0);
    world.mail.behave();
    const rows = await world.database.query(
      `SELECT cancelled_at IS NOT NULL AS cancelled, data IS NULL AS erased FROM letters
       WHERE kind = 'receipt' AND split_part(about, ' ', 1) = ANY ($1) ORDER BY split_part(about, ' ', 1) = $2`,
      [[closed.id, open.id], open.id],
    );
    expect(rows).toEqual([
      { cancelled: true, erased: true },
      { cancelled: false, erased: false },
    ]);
    await world.database.query("UPDATE letters SET next_attempt_at = now() WHERE kind = 'receipt'");
    expect((await letter()).text).toContain(open.number);
    world.mail.clear();
    await noLetter();
  });

  // What happens while a load is under way does not see the letters of that load, and cannot withdraw them.
  it.each([
    ['whose account was closed', 'UPDATE accounts SET closed = true WHERE id = $1'],
    [
      'whose account was unlinked',
      "UPDATE account_links SET ended_at = now(), ended_by = 'resident' WHERE account_id = $1",
    ],
    ['who was blocked', `UPDATE users SET status = 'blocked' WHERE id = ${OWNER}`],
    ['who switched them off', `DELETE FROM notification_preferences WHERE user_id = ${OWNER}`],
  ])('gets none %s while the load was under way', async (_, change) => {
    await switchOn('irina');
    const { id, number } = await account();
    world.mail.behave({ refuse: 451 });
    await load(number);
    await eventually(async () => (await tried(number)) === true);
    await world.database.query(change, [id]);
    world.mail.behave();
    await world.database.query("UPDATE letters SET next_attempt_at = now() WHERE kind = 'receipt'");
    const state = () =>
      world.database.query<{ cancelled: boolean }>(
        `SELECT cancelled_at IS NOT NULL AND data IS NULL AS cancelled, sent_at FROM letters
         WHERE kind = 'receipt' AND starts_with(about, $1)`,
        [id],
      );
    await eventually(async () => (await state())[0]!.cancelled).catch(() => undefined);
    expect(await state()).toEqual([{ cancelled: true, sent_at: null }]);
    await world.database.query("UPDATE users SET status = 'active' WHERE login = 'irina'");
    await noLetter();
  });

  it('keeps it to themselves: another resident of the account gets none', async () => {
    await switchOn('irina');
    const { id, number } = await account();
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'petr'",
      [id],
    );
    await load(number);
    await letter();
    await noLetter('petr');
  });

  it('gets none while the cabinet is blocked', async () => {
    await switchOn('irina');
    const { number } = await account();
    await world.database.query("UPDATE users SET status = 'blocked' WHERE login = 'irina'");
    await load(number).finally(() =>
      world.database.query("UPDATE users SET status = 'active' WHERE login = 'irina'"),
    );
    await noLetter();
  });
});

describe('The switch in the profile', () => {
  it('is off for who has registered, and wants a consent of its own', async () => {
    const visitor = await signIn(world, 'irina');
    expect((await visitor.get('/profile')).text).toContain('Письма о новых квитанциях не приходят');
    const page = await visitor.get('/profile/letters');
    expect(page.form('/profile/letters/receipts').value('consent')).toBeUndefined();
    const refused = await page.form('/profile/letters/receipts').submit();
    expect(refused.status).toBe(422);
    expect(refused.errorOf('consent')).toBe('Отметьте согласие, чтобы включить письма');
    const document = await refused.click(/согласие на получение писем/);
    expect(document.heading).toBe('Согласие на получение писем о новых квитанциях');
    expect(document.text).toContain('Редакция от 23 ноября 2026');
  });

  it('keeps the consent with its time and address, and when it was withdrawn', async () => {
    const visitor = await switchOn('irina');
    expect((await visitor.get('/profile')).text).toContain('Письма о новых квитанциях приходят');
    const kept = () =>
      world.database.query<{ version: string; ip: string; live: boolean }>(
        `SELECT c.version, ip, withdrawn_at IS NULL AS live FROM consents c JOIN users u ON u.id = c.user_id
         WHERE login = 'irina' AND document = 'receipt-letters' AND given_at > now() - interval '1 minute'
         ORDER BY given_at DESC LIMIT 1`,
      );
    expect(await kept()).toEqual([{ version: '2026-11-23', ip: '127.0.0.0', live: true }]);
    const form = (await visitor.get('/profile/letters')).form('/profile/letters/receipts/off');
    const page = await (await form.submit()).follow();
    expect(page.text).toContain('Письма о новых квитанциях отключены');
    expect(await kept()).toEqual([{ version: '2026-11-23', ip: '127.0.0.0', live: false }]);
  });

  it('is pressed twice without harm', async () => {
    const visitor = await signIn(world, 'irina');
    const form = (await visitor.get('/profile/letters')).form('/profile/letters/receipts');
    await Promise.all([form.submit({ consent: true }), form.submit({ consent: true })]);
    const rows = await world.database.query(
      `SELECT FROM consents c JOIN users u ON u.id = c.user_id
       WHERE login = 'irina' AND document = 'receipt-letters' AND withdrawn_at IS NULL`,
    );
    expect(rows).toHaveLength(1);
    const off = (await visitor.get('/profile/letters')).form('/profile/letters/receipts/off');
    const answers = await Promise.all([off.submit(), off.submit()]);
    expect(answers.map(({ location }) => location)).toEqual(['/profile', '/profile']);
  });

  it('switched off stops the letters', async () => {
    const visitor = await switchOn('irina');
    await (await visitor.get('/profile/letters')).form('/profile/letters/receipts/off').submit();
    const { number } = await account();
    await load(number);
    await noLetter();
  });

  it('stops also those that wait', async () => {
    const visitor = await switchOn('irina');
    const { number } = await account();
    world.mail.behave({ refuse: 451 });
    await load(number);
    await eventually(async () => (await tried(number)) === true);
    await (await visitor.get('/profile/letters')).form('/profile/letters/receipts/off').submit();
    world.mail.behave();
    const [row] = await world.database.query(
      `SELECT cancelled_at IS NOT NULL AS cancelled, sent_at, data FROM letters WHERE kind = 'receipt'
       ORDER BY created_at DESC LIMIT 1`,
    );
    expect(row).toEqual({ cancelled: true, sent_at: null, data: null });
  });
});

describe('The link that switches the letters off', () => {
  let link: string;

  beforeAll(async () => {
    await switchOn('irina');
    const { number } = await account();
    await load(number);
    const it = await letter();
    link = it.links.find((one) => one.includes('/letters/unsubscribe'))!;
    const headers = it.raw.replaceAll(/\r\n[ \t]+/g, ' ');
    expect(headers).toContain(`List-Unsubscribe: <${link}>\r\n`);
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  });
  beforeEach(async () => {
    await switchOn('irina');
  });

  const isOn = async (): Promise<boolean> => {
    const rows = await world.database.query(
      `SELECT FROM notification_preferences p JOIN users u ON u.id = p.user_id AND u.login = 'irina'
       WHERE p.topic = 'receipts'`,
    );
    return rows.length > 0;
  };
  /** As the server of a mail provider does it: no cookies, no page, another origin. */
  const oneClick = (to: string, headers: Record<string, string> = {}) =>
    world.visitor().post(
      to,
      {},
      {
        body: 'List-Unsubscribe=One-Click',
        headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site', ...headers },
      },
    );

  it('does so by a button, without signing in; opening it changes nothing', async () => {
    const page = await world.visitor().get(link);
    expect(page.heading).toBe('Отключить письма о новых квитанциях?');
    expect(page.text).not.toMatch(/irina|Белова|Ирина/);
    expect(await isOn()).toBe(true);
    const done = await page.form(/unsubscribe/).submit();
    expect(done.status).toBe(200);
    expect(done.heading).toBe('Письма отключены');
    expect(await isOn()).toBe(false);
  });

  it('does so by the one click of a mail program, as often as it likes', async () => {
    for (let click = 0; click < 2; click += 1) {
      const answer = await oneClick(link);
      expect([answer.status, answer.location]).toEqual([200, undefined]);
      expect(await isOn()).toBe(false);
    }
    const boundary = 'x';
    const body = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, origin: 'null' };
    expect((await world.visitor().post(link, {}, { body, headers })).status).toBe(200);
  });

  it('acts for whom it names, not for who is signed in', async () => {
    const petr = await switchOn('petr');
    await (await petr.get(link)).form(/unsubscribe/).submit();
    expect(await isOn()).toBe(false);
    expect((await petr.get('/profile')).text).toContain('Письма о новых квитанциях приходят');
  });

  it('is of no use when it was touched, and does not tell who there is', async () => {
    const url = new URL(link);
    const signed = url.searchParams.get('to')!;
    const touched = [
      '',
      'x',
      signed.slice(0, -2),
      signed.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)),
      `${signed.split('.')[0]}.`,
      '1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ];
    for (const to of touched) {
      const path = `/letters/unsubscribe?${new URLSearchParams({ to }).toString()}`;
      const [opened, posted] = [await world.visitor().get(path), await oneClick(path)];
      expect([opened.status, posted.status]).toEqual([404, 404]);
      expect(opened.heading).toBe('Ссылка не подошла');
    }
    expect((await oneClick('/letters/unsubscribe')).status).toBe(404);
    expect(await isOn()).toBe(true);
  });

  it('opens no other door to foreign pages', async () => {
    for (const path of [
      '/profile/letters/receipts/off',
      '/letters/unsubscribe/',
      '/Letters/Unsubscribe',
      '/letters//unsubscribe',
    ]) {
      expect((await oneClick(`${path}${new URL(link).search}`)).status).toBe(403);
    }
    expect(await isOn()).toBe(true);
  });
});
