import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident, PASSWORD, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

/** Names of one length, of which only the first is known: a login in Latin letters, one in Russian, an address. */
const LATIN = ['filip-known', 'filip-other'] as const;
const RUSSIAN = ['ёлкин-майя', 'ёлкин-зайя'] as const;
const ADDRESS = ['filip-known@почта.рф', 'filip-other@почта.рф'] as const;
const PUNYCODE = 'xn--80a1acny.xn--p1ai';

type Spelling = readonly [what: string, names: readonly [string, string], spell: (name: string) => string];

const wide = (text: string) =>
  text.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));

const LOGINS: Spelling[] = [
  ['as it is', LATIN, (name) => name],
  ['capital letters', LATIN, (name) => name.toUpperCase()],
  ['full-width letters', LATIN, wide],
  ['a Turkish İ', LATIN, (name) => name.replace('i', 'İ')],
  ['a ligature', LATIN, (name) => name.replace('fi', 'ﬁ')],
  ['a zero-width space', LATIN, (name) => `${name.slice(0, 3)}\u200b${name.slice(3)}`],
  ['a word joiner', LATIN, (name) => `${name.slice(0, 3)}\u2060${name.slice(3)}`],
  ['a soft hyphen', LATIN, (name) => `${name}\u00ad`],
  ['blanks around', LATIN, (name) => ` \u00a0${name}\u3000\t`],
  ['Russian letters', RUSSIAN, (name) => name],
  ['marks apart from their letters', RUSSIAN, (name) => name.normalize('NFD')],
  ['capital letters with marks apart', RUSSIAN, (name) => name.toUpperCase().normalize('NFD')],
];
const ADDRESSES: Spelling[] = [
  ['an address in Russian letters', ADDRESS, (name) => name],
  ['its other spelling', ADDRESS, (name) => name.replace('почта.рф', PUNYCODE)],
  ['the other spelling in capitals', ADDRESS, (name) => name.replace('почта.рф', PUNYCODE).toUpperCase()],
  ['a full-width address', ADDRESS, wide],
  ['an address with an ideographic dot', ADDRESS, (name) => name.replace('.', '。')],
  ['an address with a blank behind', ADDRESS, (name) => `${name} `],
];

let world: World;
/** Each series comes from a network of its own, so that only limits by name are met. */
let network = 0;

beforeAll(async () => {
  world = await startWorld();
  for (const [known] of [LATIN, RUSSIAN]) {
    await giveResident(world, known);
    await hire(world, known, 'operator', 'Филипп Известный');
  }
  await world.database.query(`UPDATE users SET email = $1, email_key = $2 WHERE login = $3`, [
    ADDRESS[0],
    `filip-known@${PUNYCODE}`,
    LATIN[0],
  ]);
});
afterAll(() => world?.stop());

function stranger(): Client {
  network += 1;
  return world.visitor(`127.2.${network >> 8}.${network & 255}`);
}

/** Headers that differ between any two answers. */
const DRAWN = ['date', 'content-security-policy', 'etag', 'x-request-id', 'content-length'];

/** All that somebody outside can see of an answer, but the name that they typed and what is drawn by chance. */
function seen(page: Page, name: string) {
  const { 'set-cookie': cookies, 'retry-after': wait, ...rest } = page.headers;
  const headers = Object.fromEntries(Object.entries(rest).filter(([header]) => !DRAWN.includes(header)));
  return {
    status: page.status,
    text: page.isHtml ? page.text.replaceAll(name, '') : page.body,
    headers,
    cookies: (cookies ?? []).map((cookie) => cookie.split('=')[0]),
    wait: wait === undefined ? undefined : Math.round(Number(wait) / 60),
  };
}

/** What attempts with a spelling, each second one with the name as it is, are answered; one after another, or at once. */
async function series(name: string, spell: Spelling[2], { send, count, atOnce }: Door) {
  const visitor = stranger();
  const attempt = async (turn: number) => {
    const typed = turn % 2 === 0 ? spell(name) : name;
    return seen(await send(typed, visitor), typed.normalize('NFC').replaceAll('\u2060', '').trim());
  };
  const turns = Array.from({ length: count }, (_, turn) => turn);
  if (atOnce) {
    return (await Promise.all(turns.map(attempt))).sort((one, other) => one.status - other.status);
  }
  const answers = [];
  for (const turn of turns) answers.push(await attempt(turn));
  return answers;
}

/** The known and the unknown at the same time, since answers tell how long to wait. */
async function expectAlike([, [known, unknown], spell]: Spelling, door: Door): Promise<number[]> {
  await world.database.query('DELETE FROM rate_limits');
  const [ofKnown, ofUnknown] = await Promise.all([known, unknown].map((name) => series(name, spell, door)));
  // the one may be asked some seconds after the other
  for (const [turn, answer] of ofUnknown!.entries()) {
    const { wait } = ofKnown![turn]!;
    if (wait !== undefined && Math.abs(wait - (answer.wait ?? 0)) <= 1) answer.wait = wait;
  }
  expect(ofKnown).toEqual(ofUnknown);
  return ofKnown!.map(({ status }) => status);
}

/** Where a name is typed, and how often. */
interface Door {
  readonly send: (typed: string, visitor: Client) => Promise<Page>;
  readonly count: number;
  readonly atOnce?: true;
}

const at =
  (page: string, form: string, fields: (typed: string) => Record<string, string | boolean>) =>
  async (typed: string, visitor: Client) =>
    (await visitor.get(page)).form(form).submit(fields(typed));

