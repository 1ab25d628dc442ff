import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secrets } from '../src/core/secrets.js';
import { giveAccount } from './support/billing.js';
import { Calendar } from './support/calendar.js';
import { Client } from './support/client.js';
import { parseHtml, visibleText } from './support/html.js';
import type { Letter } from './support/letter.js';
import { dayOfCompany, type GivenMeter, giveMeter as makeMeter, giveReading } from './support/meters.js';
import type { Page } from './support/page.js';
import { type Product, startProduct } from './support/product.js';
import { giveResident, signIn } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

const REMINDER = 'Пора передать показания';
const VERIFICATION = 'Поверка счетчика';
const APP_SECRET = 'a secret of this suite, which signs links of old';
const SETTINGS = { THROTTLE_FACTOR: '1000', APP_SECRET };
const LETTERS = '/profile/letters';
const SWITCH = `${LETTERS}/readings`;
const MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const ahead = new Date();
ahead.setUTCMonth(ahead.getUTCMonth() + 1, 1);
/** The month after this one, `2026-12`: its window is from the 20th to the 25th. */
const month = ahead.toISOString().slice(0, 7);
const genitive = MONTHS[Number(month.slice(5)) - 1]!;

let calendar: Calendar;
let world: World;
let count = 0;

beforeAll(async () => {
  calendar = await Calendar.open();
  world = await startWorld({ ...SETTINGS, ...calendar.settings });
});
afterAll(async () => {
  await world?.stop();
  await calendar?.stop();
});
beforeEach(() => world.mail.behave());

/** A day of the coming month, or a day such as `2027-01-31`. */
const dateOf = (day: number | string) => (typeof day === 'string' ? day : `${month}-${day}`);

/** It is an hour of a day in Irkutsk, and the product has looked whom to remind. */
async function on(day: number | string, hour = 10): Promise<void> {
  await calendar.turn(world, dateOf(day), hour);
}

/** The same for a product that was down until then. */
async function downUntil(day: number | string, hour = 10): Promise<void> {
  await world.product.stop();
  await calendar.set(dateOf(day), hour);
  await world.product.start();
}

