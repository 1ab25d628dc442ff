import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Calendar } from './support/calendar.js';
import type { Client } from './support/client.js';
import { type MailServer, type MailStep, startMailServer } from './support/mail-server.js';
import { act, hire, list, todo } from './support/office.js';
import { type Product, startProduct } from './support/product.js';
import { registration } from './support/resident.js';
import { startWorld, type World } from './support/world.js';
import { eventually, PATIENCE_MS } from './support/eventually.js';

const LOGIN = { user: 'noreply@kabinet.maxkom.ru', password: 'пароль: 100%' };
const OFFICE = 'office@kabinet.maxkom.ru';
const CONFIRMATION = 'Подтверждение регистрации';
const FEEDBACK = 'Новое обращение';

interface Row {
  failed_at: Date | null;
  last_error: string | null;
  fault: string | null;
  attempts: number;
  not_after: Date;
}

let calendar: Calendar;
let world: World;
let second: Product;
let operator: Client;

beforeAll(async () => {
  calendar = await Calendar.open();
  world = await startWorld(
    { THROTTLE_FACTOR: '1000', ...calendar.settings },
    { starttls: true, login: LOGIN },
  );
  operator = await hire(world, 'mailer', 'operator', 'Почтова Ольга');
  second = await startProduct({
    databaseUrl: world.database.url,
    smtpUrl: world.mail.url,
    env: calendar.settings,
  });
});
afterAll(async () => {
  await second?.stop();
  await world?.stop();
  await calendar?.stop();
});

/** Answers from now on; connections that are open know nothing of it. */
async function answers(step: MailStep, answer: string, only?: string): Promise<void> {
  await world.mail.stop();
  world.mail.behave({ answers: { [step]: answer }, only });
  await world.mail.start();
}

async function recovers(): Promise<void> {
  world.mail.behave();
  await rested();
  await tryNow();
}

/** As if the minute were over that an instance leaves the server in peace after refusals. */
async function rested(): Promise<void> {
  await calendar.pass(60_000, world.product, second);
}

/** As if the pause until the next attempt were over. */
async function tryNow(): Promise<void> {
  await world.database.query(
    'UPDATE letters SET next_attempt_at = now() WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL',
  );
}

async function registers(login: string): Promise<string> {
  const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
  expect((await form.submit(registration(login))).status).toBe(303);
  return `${login}@example.test`;
}

/** Of whom only a telephone is known, so that the office alone is written to. */
async function asks(contact = '+7 (914) 000-00-00', name = 'Пётр'): Promise<void> {
  const form = (await world.visitor().get('/')).form('/feedback');
  expect((await form.submit({ name, contact, text: `Когда включат отопление? ${contact}` })).status).toBe(
    303,
  );
}

/** What both instances have logged of letters that did not leave. */
function notSent(): string[] {
  return [...world.product.log(), ...second.log()]
    .map(({ msg }) => String(msg))
    .filter((line) => /^letter \S+ was not sent: /.test(line));
}

/** The letter to an address once it was tried. */
async function tried(
  to: string,
  fits: (row: Row) => boolean = ({ last_error }) => last_error !== null,
  within = PATIENCE_MS,
): Promise<Row> {
  const deadline = Date.now() + within;
  for (;;) {
    const [row] = await world.database.query<Row>(
      'SELECT failed_at, last_error, fault, attempts, not_after FROM letters WHERE recipient = $1 ORDER BY created_at DESC LIMIT 1',
      [to],
    );
    if (row && fits(row)) return row;
    if (Date.now() > deadline) throw new Error(`The letter to ${to}: ${JSON.stringify(row)}`);
    await sleep(50);
  }
}

/** What «Сегодня» says of mail that does not leave. */
async function mailTrouble(): ReturnType<typeof todo> {
  return (await todo(operator)).filter(({ what }) => what === 'Почта: отправка писем');
}

/** As if the trouble had begun a minute ago. */
async function aMinutePasses(): Promise<void> {
  await world.database.query("UPDATE mail_trouble SET since = since - interval '1 minute'");
  await rested();
  await tryNow();
}