describe('An attacker who wants to know who is registered sees nothing', () => {
  // Spellings that mean other names have eleven attempts of their own.
  const signingIn: Door = {
    send: at('/auth/', '/auth/login', (login) => ({ login, password: 'wrong password' })),
    count: 22,
  };
  it.each([...LOGINS, ...ADDRESSES])('at the sign-in of residents: %s', async (...spelling) => {
    const statuses = await expectAlike(spelling, signingIn);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(422));
    expect(statuses.at(-1)).toBe(429);
  });

  const entering: Door = {
    send: at('/staff/login', '/staff/login', (login) => ({ login, password: 'wrong password' })),
    count: 22,
  };
  it.each(LOGINS)('at the sign-in of the office: %s', async (...spelling) => {
    const statuses = await expectAlike(spelling, entering);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(422));
    expect(statuses.at(-1)).toBe(429);
  });

  const byLogin = at('/auth/recovery', '/auth/recovery', (login) => ({ login }));
  it.each([...LOGINS, ...ADDRESSES])('at recovery by login: %s', async (...spelling) => {
    const statuses = await expectAlike(spelling, { send: byLogin, count: 12, atOnce: true });
    expect(statuses).toEqual(Array(12).fill(303));
  });

  const byAddress = at('/auth/recovery', '/auth/recovery', (email) => ({ email }));
  it.each(ADDRESSES)('at recovery by E-mail: %s', async (...spelling) => {
    const statuses = await expectAlike(spelling, { send: byAddress, count: 12, atOnce: true });
    expect(statuses).toEqual(Array(12).fill(303));
  });

  it('at recovery past the limit of a network', async () => {
    for (const [spelling, send] of [[LOGINS[0]!, byLogin] as const, [ADDRESSES[1]!, byAddress] as const]) {
      const statuses = await expectAlike(spelling, { send, count: 32, atOnce: true });
      expect(statuses).toEqual([...Array<number>(30).fill(303), 429, 429]);
    }
  });

  const guessing = at('/auth/password', '/auth/password', (login) => ({
    ...{ login, code: 'AAAAAAAA', password: 'облако и сито 9', repeat: 'облако и сито 9' },
  }));
  it.each([...LOGINS, ...ADDRESSES])('at the page of the control string: %s', async (...spelling) => {
    expect(await expectAlike(spelling, { send: guessing, count: 3 })).toEqual([422, 422, 422]);
  });

  it.each(ADDRESSES)('at registration and at its letter once more: %s', async (...spelling) => {
    const [, [known, unknown], spell] = spelling;
    await world.database.query('DELETE FROM rate_limits');
    const answersFor = async (name: string) => {
      const visitor = stranger();
      const login = `reg-${network}`;
      const answers = [];
      const form = (await visitor.get('/auth/?register=yes')).form('/auth/registration');
      const registered = await form.submit({ ...registration(login), email: spell(name) });
      answers.push(registered);
      // More than there are letters for one address.
      for (let turn = 0; turn < 6; turn += 1) {
        answers.push(await form.submit({ ...registration(`${login}-${turn}`), email: spell(name) }));
      }
      if (registered.status === 303) {
        answers.push(await registered.follow());
        const again = (
          await at('/auth/', '/auth/login', () => ({ login, password: PASSWORD }))('', visitor)
        ).form('/auth/confirmation/again');
        for (let turn = 0; turn < 5; turn += 1) answers.push(await again.submit({}));
      }
      return answers.map((page) => seen(page, spell(name).trim()));
    };
    const ofKnown = await answersFor(known);
    expect(ofKnown).toEqual(await answersFor(unknown));
    if (ofKnown.length > 7) expect(ofKnown.at(-1)!.status).toBe(429);
  });

  it.each(ADDRESSES)('at a change of E-mail: %s', async (...spelling) => {
    const [, [known, unknown], spell] = spelling;
    const answersFor = async (name: string) => {
      const login = `mover-${(network += 1)}`;
      await giveResident(world, login);
      const resident = await signIn(world, login, stranger());
      const change = at('/profile/email', '/profile/email', (email) => ({ email, current: PASSWORD }));
      const answers = [];
      for (let turn = 0; turn < 7; turn += 1) {
        answers.push(seen(await change(spell(name), resident), spell(name).trim()));
      }
      return answers;
    };
    const ofKnown = await answersFor(known);
    expect(ofKnown).toEqual(await answersFor(unknown));
    expect([422, 429]).toContain(ofKnown.at(-1)!.status);
  });
});

describe('An attacker who tries many passwords from many networks at the sign-in of the office', () => {
  /** A hundred and five attempts, from a network of its own each. */
  async function manyNetworks(login: string) {
    const answers = [];
    for (let turn = 0; turn < 105; turn += 1) {
      const page = (await stranger().get('/staff/login')).form('/staff/login');
      answers.push(seen(await page.submit({ login, password: 'wrong password' }), login));
    }
    return answers;
  }

  it('does not learn who has a one-time password, and its owner gets in all the same', async () => {
    await world.database.query('DELETE FROM rate_limits');
    await hire(world, 'new-clerk', 'operator', 'Нина Новая');
    const reset = await world.product.cli(['staff:password', '--login', 'new-clerk']);
    const oneTime = reset.stdout.trim().split(': ').at(-1)!;
    const [ofOwner, ofNobody] = await Promise.all(['new-clerk', 'old-clerk'].map(manyNetworks));
    expect(ofNobody!.slice(99).map(({ status }) => status)).toEqual([422, 429, 429, 429, 429, 429]);
    expect(ofOwner).toEqual(ofNobody);
    const form = (await stranger().get('/staff/login')).form('/staff/login');
    expect((await form.submit({ login: 'new-clerk', password: oneTime })).location).toBe('/staff/password');
  });
});