/** A second instance of the product, which goes by the same clock. */
function startOther(env: Record<string, string> = {}): Promise<Product> {
  return startProduct({
    databaseUrl: world.database.url,
    smtpUrl: world.mail.url,
    env: { ...SETTINGS, ...calendar.settings, ...env },
  });
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Somebody with an account who wishes these letters, unless told otherwise. */
async function resident(wishes = true): Promise<{ login: string; id: string; account: string }> {
  count += 1;
  const login = `zhitel${count}`;
  await giveResident(world, login);
  const account = await giveAccount(world, login, `06000000${count}`);
  if (wishes) await switchOn(login);
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM users WHERE login = $1', [login]);
  return { login, id: row!.id, account };
}

let meters = 18_204_400;

/** A new meter of these accounts, of cold water in the kitchen unless told otherwise. */
async function giveMeter(
  world: World,
  accounts: string | string[],
  { due, ...given }: GivenMeter & { due?: string } = {},
): Promise<{ id: string; number: string }> {
  meters += 1;
  const { tariffs = 1, number = String(meters) } = given;
  const usual = { place: 'кухня', capacity: 5, decimals: 3, initial: Array<string>(tariffs).fill('123.450') };
  const own = { ...usual, ...given, number, verificationDue: due, installedOn: dayOfCompany() };
  return { id: await makeMeter(world, accounts, own), number };
}

async function switchOn(login: string, address = SWITCH): Promise<Client> {
  const visitor = await signIn(world, login);
  const answer = await (await visitor.get(LETTERS)).form(address).submit({ consent: true });
  expect(answer.location).toBe('/profile');
  return visitor;
}

async function letter(login: string, subject = REMINDER): Promise<Letter> {
  return world.mail.waitForLetter({ to: `${login}@example.test`, subject });
}

async function noLetter(login: string, subject = REMINDER): Promise<void> {
  await lettersAreOut(world, calendar.now());
  await world.mail.noLetter({ to: `${login}@example.test`, subject, within: 50 });
}

const linkOf = ({ links }: Letter): string => links.find((link) => link.includes('/readings/send'))!;
/** Other ports after a restart would change the origin, so links are opened as paths. */
const open = (link: string, visitor = world.visitor()): Promise<Page> =>
  visitor.get(new URL(link).pathname + new URL(link).search);

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

async function waits(login: string): Promise<{ tried: boolean; cancelled: boolean } | undefined> {
  const [row] = await world.database.query<{ tried: boolean; cancelled: boolean }>(
    `SELECT last_error IS NOT NULL AS tried, cancelled_at IS NOT NULL AS cancelled FROM letters
     WHERE kind = 'readings-reminder' AND recipient = $1`,
    [`${login}@example.test`],
  );
  return row;
}

describe('The switch of letters about readings and verification', () => {
  it('is off for who has registered, and wants a consent of its own', async () => {
    const { login } = await resident(false);
    const visitor = await signIn(world, login);
    expect((await visitor.get('/profile')).text).toContain('Письма о показаниях и поверке не приходят');
    const page = await visitor.get(LETTERS);
    expect(page.heading).toBe('Письма от нас');
    const refused = await page.form(SWITCH).submit();
    expect([refused.status, refused.errorOf('consent')]).toEqual([
      422,
      'Отметьте согласие, чтобы включить письма',
    ]);
    const document = await refused.click(/согласие на получение писем о показаниях/);
    expect(document.heading).toBe('Согласие на получение писем о показаниях и поверке');
    expect(document.text).toContain('Редакция от 29 ноября 2026');
    expect((await visitor.get('/profile/letters/weather')).status).toBe(404);
  });

  it('keeps the consent with its time and address, and when it was withdrawn; that of receipts stays', async () => {
    const { login, id } = await resident();
    const visitor = await switchOn(login, '/profile/letters/receipts');
    const kept = () =>
      world.database.query(
        `SELECT document, version, ip, withdrawn_at IS NULL AS live FROM consents
         WHERE user_id = $1 AND document <> 'personal-data' AND document LIKE '%letters'
           AND given_at > now() - interval '1 minute' ORDER BY document`,
        [id],
      );
    const readings = { document: 'reading-letters', version: '2026-11-29', ip: '127.0.0.0' };
    const receipts = { document: 'receipt-letters', version: '2026-11-23', ip: '127.0.0.0', live: true };
    expect(await kept()).toEqual([{ ...readings, live: true }, receipts]);
    const page = await (await (await visitor.get(LETTERS)).form(`${SWITCH}/off`).submit()).follow();
    expect(page.text).toContain('Письма о показаниях и поверке отключены');
    expect(page.text).toContain('Письма о новых квитанциях приходят');
    expect(await kept()).toEqual([{ ...readings, live: false }, receipts]);
  });
});

describe('A resident who has not sent readings', () => {
  it('is reminded three days before the window closes, by day, of what is missing', async () => {
    const { login, account } = await resident();
    const kitchen = await giveMeter(world, account);
    await giveMeter(world, account, { resource: 'hot_water', place: 'ванная' });
    await giveMeter(world, account, { resource: 'electricity', place: 'щиток', automatic: true });
    const sent = await giveMeter(world, account, { resource: 'gas', place: 'котёл' });
    await giveReading(world, sent.id, month, ['130']);
    await on(21);
    await noLetter(login);
    await on(22, 8);
    await noLetter(login);
    await on(22, 9);
    const it = await letter(login);
    expect(plain(it.subject)).toBe(`УК «Макском»: ${REMINDER} до 25 ${genitive}`);
    for (const text of [it.text, visibleText(parseHtml(it.html))].map(plain)) {
      expect(text).toContain('г. Иркутск, ул. Квитанций');
      expect(text).toContain(`Холодная вода, кухня, № …${kitchen.number.slice(-4)}`);
      expect(text).toContain('Горячая вода, ванная, №');
      expect(text).toContain(`Передайте их до 25 ${genitive} ${month.slice(0, 4)} включительно`);
      const words = text.replaceAll(/http\S+/g, ''); // a number in a signed link may have any digits
      expect(words).not.toMatch(/Электроэнергия|Газ|123|Белова/);
      expect(words).not.toContain(kitchen.number);
    }
    await on(22, 15);
    await on(25);
    await noLetter(login);
  });

  it('is reminded late rather than not at all, and not when the window is closed', async () => {
    const [late, too] = [await resident(), await resident()];
    await giveMeter(world, late.account);
    await on(25, 20);
    expect(plain((await letter(late.login)).text)).toContain('последний день');
    await giveMeter(world, too.account);
    await on(26);
    await noLetter(too.login);
  });

  it('is reminded of a window of its own that closes on another day', async () => {
    const { login, account } = await resident();
    await giveMeter(world, account);
    await giveMeter(world, account, { resource: 'electricity', place: 'щиток', decimals: 0 });
    await world.database.query(
      "INSERT INTO reading_windows (resource, start_day, end_day) VALUES ('electricity', 15, 26)",
    );
    await on(22);
    expect(plain((await letter(login)).text)).toContain(`щиток, № …`);
    await on(23);
    await noLetter(login);
    await on(26);
    const second = plain((await letter(login)).text);
    expect(second).toContain('щиток');
    expect(second).not.toContain('кухня');
    await world.database.query("DELETE FROM reading_windows WHERE resource = 'electricity'");
  });

  it('is not reminded unless they wish it, the account is open and theirs, and something is missing', async () => {
    const [silent, closed, unlinked, blocked, done, none] = [
      await resident(false),
      await resident(),
      await resident(),
      await resident(),
      await resident(),
      await resident(),
    ];
    for (const { account } of [silent, closed, unlinked, blocked]) await giveMeter(world, account);
    await giveReading(world, (await giveMeter(world, done.account)).id, month, ['130']);
    const query = (sql: string, id: string) => world.database.query(sql, [id]);
    await query('UPDATE accounts SET closed = true WHERE id = $1', closed.account);
    await query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'staff' WHERE user_id = $1",
      unlinked.id,
    );
    await query("UPDATE users SET status = 'blocked' WHERE id = $1", blocked.id);
    await on(23);
    for (const { login } of [silent, closed, unlinked, blocked, done, none]) await noLetter(login);
  });

  it('gets one letter from two instances that start together', async () => {
    const many = [await resident(), await resident(), await resident()];
    for (const { account } of many) await giveMeter(world, account);
    await world.product.stop();
    await calendar.set(`${month}-24`);
    const [, other] = await Promise.all([world.product.start(), startOther()]);
    try {
      for (const { login } of many) await letter(login);
      for (const { login } of many) await noLetter(login);
      expect([...world.product.errors(), ...other.errors()]).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it('gets none when the readings have come, or the account has gone, while the letter waited', async () => {
    const [sent, gone] = [await resident(), await resident()];
    const meter = await giveMeter(world, sent.account);
    await giveMeter(world, gone.account);
    world.mail.behave({ refuse: 451 });
    await on(22);
    for (const { login } of [sent, gone]) await eventually(async () => (await waits(login))?.tried === true);
    await giveReading(world, meter.id, month, ['130']);
    const visitor = await signIn(world, gone.login);
    await (await visitor.get(`/accounts/${gone.account}/unlink`)).form(/unlink/).submit();
    expect((await waits(gone.login))?.cancelled).toBe(true);
    await on(22, 11);
    await eventually(async () => (await waits(sent.login))?.cancelled === true);
    // What was being handed over at that very moment is still to be refused.
    await sleep(1000);
    world.mail.behave();
    for (const { login } of [sent, gone]) await noLetter(login);
  });
});

describe('The link of a reminder', () => {
  /** A resident with meters, and the link that came. */
  async function reminded(
    meters: Parameters<typeof giveMeter>[2][] = [{}],
  ): Promise<Awaited<ReturnType<typeof resident>> & { link: string; ids: string[]; numbers: string[] }> {
    const who = await resident();
    const given = [];
    for (const meter of meters) given.push(await giveMeter(world, who.account, meter));
    await on(22);
    const link = linkOf(await letter(who.login));
    return { ...who, link, ids: given.map(({ id }) => id), numbers: given.map(({ number }) => number) };
  }
  const whole = (id: string, tariff = 0) => `whole-${id}-${tariff}`;
  const fraction = (id: string, tariff = 0) => `fraction-${id}-${tariff}`;
  const readings = (id: string) =>
    world.database.query(
      `SELECT r.reading::text[], r.source, r.status, r.user_id, to_char(r.period, 'YYYY-MM') AS month, c.number
       FROM meter_readings r LEFT JOIN reading_certificates c ON c.id = r.certificate_id
       WHERE r.meter_id = $1 AND r.superseded_at IS NULL`,
      [id],
    );

  it('sends the readings without signing in, and shows nothing but the meters', async () => {
    const { id, account, link, ids, numbers } = await reminded([
      {},
      {
        resource: 'electricity',
        place: 'щиток',
        tariffs: 2,
        capacity: 6,
        decimals: 0,
        initial: ['10412', '4873'],
      },
    ]);
    const [water, light] = ids as [string, string];
    const page = await open(link);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.heading).toMatch(/^Показания за [а-я]+ 20\d\d$/);
    expect(page.text).toContain(`Холодная вода кухня, № …${numbers[0]!.slice(-4)}`);
    expect(page.text).toContain('День');
    const [{ number }] = (await world.database.query<{ number: string }>(
      'SELECT number FROM accounts WHERE id = $1',
      [account],
    )) as [{ number: string }];
    // Names and addresses, and the token, are random: any digits may stand in them.
    const told = page.body.replaceAll(
      /\b(name|id|for|href|src|action|aria-\w+)="[^"]*"|type="hidden"[^>]*/g,
      '',
    );
    for (const hidden of [/123|412|873|Белова|Ирина|Квитанций|zhitel/, numbers[0]!, numbers[1]!, number]) {
      expect(told).not.toMatch(hidden);
    }
    const done = await page.form(/send/).submit({
      [whole(water)]: '130',
      [fraction(water)]: '5',
      [whole(light)]: '10 500',
      [whole(light, 1)]: '4900',
    });
    expect(done.status).toBe(200);
    expect(done.headers['referrer-policy']).toBe('no-referrer');
    const [row] = await readings(water);
    expect(row).toMatchObject({
      reading: ['130.500'],
      source: 'link',
      status: 'accepted',
      user_id: id,
      month,
    });
    expect(done.heading).toBe(`Показания приняты, справка № ${String(row!['number'])}`);
    expect(done.text).toContain('00130,500 м³');
    expect(await readings(light)).toMatchObject([{ reading: ['10500', '4900'], source: 'link' }]);
    const after = await open(link);
    expect(after.heading).toBe('Показания уже переданы');
    expect(after.text).not.toContain('130');
  });

  it('gives the same answer to the same form sent twice, and leaves what was sent as it is', async () => {
    const { link, ids } = await reminded();
    const [meter] = ids as [string];
    const form = (await open(link)).form(/send/);
    const answers = await Promise.all([1, 2].map(() => form.submit({ [whole(meter)]: '130' })));
    answers.push(await form.submit({ [whole(meter)]: '130,000' }));
    expect(new Set(answers.map(({ heading }) => heading)).size).toBe(1);
    expect(answers[0]!.heading).toMatch(/^Показания приняты, справка № \d+$/);
    const other = await form.submit({ [whole(meter)]: '131' });
    expect(other.status).toBe(422);
    expect(other.errors).toEqual([
      'Холодная вода, кухня: показания этого счетчика уже переданы. Исправить их можно в личном кабинете',
    ]);
    expect(await readings(meter)).toMatchObject([{ reading: ['130.000'] }]);
  });

  it('does not tell what somebody else has sent meanwhile', async () => {
    const { link, ids } = await reminded([{}, { resource: 'hot_water' }]);
    const [cold, hot] = ids as [string, string];
    const form = (await open(link)).form(/send/);
    await giveReading(world, cold, month, ['131']);
    for (const value of ['131', '132']) {
      const refused = await form.submit({ [whole(cold)]: value, [whole(hot)]: '125' });
      expect(refused.status).toBe(422);
      expect(refused.errors).toEqual([expect.stringContaining('уже переданы')]);
      expect(refused.text).toContain('Показания уже переданы');
      expect(refused.form(/send/).value(whole(hot))).toBe('125');
      expect(refused.form(/send/).names()).not.toContain(whole(cold));
    }
    expect((await (await open(link)).form(/send/).submit({ [whole(hot)]: '125' })).heading).toContain(
      'справка',
    );
    expect(await readings(cold)).toMatchObject([{ reading: ['131'], source: 'phone' }]);
  });

  it('says at the field what cannot be, without telling the value before', async () => {
    const { link, ids } = await reminded([{}, { resource: 'gas', place: '' }]);
    const [water, gas] = ids as [string, string];
    const form = (await open(link)).form(/send/);
    const cases: [string, string, string][] = [
      ['', '', 'Введите показания хотя бы одного счетчика'],
      ['сто', '', 'Введите только цифры, как на счетчике'],
      ['1234567', '', 'Слишком много цифр: у этого счетчика 5 до запятой'],
      ['130', '1234', 'После запятой у этого счетчика не больше 3 цифр'],
      ['100', '', 'Меньше прежних показаний. Проверьте, все ли цифры на месте и тот ли это счетчик'],
    ];
    for (const [typed, red, message] of cases) {
      const values = { [whole(water)]: typed, [fraction(water)]: red, [whole(gas)]: typed && '140' };
      const refused = await form.submit(values);
      expect([refused.status, refused.errorOf(whole(water))]).toEqual([422, message]);
      expect(refused.form(/send/).value(whole(water))).toBe(typed);
      expect(refused.form(/send/).value(whole(gas))).toBe(typed && '140');
      expect(refused.body).not.toMatch(/123[.,]45/);
    }
    expect(await readings(gas)).toEqual([]);
  });

  it('asks about what is unusual, and takes it when it is confirmed for this very value', async () => {
    const { link, ids } = await reminded([{}, { resource: 'gas', place: '' }]);
    const [water, gas] = ids as [string, string];
    const form = (await open(link)).form(/send/);
    const asked = await form.submit({ [whole(water)]: '1300', [whole(gas)]: '130' });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('намного больше, чем бывает обычно');
    expect(asked.text).toContain('Всё верно, на счетчике 01300,000');
    expect(asked.text).not.toMatch(/123[.,]45|1176/);
    expect((await asked.form(/send/).submit()).text).toContain('Всё верно, на счетчике 01300,000');
    const other = await asked.form(/send/).submit({ [`sure-${water}`]: true, [whole(water)]: '1400' });
    expect(other.text).toContain('Всё верно, на счетчике 01400,000');
    expect(await readings(water)).toEqual([]);
    const done = await other.form(/send/).submit({ [`sure-${water}`]: true });
    expect(done.heading).toContain('справка №');
    expect(done.text).toContain('мы ещё проверим');
    expect(await readings(water)).toMatchObject([{ reading: ['1400.000'], status: 'sent' }]);
    expect(await readings(gas)).toMatchObject([{ reading: ['130.000'], status: 'accepted' }]);
  });

  it('keeps a confirmed value confirmed while another field is put right', async () => {
    const { link, ids } = await reminded([{}, { resource: 'gas', place: '' }]);
    const [water, gas] = ids as [string, string];
    const asked = await (await open(link)).form(/send/).submit({ [whole(water)]: '1300' });
    const wrong = await asked.form(/send/).submit({ [`sure-${water}`]: true, [whole(gas)]: '1' });
    expect(wrong.errorOf(whole(gas))).toContain('Меньше прежних');
    expect((await wrong.form(/send/).submit({ [whole(gas)]: '130' })).heading).toContain('справка №');
  });

  it('asks whether cold and hot water are mixed up', async () => {
    const { link, ids } = await reminded([{ initial: ['200'] }, { resource: 'hot_water', initial: ['100'] }]);
    const asked = await (
      await open(link)
    )
      .form(/send/)
      .submit({ [whole(ids[0]!)]: '103', [whole(ids[1]!)]: '205' });
    expect(asked.text).toContain('показания холодной и горячей воды перепутаны местами');
  });

  it('is of no use when it was touched, when the window is closed, or the account is not theirs', async () => {
    const { id, account, link, ids } = await reminded();
    const refused = async (address: string) => {
      const [page, posted] = [await open(address), await world.visitor().get('/contacts')];
      expect([page.status, page.heading]).toEqual([404, 'Ссылка не подошла']);
      expect(page.headers['referrer-policy']).toBe('no-referrer');
      const token = posted.html.querySelector('[name=_csrf]')?.getAttribute('value') ?? '';
      const target = new URL(address);
      const typed = { [`whole-${ids[0]}-0`]: '130', [`fraction-${ids[0]}-0`]: '45' };
      const answer = await posted.client.post(target.pathname + target.search, { _csrf: token, ...typed });
      expect([answer.status, answer.heading]).toEqual([404, 'Ссылка не подошла']);
      expect(answer.text).toContain('Показания не приняты. Вы ввели: 130,45.');
      return page.text;
    };
    const texts = new Set<string>();
    const to = new URL(link).searchParams.get('to')!;
    const touched = [
      '',
      'x',
      to.slice(0, -2),
      to.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)),
      to.replace(/_20/, '_21'),
      `${to.split('.')[0]}.`,
      new Secrets(APP_SECRET).sign('unsubscribe', to.split('.')[0]!),
    ];
    for (const one of touched) {
      const address = new URL(link);
      address.searchParams.set('to', one);
      texts.add(await refused(address.href));
    }
    const query = (sql: string, parameter: string) => world.database.query(sql, [parameter]);
    const times: [string, string][] = [
      [
        "UPDATE users SET status = 'blocked' WHERE id = $1",
        "UPDATE users SET status = 'active' WHERE id = $1",
      ],
      [
        'UPDATE accounts SET closed = true FROM account_links l WHERE l.account_id = accounts.id AND l.user_id = $1',
        'UPDATE accounts SET closed = false FROM account_links l WHERE l.account_id = accounts.id AND l.user_id = $1',
      ],
    ];
    for (const [spoil, mend] of times) {
      await query(spoil, id);
      texts.add(await refused(link));
      await query(mend, id);
    }
    expect((await open(link)).status).toBe(200);
    await on(26);
    texts.add(await refused(link));
    await on(25, 23);
    expect((await open(link)).status).toBe(200);
    await query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'staff' WHERE account_id = $1",
      account,
    );
    texts.add(await refused(link));
    expect(texts.size).toBe(1);
  });

  it('takes no form of another site or without its token', async () => {
    const { link, ids } = await reminded();
    const [meter] = ids as [string];
    const { pathname, search } = new URL(link);
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const form = (await open(link)).form(/send/);
    for (const answer of [
      await world.visitor().post(pathname + search, { [whole(meter)]: '130' }),
      await form.submit({ [whole(meter)]: '130' }, { headers: foreign }),
    ]) {
      expect(answer.status).toBe(403);
    }
    expect(await readings(meter)).toEqual([]);
  });

  it('acts for whom it names, not for who is signed in', async () => {
    const { id, link, ids } = await reminded();
    const other = await resident(false);
    const visitor = await signIn(world, other.login);
    await (await open(link, visitor)).form(/send/).submit({ [whole(ids[0]!)]: '130' });
    expect(await readings(ids[0]!)).toMatchObject([{ user_id: id }]);
  });

  it('may not ask for ever how high the last value was', async () => {
    const { link, ids } = await reminded();
    const strict = await startOther({ THROTTLE_FACTOR: '1' });
    try {
      const form = (await open(link, new Client(strict.url))).form(/send/);
      for (let value = 1; value <= 15; value += 1) {
        expect((await form.submit({ [whole(ids[0]!)]: String(value) })).status).toBe(422);
      }
      expect((await form.submit({ [whole(ids[0]!)]: '130' })).status).toBe(429);
    } finally {
      await strict.stop();
    }
  });
});