describe('A resident whose letter the mail server refuses because of the portal', () => {
  const KEPT: [string, MailStep, string, string][] = [
    ['blocked', 'greeting', '554 5.7.1 Your address is on a list', 'отказывает порталу в соединении'],
    ['busy', 'greeting', '421 4.7.0 Too many connections', 'просит подождать'],
    ['password', 'login', '535 5.7.8 Authentication failed', 'не принимает логин или пароль портала'],
    ['application', 'login', '534 5.7.9 Application password required', 'не принимает логин или пароль'],
    ['encryption', 'login', '538 5.7.11 Encryption required', 'требует защищённого соединения'],
    ['outage', 'login', '454 4.7.0 Temporary authentication failure', 'просит подождать'],
    ['starttls', 'sender', '530 5.7.0 Must issue a STARTTLS command first', 'требует защищённого соединения'],
    [
      'owner',
      'sender',
      '553 5.7.1 Sender address rejected: not owned by user',
      'не принимает адрес отправителя',
    ],
    ['sender', 'sender', '550 5.1.1 No such user', 'не принимает адрес отправителя'],
    ['relay', 'receiver', '554 5.7.1 Relay access denied', 'не соглашается пересылать'],
    ['relay2', 'receiver', '550 relay not permitted', 'не соглашается пересылать'],
    ['unnamed', 'receiver', '530 5.7.0 Authentication required', 'требует логин и пароль'],
    ['policy', 'receiver', '550 5.7.1 Blocked by policy', 'отказывается принимать'],
    ['grey', 'receiver', '450 4.7.1 Greylisted', 'просит подождать'],
    ['rate', 'letter', '451 4.7.1 Rate limit', 'просит подождать'],
    ['spam', 'letter', '550 5.7.1 Message looks like spam', 'отказывается принимать'],
    ['content', 'letter', '554 Transaction failed', 'отказывается принимать'],
  ];

  it.each(KEPT)('gets it when that is put right: %s', async (login, step, answer, text) => {
    await answers(step, answer);
    const row = await tried(await registers(login));
    expect(row).toMatchObject({ failed_at: null, fault: 'server' });
    expect(row.last_error).toContain(text);
    expect(row.last_error).toContain(`Ответ сервера: «${answer.slice(0, 12)}`);
    await recovers();
    await world.mail.waitForLetter({ to: `${login}@example.test`, subject: CONFIRMATION });
  });

  const REFUSED: [string, MailStep, string][] = [
    ['nobody', 'receiver', '550 5.1.1 <nobody@example.test>: User unknown'],
    ['moved', 'receiver', '551 User not local'],
    ['wrong', 'receiver', '553 5.1.3 Bad address syntax'],
    ['inactive', 'receiver', '550 5.2.1 Mailbox disabled'],
    ['late', 'letter', '550 5.1.1 No such user here'],
    ['yandex', 'receiver', '550 5.7.1 No such user!'],
    ['login.relay', 'receiver', '550 Mailbox unavailable: login.relay@example.test'],
  ];
  it.each(REFUSED)('and one whose address is wrong is told apart: %s', async (login, step, answer) => {
    world.mail.behave({ answers: { [step]: answer } });
    const row = await tried(await registers(login), ({ failed_at }) => failed_at !== null);
    expect(row).toMatchObject({ fault: 'receiver', attempts: 1 });
    expect(row.last_error).toContain('отказался принять письмо для этого адреса');
    expect(row.last_error).not.toContain('example.test');
    world.mail.behave();
  });

  it('gets it when the mailbox was full and has been emptied', async () => {
    world.mail.behave({ answers: { receiver: '552 5.2.2 Mailbox full' } });
    const row = await tried(await registers('full'));
    expect(row).toMatchObject({ failed_at: null, fault: 'receiver' });
    await recovers();
    await world.mail.waitForLetter({ to: 'full@example.test', subject: CONFIRMATION });
  });

  it('is not served by plain text where STARTTLS is offered, also on this machine', async () => {
    await world.mail.stop();
    world.mail.behave({ tlsOnly: true });
    await world.mail.start();
    await registers('encrypted');
    const letter = await world.mail.waitForLetter({ to: 'encrypted@example.test' });
    expect(letter.secure).toBe(true);
    expect(world.mail.letters.every(({ secure }) => secure)).toBe(true);
    world.mail.behave();
  });
});