describe('The link that switches letters about readings off', () => {
  const wished = async (login: string): Promise<boolean[]> => {
    const rows = await world.database.query<{ topic: string }>(
      'SELECT p.topic FROM notification_preferences p JOIN users u ON u.id = p.user_id WHERE u.login = $1',
      [login],
    );
    return ['receipts', 'readings'].map((topic) => rows.some((row) => row.topic === topic));
  };

  it('leaves letters about receipts as they are, and the other way round', async () => {
    const { login, account } = await resident();
    await switchOn(login, '/profile/letters/receipts');
    await giveMeter(world, account);
    await on(22);
    const it = await letter(login);
    const link = it.links.find((one) => one.includes('/letters/unsubscribe'))!;
    const headers = it.raw.replaceAll(/\r\n[ \t]+/g, ' ');
    expect(headers).toContain(`List-Unsubscribe: <${link}>\r\n`);
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    const page = await open(link);
    expect(page.heading).toBe('Отключить письма о показаниях и поверке?');
    expect(await wished(login)).toEqual([true, true]);
    const done = await page.form(/unsubscribe/).submit();
    expect(done.text).toContain('Письма о показаниях и поверке больше не придут');
    expect(await wished(login)).toEqual([true, false]);
  });

  it('does so by one click; a link of the time before there were two kinds is about receipts', async () => {
    const { login, id } = await resident();
    await switchOn(login, '/profile/letters/receipts');
    const [{ public_no: no }] = (await world.database.query<{ public_no: string }>(
      'SELECT public_no FROM users WHERE id = $1',
      [id],
    )) as [{ public_no: string }];
    const click = (value: string) =>
      world
        .visitor()
        .post(
          `/letters/unsubscribe?${new URLSearchParams({ to: new Secrets(APP_SECRET).sign('unsubscribe', value) }).toString()}`,
          {},
          { body: 'List-Unsubscribe=One-Click', headers: { origin: 'https://mail.example' } },
        );
    expect((await click(`${no}-weather`)).status).toBe(404);
    expect(await wished(login)).toEqual([true, true]);
    expect((await click(no)).status).toBe(200);
    expect(await wished(login)).toEqual([false, true]);
    expect((await click(`${no}-readings`)).status).toBe(200);
    expect(await wished(login)).toEqual([false, false]);
  });
});

describe('A meter whose verification comes near', () => {
  it('of electricity is said to be the business of the supplier, who has it done for nothing', async () => {
    const { login, account } = await resident();
    const due = daysAfter(`${month}-01`, 100);
    await giveMeter(world, account, { due, resource: 'electricity', decimals: 0, initial: ['100'] });
    await on(daysAfter(due, -30));
    const told = await letter(login, VERIFICATION);
    for (const text of [told.text, visibleText(parseHtml(told.html))].map(plain)) {
      expect(text).toContain('бесплатно делает гарантирующий поставщик электроэнергии');
      expect(text).toContain('п. 80(1)');
      expect(text).not.toMatch(/аккредитованная|повышающим коэффициентом|нужна поверка/);
    }
  });

  it('is told of 90, 30 and 7 days before, once each, also by a process that was down on the day', async () => {
    const { login, account } = await resident();
    const due = daysAfter(`${month}-01`, 100);
    const meter = await giveMeter(world, account, { due });
    const left = (days: number, hour?: number) => on(daysAfter(due, -days), hour);
    await left(91);
    await noLetter(login, VERIFICATION);
    await left(90, 22);
    await noLetter(login, VERIFICATION);
    await left(90);
    const first = await letter(login, VERIFICATION);
    for (const text of [first.text, visibleText(parseHtml(first.html))].map(plain)) {
      expect(text).toContain('осталось 90 дней');
      expect(text).toContain('Холодная вода, кухня');
      expect(text).toContain(`№ ${meter.number}`);
      expect(text).toContain('по нормативу с повышающим коэффициентом');
    }
    await left(31);
    await noLetter(login, VERIFICATION);
    await downUntil(daysAfter(due, -25));
    expect(plain((await letter(login, VERIFICATION)).text)).toContain('осталось 25 дней');
    await left(8);
    await noLetter(login, VERIFICATION);
    await left(7);
    expect(plain((await letter(login, VERIFICATION)).text)).toContain('осталось 7 дней');
    await left(0);
    await left(-1);
    await noLetter(login, VERIFICATION);
  });

  it('that serves two accounts is told of once to each resident, and anew when the date has changed', async () => {
    const [one, other, silent] = [await resident(), await resident(), await resident(false)];
    const second = await giveAccount(world, one.login, '0700000001');
    const due = daysAfter(`${month}-01`, 120);
    const meter = await giveMeter(world, [one.account, second, other.account, silent.account], { due });
    await on(daysAfter(due, -30));
    for (const { login } of [one, other]) await letter(login, VERIFICATION);
    for (const { login } of [one, other, silent]) await noLetter(login, VERIFICATION);
    await world.database.query('UPDATE meters SET verification_due = $2 WHERE id = $1', [
      meter.id,
      daysAfter(due, 10),
    ]);
    await on(daysAfter(due, -19));
    expect(plain((await letter(one.login, VERIFICATION)).text)).toContain('осталось 29 дней');
  });
});