describe('An office whose letters do not leave', () => {
  it('is told on the first page and once in the log, by two instances, until the first letter leaves', async () => {
    await world.database.query('DELETE FROM letters');
    await world.database.query('DELETE FROM mail_trouble');
    const told = () =>
      [...world.product.log(), ...second.log()].filter(({ msg }) =>
        String(msg).startsWith('letters do not leave'),
      );
    const before = told().length;
    await answers('login', '535 5.7.8 Error: authentication failed for somebody@example.test');
    for (const login of ['one', 'two', 'three']) await registers(login);
    for (const login of ['one', 'two', 'three']) await tried(`${login}@example.test`);
    // A mail server that is started anew is no reason to call anybody.
    expect(await mailTrouble()).toEqual([]);

    await aMinutePasses();
    await tried('one@example.test', ({ attempts }) => attempts > 1);
    await tried('two@example.test', ({ attempts }) => attempts > 1);
    const [row] = await mailTrouble();
    expect(row!.late).toBe(true);
    expect(row!.more[0]).toMatch(
      /^Письма не уходят: почтовый сервер не принимает логин или пароль портала, с (\d+ \S+ \d{4}, )?\d\d:\d\d, ждут 3 письма$/,
    );
    expect(row!.more[1]).toBe('Ответ сервера: «535 5.7.8 Error: authentication failed for …»');
    // One refusal lets an instance rest again, so that not all letters are tried each time.
    const again = async () => {
      await rested();
      await tryNow();
      return tried('three@example.test', ({ attempts }) => attempts > 2, 5000).catch(() => undefined);
    };
    for (let times = 0; times < 24; times += 1) if (await again()) break;
    await tried('three@example.test', ({ attempts }) => attempts > 2, 0);
    await sleep(500);
    expect(told().length - before).toBe(1);
    expect(told().at(-1)).toMatchObject({ level: 50 });
    // Pages work, so whoever stands in front must go on sending people here.
    expect((await operator.get('/health/ready', { outage: true })).status).toBe(200);

    await recovers();
    await world.mail.waitForLetter({ to: 'one@example.test' });
    await eventually(async () => (await mailTrouble()).length === 0);
  });

  it('is not shut out by the server for a wrong password tried once for each letter', async () => {
    await world.mail.stop();
    world.mail.behave({ answers: { login: '535 5.7.8 Authentication failed' } });
    await world.database.query(
      `INSERT INTO letters (kind, recipient, subject, data, not_after)
       SELECT 'password-changed', 'many-' || n || '@example.test', 'Пароль изменён', '{}', now() + interval '1 day'
       FROM generate_series(1, 200) n`,
    );
    const before = world.mail.refusedLogins;
    await world.mail.start();
    await eventually(() => world.mail.refusedLogins > before);
    await sleep(8000);
    // Two instances with two connections each, at once and five seconds later.
    const wrong = world.mail.refusedLogins - before;
    expect(wrong).toBeLessThanOrEqual(12);
    world.mail.behave();
    await rested();
    await world.mail.waitForLetter({ to: 'many-200@example.test', within: 60_000 });
    const left = "SELECT count(*)::int AS n FROM letters WHERE recipient LIKE 'many-%' AND sent_at IS NULL";
    const deadline = Date.now() + 60_000;
    const count = async () => (await world.database.query<{ n: number }>(left))[0]!.n;
    while ((await count()) > 8 && Date.now() < deadline) await sleep(200);
    expect(await count()).toBeLessThanOrEqual(8);
    await tryNow();
  });

  /** Refuses these receivers in words that nobody understands, over a minute and four tries. */
  async function refusedOverAMinute(logins: readonly string[]): Promise<void> {
    world.mail.behave({ answers: { receiver: '550 5.7.1 Refused for reason 17' } });
    for (const login of logins) await registers(login);
    for (let tries = 1; tries <= 4; tries += 1) {
      for (const login of logins) {
        await tried(
          `${login}@example.test`,
          ({ attempts, last_error }) => attempts >= tries && last_error !== null,
        );
      }
      await aMinutePasses();
    }
    await sleep(500);
  }

  it('is not alarmed by one wrong address, however often it is tried', async () => {
    await recovers();
    await tried('three@example.test', ({ last_error }) => last_error === null);
    // Refusals of what is still under way would be counted.
    const waiting =
      'SELECT FROM letters WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL';
    await eventually(async () => (await world.database.query(waiting)).length === 0);
    await world.database.query('DELETE FROM letters');
    await world.database.query('DELETE FROM mail_trouble');
    const before = new Set(notSent());
    await refusedOverAMinute(['strange-1']);
    const [trouble] = await world.database.query(
      'SELECT failures, text, answer, receivers, since FROM mail_trouble',
    );
    // What a busy machine did not answer in time is a trouble of its own, and told as such.
    const others = notSent().filter((line) => !before.has(line) && !line.includes('Refused for reason 17'));
    const told = {
      text: 'почтовый сервер отказывается принимать письма портала',
      answer: '550 5.7.1 Refused for reason 17',
    };
    expect(trouble).toEqual({
      failures: 1 + others.length,
      // Of several troubles the last one is told.
      ...(others.length === 0
        ? told
        : { text: trouble?.['text'] as unknown, answer: trouble?.['answer'] as unknown }),
      receivers: [createHash('md5').update('strange-1@example.test').digest('hex')],
      since: expect.any(Date),
    });
    expect(await mailTrouble()).toEqual([]);
    await refusedOverAMinute(['strange-2', 'strange-3']);
    expect((await mailTrouble())[0]?.more[0]).toContain('ждут 3 письма');
    await world.database.query('DELETE FROM letters');
    await world.database.query('DELETE FROM mail_trouble');
    world.mail.behave({ answers: { receiver: '550 5.1.1 No such user' } });
    await registers('wrong-1');
    await tried('wrong-1@example.test', ({ failed_at }) => failed_at !== null);
    world.mail.behave();
  });

  it('tries what one address refuses in strange words for its day, and not for two weeks', async () => {
    world.mail.behave({ answers: { receiver: '550 5.7.1 Refused for reason 17' } });
    await asks();
    const row = await tried(OFFICE, ({ attempts }) => attempts > 1);
    expect(row.not_after.getTime() - new Date(calendar.now()).getTime()).toBeLessThan(86_400_000 + 1000);
    await recovers();
    await world.mail.waitForLetter({ to: OFFICE, subject: FEEDBACK });
  });

  it('loses no receipt that was never tried in a long outage', async () => {
    await answers('login', '535 5.7.8 Authentication failed');
    await asks();
    await tried(OFFICE);
    await world.database.query(
      "UPDATE mail_trouble SET since = now() - interval '4 days', failures = 100, told_at = now()",
    );
    await world.database.query(
      `INSERT INTO letters (kind, recipient, subject, data, created_at, not_after, next_attempt_at, bulk)
       VALUES ('account-linked', 'due@example.test', 'x', '{"accounts":[]}', now() - interval '4 days', now() - interval '1 day', now(), true),
              ('account-linked', 'later@example.test', 'x', '{"accounts":[]}', now() - interval '4 days', now() + interval '1 hour', now() + interval '1 day', true)`,
    );
    const due = await tried('due@example.test');
    expect(due).toMatchObject({ failed_at: null, fault: 'server' });
    world.mail.behave();
    await world.database.query(
      "UPDATE letters SET next_attempt_at = now() WHERE recipient <> 'later@example.test'",
    );
    await world.mail.waitForLetter({ to: 'due@example.test', within: 75_000 });
    const later = await tried(
      'later@example.test',
      ({ not_after }) => not_after.getTime() > Date.now() + 7_200_000,
    );
    expect(later).toMatchObject({ failed_at: null, attempts: 0 });
    await recovers();
  });

  it('loses no letter to the time that passes meanwhile, unless its code has died', async () => {
    await answers('sender', '553 5.7.1 Sender address rejected');
    await asks();
    await tried(OFFICE, ({ attempts, last_error }) => attempts > 0 && last_error !== null);
    await world.database.query(
      "UPDATE letters SET not_after = $2::timestamptz + interval '5 seconds', next_attempt_at = now() WHERE recipient = $1",
      [OFFICE, calendar.now()],
    );
    const row = await tried(OFFICE, ({ not_after }) => not_after.getTime() > Date.now() + 3_600_000);
    expect(row.not_after.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await recovers();
    await world.mail.waitForLetter({ to: OFFICE, subject: FEEDBACK });
  });

  it('sends all that was given up in one go, codes anew, and nothing twice', async () => {
    // What earlier tests have left to the portal would be sent by the button too.
    await world.database.query(
      "DELETE FROM letters WHERE sent_at IS NULL AND fault IS DISTINCT FROM 'receiver'",
    );
    await answers('receiver', '554 5.7.1 Relay access denied');
    await registers('anew');
    await asks();
    await tried('anew@example.test');
    await tried(OFFICE);
    await world.database.query('DELETE FROM letters WHERE sent_at IS NOT NULL');
    // As if the trouble had lasted longer than a letter lives.
    await world.database.query(
      `UPDATE letters SET not_after = now() - interval '1 second', created_at = created_at - interval '15 days', next_attempt_at = now()
       WHERE sent_at IS NULL AND failed_at IS NULL`,
    );
    await tried('anew@example.test', ({ failed_at }) => failed_at !== null);
    await tried(OFFICE, ({ failed_at }) => failed_at !== null);
    world.mail.behave();
    const press = () => act(operator, 'letters/actions/allAgain');
    // What breaks in the middle must not take a letter from the button.
    await world.database.query(
      `CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken by the test'; END $$;
       CREATE TRIGGER break BEFORE INSERT ON audit_events FOR EACH ROW WHEN (NEW.action = 'letter.again') EXECUTE FUNCTION break()`,
    );
    expect((await act(operator, 'letters/actions/allAgain')).status).toBe(500);
    await world.database.query('DROP FUNCTION break CASCADE');
    const [first, other] = await Promise.all([press(), press()]);
    const sums = [first, other].map(({ message }) => Number(/\d+/.exec(message ?? '')?.[0] ?? 0));
    expect(sums.reduce((sum, count) => sum + count)).toBe(2);
    await world.mail.waitForLetter({ to: 'anew@example.test', subject: CONFIRMATION });
    await world.mail.waitForLetter({ to: OFFICE, subject: FEEDBACK });
    expect((await press()).message).toBe('Таких писем нет.');
    await world.mail.noLetter({ to: 'anew@example.test' });
    // That the address is wrong is no matter of settings.
    const states = await list(operator, 'letters', '?filters.state=failed');
    expect(states.map(({ recipient }) => recipient)).toContain('wrong-1@example.test');
  });
});

describe('An answer to a letter', () => {
  it('goes to the office, and that of the office to who has asked', async () => {
    await recovers();
    world.mail.clear();
    await registers('answering');
    const letter = await world.mail.waitForLetter({ to: 'answering@example.test' });
    expect(header(letter.raw, 'Reply-To')).toMatch(/^=\?UTF-8\?\S+\?= <office@kabinet\.maxkom\.ru>$/);
    expect(header(letter.raw, 'From')).toContain('<noreply@kabinet.maxkom.ru>');

    await asks('petr@example.test', 'Пётр');
    const question = await world.mail.waitForLetter({ to: OFFICE, subject: FEEDBACK });
    expect(question.headers.get('reply-to')).toMatchObject({
      value: [{ address: 'petr@example.test', name: 'Пётр' }],
    });
    await asks();
    const call = await world.mail.waitForLetter({ to: OFFICE, subject: FEEDBACK });
    expect(call.headers.get('reply-to')).toMatchObject({ value: [{ address: OFFICE }] });
    for (const { raw } of [letter, question, call]) expect(raw.match(/^Reply-To:/gim)).toHaveLength(1);
  });

  it('is known as one of a person, stands in the thread, and bears the Message-ID of its row', async () => {
    const thread = {
      inReplyTo: '<last@mail.ru>',
      references: ['<first@mail.ru>', 'made up\r\nBcc: x@example.test'],
    };
    const [row] = await world.database.query<{ id: string }>(
      `INSERT INTO letters (kind, recipient, subject, data, not_after)
       VALUES ('feedback-answer', 'vera@example.test', 'Ответ', $1, now() + interval '1 day') RETURNING id`,
      [{ name: 'Вера', question: 'Когда?', answer: 'Завтра', thread }],
    );
    const answer = await world.mail.waitForLetter({ to: 'vera@example.test' });
    expect(answer.messageId).toBe(`<${row!.id}@kabinet.maxkom.ru>`);
    expect(header(answer.raw, 'In-Reply-To')).toBe('<last@mail.ru>');
    expect(header(answer.raw, 'References')).toBe('<first@mail.ru> <last@mail.ru>');
    expect(answer.raw).not.toMatch(/^(?:Bcc|Auto-Submitted|X-Auto-Response-Suppress):/im);

    await registers('automatic');
    const letter = await world.mail.waitForLetter({ to: 'automatic@example.test' });
    expect(header(letter.raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(letter.raw).not.toMatch(/^(?:In-Reply-To|References):/im);
  });
});

describe('A mail server on this machine that speaks TLS from the start', () => {
  let mail: MailServer;
  let product: Product;
  afterAll(async () => {
    await product?.stop();
    await mail?.stop();
  });

  it('serves residents with the certificate that it has signed itself', async () => {
    mail = await startMailServer({ secure: true });
    await world.product.stop();
    await second.stop();
    product = await startProduct({ databaseUrl: world.database.url, smtpUrl: mail.url });
    await world.database.query(
      `INSERT INTO letters (kind, recipient, subject, data, not_after)
       VALUES ('password-changed', 'secure@example.test', 'Пароль изменён', '{}', now() + interval '1 day')`,
    );
    const letter = await mail.waitForLetter({ to: 'secure@example.test' });
    expect(letter.secure).toBe(true);
  });
});

/** A header of a raw letter, unfolded. */
function header(raw: string, name: string): string {
  const [, value = ''] = new RegExp(`^${name}: ?((?:.*)(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw) ?? [];
  return value.replace(/\r\n\s*/g, ' ').trim();
}
