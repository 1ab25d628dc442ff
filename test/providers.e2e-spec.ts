import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secrets } from '../src/core/secrets.js';
import { OidcServer } from '../src/trial/providers/oidc-server.js';
import type { Person } from '../src/trial/providers/person.js';
import { VkServer } from '../src/trial/providers/vk-server.js';
import { YandexServer } from '../src/trial/providers/yandex-server.js';
import { launchBrowser } from './support/browser.js';
import type { Client } from './support/client.js';
import { hold } from './support/holder.js';
import type { Page } from './support/page.js';
import { pace } from './support/pace.js';
import { awayTo, settingsOf, TestProvider } from './support/provider-servers.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SUBJECT = 'Подтверждение регистрации';
const APP_SECRET = 'a secret that the test knows, of fifty characters…';
const vk = new VkServer();
const yandex = new YandexServer();
const oidc = new OidcServer();
let world: World;
let number = 100;

beforeAll(async () => {
  await Promise.all([vk.start(), yandex.start(), oidc.start()]);
  world = await startWorld({
    ...{ APP_SECRET, THROTTLE_FACTOR: '1000' },
    ...settingsOf({ vk, yandex, oidc }),
  });
  await giveResident(world, 'irina');
});
afterAll(async () => {
  await world?.stop();
  await Promise.all([vk?.stop(), yandex?.stop(), oidc?.stop()]);
});

/** Somebody new at a provider. */
function person(more: Partial<Person> = {}): Person {
  number += 1;
  return {
    id: String(number),
    firstName: 'Пётр',
    lastName: 'Лаптев',
    email: `p${number}@example.test`,
    ...more,
  };
}

async function rows(login: string): Promise<{ subject: string }[]> {
  return world.database.query(
    'SELECT subject FROM identities i JOIN users u ON u.id = i.user_id WHERE u.login = $1',
    [login],
  );
}

async function journal(login: string): Promise<string[]> {
  const found = await world.database.query<{ action: string }>(
    `SELECT action FROM audit_events WHERE object_id = (SELECT id::text FROM users WHERE login = $1) ORDER BY id`,
    [login],
  );
  return found.map(({ action }) => action);
}

interface Kind {
  readonly id: string;
  readonly button: string;
  readonly said: string;
  readonly provider: TestProvider;
  readonly token: string;
  readonly profile: string;
  /** What this provider's return brings besides code and state. */
  readonly more: string | undefined;
}

const KINDS: Kind[] = [
  {
    ...{ id: 'vk', button: 'VK ID', said: 'VK ID', provider: new TestProvider(vk) },
    ...{ token: '/oauth2/auth', profile: '/oauth2/user_info', more: 'device_id' },
  },
  {
    ...{ id: 'yandex', button: 'Яндекс ID', said: 'Яндекс ID', provider: new TestProvider(yandex) },
    ...{ token: '/token', profile: '/info', more: undefined },
  },
  {
    ...{ id: 'oidc', button: 'Единый вход', said: '«Единый вход»', provider: new TestProvider(oidc) },
    ...{ token: '/token', profile: '/userinfo', more: undefined },
  },
];

describe.each(KINDS)('$button:', (kind) => {
  const { id, button, said, provider } = kind;
  const STRANGE = `Не получилось узнать, что вход через ${said} начат в этом браузере`;
  const REFUSED = `Вход через ${said} не подтверждён. Попробуйте ещё раз или войдите с логином и паролем.`;
  const AWAY = `${said} сейчас не отвечает. Войдите с логином и паролем или попробуйте позже.`;

  beforeEach(() => provider.behave());

  /** Presses the button; gives the address at the provider that the browser is sent to. */
  async function leave(visitor: Client): Promise<string> {
    const answer = await (await visitor.get('/auth/')).form(`/auth/${id}`).submit();
    expect(answer.status).toBe(200);
    return awayTo(answer);
  }

  /** Presses the button, allows everything there and comes back. */
  async function comeBy(who: Person, visitor = world.visitor()): Promise<Page> {
    return visitor.get(await provider.allow(await leave(visitor), who));
  }

  /** Registers by the provider and confirms; gives the browser, not signed in yet. */
  async function registered(who: Person, login: string): Promise<Client> {
    const visitor = world.visitor();
    const form = (await (await comeBy(who, visitor)).follow()).form(`/auth/${id}/registration`);
    const answer = await form.submit({ login, email: `${login}@example.test`, consent: true });
    expect(answer.location).toBe('/auth/registration/sent');
    const letter = await world.mail.waitForLetter({ to: `${login}@example.test`, subject: SUBJECT });
    await visitor.get(letter.links[0]!);
    return visitor;
  }

  /** A resident with a password who has linked a profile. */
  async function linked(who: Person, login: string): Promise<Client> {
    await giveResident(world, login);
    const visitor = await signIn(world, login);
    const form = (await visitor.get(`/profile/${id}`)).form(`/profile/${id}`);
    const away = await form.submit({ current: PASSWORD });
    const back = await visitor.get(await provider.allow(awayTo(away), who));
    expect(back.location).toBe('/profile');
    return visitor;
  }

  describe('Somebody who comes for the first time', () => {
    it('completes the registration without a password, confirms by letter and then signs in with one button', async () => {
      const petr = person({ phone: '79025123456' });
      const visitor = world.visitor();
      const page = await (await comeBy(petr, visitor)).follow();
      expect(page.heading).toBe('Завершение регистрации');
      const form = page.form(`/auth/${id}/registration`);
      expect(form.names().filter((name) => !name.startsWith('_'))).toEqual([
        'login',
        'firstName',
        'middleName',
        'lastName',
        'email',
        'phone',
        'consent',
      ]);
      expect(
        ['firstName', 'lastName', 'email', 'phone', 'login', 'consent'].map((name) => form.value(name) ?? ''),
      ).toEqual(['Пётр', 'Лаптев', petr.email, '+79025123456', '', '']);

      const refused = await form.submit({ login: 'ab', firstName: '' });
      expect(refused.status).toBe(422);
      expect(refused.errorOf('login')).toContain('минимум 3 символа');
      expect(refused.errorOf('firstName')).toContain('Введите имя');
      expect(refused.errorOf('consent')).toContain('согласия');

      const sent = await refused
        .form(`/auth/${id}/registration`)
        .submit({ login: `${id}-petr`, firstName: 'Пётр', consent: true });
      expect((await sent.follow()).text).toContain('было отправлено письмо');

      const early = await comeBy(petr);
      expect(early.status).toBe(422);
      expect(early.errors[0]).toContain('Регистрация ещё не подтверждена');
      const first = await world.mail.waitForLetter({ to: petr.email!, subject: SUBJECT });
      await early.form('/auth/confirmation/again').submit();
      const letter = await world.mail.waitForLetter({ to: petr.email!, subject: SUBJECT });
      expect(letter.messageId).not.toBe(first.messageId);
      // the browser that registered needs no button, by the letter sent again either
      const confirmed = await visitor.get(letter.links[0]!);
      expect(confirmed.text).toContain('Регистрация пользователя успешно подтверждена.');
      expect(confirmed.text).not.toContain('Забыли пароль?');
      expect(confirmed.text).toContain(button);

      const away = awayTo(await confirmed.form(`/auth/${id}`).submit());
      const cabinet = await visitor.get(await provider.allow(away, petr));
      expect(cabinet.location).toBe('/accounts');
      expect((await cabinet.follow()).text).toContain('Привязать лицевой счет');
      expect(await journal(`${id}-petr`)).toEqual([
        'user.registered',
        'user.profile-linked',
        'user.confirmed',
        'user.signed-in',
      ]);
      const consents = await world.database.query(
        `SELECT 1 FROM consents c JOIN users u ON u.id = c.user_id WHERE u.login = $1`,
        [`${id}-petr`],
      );
      expect(consents).toHaveLength(1);
    });

    it('finds the button on the page of registration too', async () => {
      const visitor = world.visitor();
      const page = await visitor.get('/auth/?register=yes');
      const away = awayTo(await page.form(`/auth/${id}`).submit());
      expect((await visitor.get(await provider.allow(away, person()))).location).toBe(
        `/auth/${id}/registration`,
      );
    });

    it('is led back to the service that was asked for, and nowhere else', async () => {
      const who = person();
      await registered(who, `${id}-leads`);
      for (const [next, place] of [
        ['/services/readings', '/services/readings'],
        ['//evil.example', '/accounts'],
      ] as const) {
        const visitor = world.visitor();
        const start = await visitor.get(`/auth/?login=yes&next=${encodeURIComponent(next)}`);
        const away = await start.form(`/auth/${id}`).submit();
        expect((await visitor.get(await provider.allow(awayTo(away), who))).location).toBe(place);
      }
    });

    it('cannot use a taken login, and gets one registration for two clicks and two windows', async () => {
      const who = person();
      const visitor = world.visitor();
      const page = await (await comeBy(who, visitor)).follow();
      const form = page.form(`/auth/${id}/registration`);
      expect((await form.submit({ login: 'Irina', consent: true })).errorOf('login')).toContain('занят');
      const other = visitor.copy();
      const second = (await other.get(`/auth/${id}/registration`)).form(`/auth/${id}/registration`);
      const answers = await Promise.all([
        form.submit({ login: `${id}-windows-one`, consent: true }),
        form.submit({ login: `${id}-windows-one`, consent: true }),
        second.submit({ login: `${id}-windows-two`, consent: true }),
      ]);
      expect(answers.every(({ status }) => status === 303)).toBe(true);
      const found = await world.database.query('SELECT 1 FROM users WHERE login LIKE $1', [
        `${id}-windows-%`,
      ]);
      expect(found).toHaveLength(1);
    });

    it('puts a mistyped address right: what it was registered with is gone, with its letter, and the new one confirms', async () => {
      const who = person();
      const visitor = world.visitor();
      const form = (await (await comeBy(who, visitor)).follow()).form(`/auth/${id}/registration`);
      const wrong = `${id}-typo@exmaple.test`;
      const fields = { login: `${id}-typo`, middleName: 'Ильич', email: wrong, consent: true };
      const sent = await (await form.submit(fields)).follow();
      expect(sent.text).toContain(wrong);
      const lost = await world.mail.waitForLetter({ to: wrong, subject: SUBJECT });
      const page = await sent.click('Исправить адрес');
      expect(page.heading).toBe('Исправить адрес');
      const again = page.form(`/auth/${id}/registration`);
      expect(['login', 'middleName', 'email', 'consent'].map((name) => again.value(name) ?? '')).toEqual([
        ...[`${id}-typo`, 'Ильич', wrong, ''],
      ]);
      const right = `${id}-typo@example.test`;
      const twice = await Promise.all([
        again.submit({ email: right, consent: true }),
        again.submit({ email: right, consent: true }),
      ]);
      expect(twice.map(({ location }) => location)).toEqual(Array(2).fill('/auth/registration/sent'));
      const letter = await world.mail.waitForLetter({ to: right, subject: SUBJECT });
      const stale = await world.visitor().get(lost.links[0]!);
      expect(stale.text).not.toContain('Лаптев');
      const answer = await stale.form('/auth/confirmation').submit({});
      expect(answer.errors.join()).toContain('Указан неверный код');
      await visitor.get(letter.links[0]!);
      expect((await comeBy(who)).location).toBe('/accounts');
      const rowsOfUser = await world.database.query('SELECT email FROM users WHERE login = $1', [
        `${id}-typo`,
      ]);
      expect(rowsOfUser).toEqual([{ email: right }]);
      const removed = await world.database.query<{ login: string }>(
        "SELECT details->>'login' AS login FROM audit_events WHERE action = 'user.removed' AND details->>'login' = $1",
        [`${id}-typo`],
      );
      expect(removed).toHaveLength(1);
    });

    it('may put it right later too, after the provider has said once more who it is', async () => {
      const who = person();
      const form = (await (await comeBy(who)).follow()).form(`/auth/${id}/registration`);
      await form.submit({ login: `${id}-later`, email: `${id}-later@exmaple.test`, consent: true });
      const visitor = world.visitor();
      const again = await (await comeBy(who, visitor)).click('Исправить адрес');
      const right = `${id}-later@example.test`;
      await again.form(`/auth/${id}/registration`).submit({ email: right, consent: true });
      const letter = await world.mail.waitForLetter({ to: right, subject: SUBJECT });
      await visitor.get(letter.links[0]!);
      expect((await comeBy(who)).location).toBe('/accounts');
    });

    it('replaces nothing that is confirmed, of somebody else, or that its window has not seen', async () => {
      const who = person();
      const visitor = world.visitor();
      const first = (await (await comeBy(who, visitor)).follow()).form(`/auth/${id}/registration`);
      const own = `${id}-fixed@example.test`;
      await first.submit({ login: `${id}-fixed`, email: own, consent: true });
      const letter = await world.mail.waitForLetter({ to: own, subject: SUBJECT });
      // the window that stood open before
      const old = await first.submit({ login: `${id}-fixed-old`, email: `old-${own}`, consent: true });
      expect(old.location).toBe('/auth/');
      await comeBy(who, visitor);
      const page = await visitor.get(`/auth/${id}/registration`);
      const form = page.form(`/auth/${id}/registration`);
      // a foreign registration under the own cookie
      const stranger = world.visitor();
      const begun = (await (await comeBy(person(), stranger)).follow()).form(`/auth/${id}/registration`);
      const foreign = form.value('instead')!;
      await stranger.post(`/auth/${id}/registration`, {
        ...Object.fromEntries(Object.entries(begun.values()).map(([name, [value]]) => [name, value!])),
        ...{ login: `${id}-taker`, email: `${id}-taker@example.test`, consent: 'yes', instead: foreign },
      });
      expect(await rows(`${id}-taker`)).toHaveLength(1);
      expect(await rows(`${id}-fixed`)).toHaveLength(1);
      // confirmed in the same moment, and before
      const [, late] = await Promise.all([
        visitor.get(letter.links[0]!),
        form.submit({ email: `new-${own}`, consent: true }),
      ]);
      const [user] = await world.database.query<{ email: string; status: string }>(
        'SELECT email, status FROM users WHERE login = $1',
        [`${id}-fixed`],
      );
      if (user!.status === 'active') {
        expect([late.location, user!.email]).toEqual(['/auth/', own]);
      } else {
        expect([late.location, user!.email]).toEqual(['/auth/registration/sent', `new-${own}`]);
        const other = await world.mail.waitForLetter({ to: `new-${own}`, subject: SUBJECT });
        await visitor.get(other.links[0]!);
      }
      expect((await visitor.get(`/auth/${id}/registration`)).location).toBe('/auth/');
      const after = await form.submit({ email: `once-more-${own}`, consent: true });
      expect(after.location).toBe('/auth/');
      expect((await comeBy(who)).location).toBe('/accounts');
    });

    it('needs to have come by the provider: the form alone registers nobody', async () => {
      const stranger = world.visitor();
      const none = await stranger.get(`/auth/${id}/registration`);
      expect(none.location).toBe('/auth/');
      const said = await none.follow();
      expect(said.text).toMatch(
        /В этом браузере нет начатой регистрации через .+: она не начиналась, уже закончена или ждала дольше получаса\. Чтобы начать, нажмите кнопку «/,
      );
      expect(said.form(`/auth/${id}`).names()).toContain('next');
      const form = (await (await comeBy(person(), stranger)).follow()).form(`/auth/${id}/registration`);
      const signed = stranger.cookies.get(`${id}-new`) ?? '';
      for (const cookie of ['', 'x', `x${signed}`, signed.replace(/\..*/, '.AAAA')]) {
        stranger.cookies.set(`${id}-new`, cookie);
        expect((await form.submit({ login: `${id}-forged`, consent: true })).location).toBe('/auth/');
      }
      expect(await rows(`${id}-forged`)).toEqual([]);
    });
  });

  describe('Nobody gets into a cabinet by an E-mail', () => {
    it('a profile with the address of a resident registers anew, and only the owner of the address learns of it', async () => {
      const thief = person({ email: 'irina@example.test' });
      const page = await (await comeBy(thief)).follow();
      expect(page.heading).toBe('Завершение регистрации');
      const sent = await page
        .form(`/auth/${id}/registration`)
        .submit({ login: `${id}-thief`, consent: true });
      expect([sent.status, sent.location]).toEqual([303, '/auth/registration/sent']);
      const letter = await world.mail.waitForLetter({
        to: 'irina@example.test',
        subject: 'Попытка регистрации',
      });
      expect(letter.text).toContain('irina');
      await world.mail.noLetter({ to: 'irina@example.test', subject: SUBJECT });
      expect(await rows('irina')).toEqual([]);
      expect((await comeBy(thief)).errors[0]).toContain('ещё не подтверждена');
    });

    it('and a typed password never fits who has none', async () => {
      await registered(person(), `${id}-no-password`);
      for (const password of ['', 'null', PASSWORD]) {
        const form = (await world.visitor().get('/auth/')).form('/auth/login');
        const answer = await form.submit({ login: `${id}-no-password`, password });
        expect(answer.errors).toEqual([password === '' ? 'Введите пароль' : 'Неверный логин или пароль.']);
      }
    });
  });

  describe('A return', () => {
    it('is refused in another browser, and the first browser can still finish', async () => {
      const [victim, attacker] = [world.visitor(), world.visitor()];
      const who = person();
      const back = await provider.allow(await leave(attacker), who);
      await leave(victim);
      for (const browser of [world.visitor(), victim]) {
        const refused = await browser.get(back);
        expect(refused.status).toBe(403);
        expect(refused.errors[0]).toContain(STRANGE);
        expect(refused.form('/auth/login').names()).toContain('password');
      }
      expect((await attacker.get(back)).location).toBe(`/auth/${id}/registration`);
    });

    it('is good once, even with a copy of the cookie', async () => {
      const visitor = world.visitor();
      const back = await provider.allow(await leave(visitor), person());
      const browsers = [visitor, visitor.copy(), visitor.copy()];
      const answers = await Promise.all(browsers.map((browser) => browser.get(back)));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
      const asked = provider.asked.length;
      for (const [index, browser] of browsers.entries()) {
        expect((await browser.get(back)).status).toBe(answers[index]!.status);
      }
      expect(provider.asked).toHaveLength(asked);
    });

    it('leads a page that is loaded again where it has led before, and signs nobody in anew', async () => {
      const who = person();
      const login = `${id}-reloads`;
      await registered(who, login);
      const visitor = world.visitor();
      const back = await provider.allow(await leave(visitor), who);
      const before = visitor.copy();
      for (let time = 0; time < 3; time += 1) expect((await visitor.get(back)).location).toBe('/accounts');
      const entered = await world.database.query(
        'SELECT FROM sign_ins i JOIN users u ON u.id = i.user_id WHERE u.login = $1',
        [login],
      );
      expect(entered).toHaveLength(1);
      // whoever has but the address and the cookie of before is told to begin anew, and so is another browser
      expect((await before.get(back)).status).toBe(403);
      expect((await world.visitor().get(back)).status).toBe(403);
      const newcomer = world.visitor();
      const first = await provider.allow(await leave(newcomer), person());
      for (let time = 0; time < 2; time += 1) {
        expect((await newcomer.get(first)).location).toBe(`/auth/${id}/registration`);
      }
    });

    it('leads to the profile where linking was loaded again before its answer had come', async () => {
      const login = `${id}-impatient`;
      await giveResident(world, login);
      const visitor = await signIn(world, login);
      const away = await (
        await visitor.get(`/profile/${id}`)
      )
        .form(`/profile/${id}`)
        .submit({ current: PASSWORD });
      const back = await provider.allow(awayTo(away), person());
      const unanswered = visitor.copy();
      expect((await visitor.get(back)).location).toBe('/profile');
      expect((await unanswered.get(back)).location).toBe('/profile');
      expect((await visitor.get(back)).location).toBe('/profile');
      expect(await rows(login)).toHaveLength(1);
    });

    it('is refused when state, code or cookie were changed, left out or doubled', async () => {
      const visitor = world.visitor();
      const back = new URL(await provider.allow(await leave(visitor), person()));
      const asked = provider.asked.length;
      const changed = (change: (query: URLSearchParams) => void): string => {
        const url = new URL(back);
        change(url.searchParams);
        return url.href;
      };
      const forged = [
        `/auth/${id}/callback`,
        `/auth/${id}/callback?payload=%7B`,
        changed((query) => query.set('state', 'x'.repeat(40))),
        changed((query) => query.delete('state')),
        changed((query) => query.append('state', query.get('state')!)),
        changed((query) => query.delete('code')),
        changed((query) => query.append('code', 'another')),
        changed((query) => query.delete(kind.more ?? 'code')),
        changed((query) => query.set(kind.more ?? 'code', 'a\u0000b')),
        changed((query) => query.set('code', 'x'.repeat(5000))),
      ];
      for (const address of forged) {
        const refused = await visitor.get(address);
        expect([address, refused.status, refused.errors.length]).toEqual([address, 403, 1]);
      }
      const cookie = visitor.cookies.get(id)!;
      for (const changedCookie of [`x${cookie}`, cookie.slice(0, -2), '.', 'x', 'e30.e30', '']) {
        const copy = visitor.copy();
        copy.cookies.set(id, changedCookie);
        expect((await copy.get(back.href)).status).toBe(403);
      }
      expect(provider.asked.slice(asked)).toEqual([]);
      expect((await visitor.get(back.href)).status).toBe(303);
      expect(cookie.length).toBeLessThan(2000);
    });

    it('is refused after ten minutes, also when the browser keeps the cookie longer', async () => {
      const visitor = world.visitor();
      const back = await provider.allow(await leave(visitor), person());
      const secrets = new Secrets(APP_SECRET);
      const kept = secrets.unsign(`${id} state`, visitor.cookies.get(id)!);
      const state = JSON.parse(Buffer.from(kept!, 'base64url').toString()) as { until: number };
      expect(state.until - Date.now() / 1000).toBeLessThanOrEqual(600);
      const later = (seconds: number): Client => {
        const old = Buffer.from(JSON.stringify({ ...state, until: state.until - seconds })).toString(
          'base64url',
        );
        const copy = visitor.copy();
        copy.cookies.set(id, secrets.sign(`${id} state`, old));
        return copy;
      };
      expect((await later(601).get(back)).status).toBe(403);
      expect((await later(500).get(back)).status).toBe(303);
    });

    it('with a code that the provider does not know is refused', async () => {
      const visitor = world.visitor();
      const back = new URL(await provider.allow(await leave(visitor), person()));
      back.searchParams.set(kind.more ?? 'code', 'another');
      const refused = await visitor.get(back.href);
      expect([refused.status, refused.errors]).toEqual([422, [REFUSED]]);
    });

    it('with an error shows our own words, never those of the address', async () => {
      const visitor = world.visitor();
      await leave(visitor);
      for (const error of ['access_denied', 'server_error', '<script>alert(1)</script>', '']) {
        const query = new URLSearchParams({
          error,
          error_description: '<script>alert(2)</script>',
          state: 'x',
        });
        const refused = await visitor.get(`/auth/${id}/callback?${query.toString()}`);
        expect([refused.status, refused.errors]).toEqual([422, [REFUSED]]);
        expect(refused.body).not.toContain('alert(');
        expect(refused.form(`/auth/${id}`).names()).toContain('next');
      }
    });

    it('of a blocked resident ends with the way to the office', async () => {
      const who = person();
      await registered(who, `${id}-blocked`);
      await world.database.query(`UPDATE users SET status = 'blocked' WHERE login = $1`, [`${id}-blocked`]);
      const visitor = world.visitor();
      const refused = await comeBy(who, visitor);
      expect(refused.status).toBe(403);
      expect(refused.errors).toEqual([
        'Личный кабинет закрыт. Позвоните нам или обратитесь в офис нашей компании.',
      ]);
      expect(visitor.cookies.names()).not.toContain('sid');
    });

    it('keeps no token, and sends none in an address', async () => {
      const dump = await world.database.query<{ row: string }>(
        'SELECT i::text AS row FROM identities i UNION ALL SELECT e::text FROM audit_events e',
      );
      expect(dump.some(({ row }) => /token\.|code\.|Bearer|refresh/.test(row))).toBe(false);
      expect(provider.asked.filter((line) => /token\./.test(line))).toEqual([]);
      expect(world.product.output()).not.toMatch(/token\.|code\.\w{20}|example\.test/);
    });
  });

  describe('When the provider does not work', () => {
    it.each([
      [kind.token, 'error', REFUSED],
      [kind.token, 'huge', AWAY],
      [kind.token, 'redirect', AWAY],
      [kind.token, 'broken', AWAY],
      [kind.token, 'not json', AWAY],
      [kind.token, 'nobody', id === 'oidc' ? REFUSED : AWAY],
      [kind.token, 'slow', AWAY],
      [kind.profile, 'error', REFUSED],
      [kind.profile, 'huge', AWAY],
      [kind.profile, 'redirect', AWAY],
      [kind.profile, 'nobody', id === 'oidc' ? REFUSED : AWAY],
      [kind.profile, 'drip', AWAY],
    ] as const)('at %s (%s) there are a message and the password form', async (at, how, words) => {
      const visitor = world.visitor();
      const back = await provider.allow(await leave(visitor), person());
      provider.behave(at, how);
      const started = performance.now();
      const page = await visitor.get(back);
      expect(performance.now() - started).toBeLessThan(6000 * pace());
      expect([page.status, page.errors]).toEqual([422, [words]]);
      expect(page.body).not.toContain('alert(');
      expect(provider.asked.filter((line) => line.includes('/stolen'))).toEqual([]);
      const form = page.form('/auth/login');
      expect((await form.submit({ login: 'irina', password: PASSWORD })).location).toBe('/accounts');
    });

    it('at all, the same', async () => {
      const visitor = world.visitor();
      const back = await provider.allow(await leave(visitor), person());
      await provider.server.stop();
      try {
        const page = await visitor.get(back);
        expect([page.status, page.errors]).toEqual([422, [AWAY]]);
      } finally {
        await provider.server.start();
      }
      expect(world.product.errors()).toEqual([]);
    });
  });

  describe('A resident with a password', () => {
    it('closes also what was opened by a profile when it is unlinked', async () => {
      const foreign = person();
      const owner = await linked(foreign, `${id}-unlinks-all`);
      const intruder = world.visitor();
      await comeBy(foreign, intruder);
      expect((await intruder.get('/accounts')).status).toBe(200);
      await (await owner.get(`/profile/${id}`)).form(`/profile/${id}/unlink`).submit({ current: PASSWORD });
      expect((await intruder.get('/accounts')).status).toBe(303);
      expect((await owner.get('/accounts')).status).toBe(200);
    });

    it('takes the data along and withdraws the consent without a password, after a sign-in of a moment ago', async () => {
      const only = person();
      const visitor = await registered(only, `${id}-no-mailbox`);
      expect((await comeBy(only, visitor)).status).toBe(303);
      const file = await (
        await visitor.get('/profile/data')
      )
        .form('/profile/data')
        .submit({}, { button: 'Получить JSON' });
      expect([file.status, file.text]).toEqual([200, expect.stringContaining(`${id}-no-mailbox`)]);
      const stale = await visitor.get('/profile/removal');
      await world.database.query(
        `UPDATE sessions SET created_at = now() - interval '11 minutes'
         WHERE user_id = (SELECT id FROM users WHERE login = '${id}-no-mailbox')`,
      );
      expect((await stale.form('/profile/removal').submit({ sure: true })).errors).toEqual([
        expect.stringMatching(/^Прошло больше 10.минут после входа\. Войдите ещё раз$/),
      ]);
      const asked = await visitor.get('/profile/removal');
      expect(() => asked.form('/profile/removal')).toThrow('No forms');
      const away = awayTo(await asked.form(`/auth/${id}`).submit());
      const back = await visitor.get(await provider.allow(away, only));
      expect(back.location).toBe('/profile/removal');
      const gone = await (await back.follow()).form('/profile/removal').submit({ sure: true });
      expect([gone.location, (await gone.follow()).text]).toEqual([
        '/auth/',
        expect.stringContaining('Кабинет будет удалён'),
      ]);
      const told = await world.mail.waitForLetter({
        to: `${id}-no-mailbox@example.test`,
        subject: 'Кабинет будет удалён',
      });
      expect(told.text).not.toContain('Если пароль не подходит');
    });

    it('links the profile from the profile, is told by letter, signs in with it, and unlinks', async () => {
      const who = person();
      const visitor = await linked(who, `${id}-olga`);
      expect((await visitor.get('/profile')).text).toContain(`${button} подключён`);
      const letter = await world.mail.waitForLetter({
        to: `${id}-olga@example.test`,
        subject: `Подключён вход через ${said}`,
      });
      expect(letter.text).toContain(`${id}-olga`);
      expect((await comeBy(who)).location).toBe('/accounts');

      const form = (await visitor.get(`/profile/${id}`)).form(`/profile/${id}/unlink`);
      const wrong = await form.submit({ current: 'wrong' });
      expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
      expect((await wrong.form(`/profile/${id}/unlink`).submit({ current: PASSWORD })).location).toBe(
        '/profile',
      );
      await world.mail.waitForLetter({
        to: `${id}-olga@example.test`,
        subject: `Отключён вход через ${said}`,
      });
      expect((await comeBy(who)).location).toBe(`/auth/${id}/registration`);
      expect(await journal(`${id}-olga`)).toEqual(
        expect.arrayContaining(['user.profile-linked', 'user.profile-unlinked']),
      );
    });

    it('needs the password to link, and a page of ours', async () => {
      await giveResident(world, `${id}-careful`);
      const visitor = await signIn(world, `${id}-careful`);
      const form = (await visitor.get(`/profile/${id}`)).form(`/profile/${id}`);
      for (const current of ['', 'wrong']) {
        expect((await form.submit({ current })).status).toBe(422);
      }
      expect((await visitor.post(`/profile/${id}`, { current: PASSWORD })).status).toBe(403);
      expect((await world.visitor().post(`/auth/${id}`)).status).toBe(403);
      expect((await world.visitor().get(`/profile/${id}`)).location).toContain('/auth/');
      expect(visitor.cookies.names()).not.toContain(id);
    });

    it('cannot link a profile that opens another cabinet, nor two profiles', async () => {
      const who = person();
      await linked(who, `${id}-first`);
      await giveResident(world, `${id}-second`);
      const visitor = await signIn(world, `${id}-second`);
      const away = await (
        await visitor.get(`/profile/${id}`)
      )
        .form(`/profile/${id}`)
        .submit({ current: PASSWORD });
      const refused = await visitor.get(await provider.allow(awayTo(away), who));
      expect(refused.status).toBe(422);
      expect(refused.errors[0]).toContain('уже подключён к другому личному кабинету');
      expect(await rows(`${id}-second`)).toEqual([]);

      const other = await linked(person(), `${id}-third`);
      const start = (await visitor.get(`/profile/${id}`)).form(`/profile/${id}`);
      const again = await other.post(`/profile/${id}`, {
        current: PASSWORD,
        _csrf: (await other.get(`/profile/${id}`)).form(`/profile/${id}/unlink`).value('_csrf')!,
      });
      expect((await other.get(await provider.allow(awayTo(again), person()))).location).toBe('/profile');
      expect(await rows(`${id}-third`)).toHaveLength(1);
      expect(start.names()).toContain('current');
    });

    it('links only into the session that began it', async () => {
      await giveResident(world, `${id}-shared`);
      const visitor = await signIn(world, `${id}-shared`);
      const away = await (
        await visitor.get(`/profile/${id}`)
      )
        .form(`/profile/${id}`)
        .submit({ current: PASSWORD });
      const back = await provider.allow(awayTo(away), person());
      await (await visitor.get('/accounts')).form('/auth/logout').submit();
      await signIn(world, 'irina', visitor);
      const refused = await visitor.get(back);
      expect(refused.status).toBe(403);
      expect(refused.errors[0]).toContain(STRANGE);
      expect([...(await rows(`${id}-shared`)), ...(await rows('irina'))]).toEqual([]);
    });

    it('takes over a profile whose registration was never confirmed', async () => {
      const who = person();
      const page = await (await comeBy(who)).follow();
      await page
        .form(`/auth/${id}/registration`)
        .submit({ login: `${id}-mistyped`, email: `${id}-mistyped@example.test`, consent: true });
      await linked(who, `${id}-right-one`);
      expect(await rows(`${id}-right-one`)).toHaveLength(1);
      expect((await comeBy(who)).location).toBe('/accounts');
    });

    it('gets one winner when two cabinets link one profile at once', async () => {
      const who = person();
      const backs = await Promise.all(
        [`${id}-race-one`, `${id}-race-two`].map(async (login) => {
          await giveResident(world, login);
          const visitor = await signIn(world, login);
          const away = await (
            await visitor.get(`/profile/${id}`)
          )
            .form(`/profile/${id}`)
            .submit({ current: PASSWORD });
          return { visitor, back: await provider.allow(awayTo(away), who) };
        }),
      );
      const answers = await Promise.all(backs.map(({ visitor, back }) => visitor.get(back)));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    });
  });

  describe('A resident with this profile alone', () => {
    it('is not shut out by who has stolen a session: other sessions end only after the provider has said who it is', async () => {
      const olga = person();
      await registered(olga, `${id}-olga-vk`);
      const [owner, thief] = [world.visitor(), world.visitor()];
      await comeBy(olga, owner);
      await comeBy(olga, thief);
      const open = async () => (await owner.get('/accounts')).status;

      const list = await thief.get('/profile/sessions');
      const [, one] = /href="([^"]+\/end)"/.exec(list.body)!;
      const forms = [list.form('/profile/sessions/end-others'), (await thief.get(one!)).form(one)];
      for (const form of forms) {
        const away = await form.submit({});
        expect(awayTo(away)).toContain(provider.url);
        expect(await open()).toBe(200);
        // The thief has a profile of their own only.
        const refused = await thief.get(await provider.allow(awayTo(away), person()));
        expect(refused.status).toBe(422);
        expect(refused.errors[0]).toContain(`другим профилем ${said}`);
        expect(await open()).toBe(200);
      }

      const away = await (
        await owner.get('/profile/sessions')
      )
        .form('/profile/sessions/end-others')
        .submit({});
      const back = await owner.get(await provider.allow(awayTo(away), olga));
      expect(back.location).toBe('/profile/sessions');
      expect((await back.follow()).text).toContain('Все остальные входы завершены');
      expect(await open()).toBe(200);
      expect((await thief.get('/accounts')).status).toBe(303);
    });

    it('has no session ended by a return in another session', async () => {
      const lena = person();
      await registered(lena, `${id}-lena-vk`);
      const [here, there] = [world.visitor(), world.visitor()];
      await comeBy(lena, here);
      await comeBy(lena, there);
      const away = await (
        await here.get('/profile/sessions')
      )
        .form('/profile/sessions/end-others')
        .submit({});
      await (await here.get('/profile')).form('/auth/logout').submit({});
      await comeBy(lena, here);
      expect((await here.get(await provider.allow(awayTo(away), lena))).status).toBe(403);
      expect((await there.get('/accounts')).status).toBe(200);
    });

    it('cannot remove the last way in, sets a password by letter, and then can', async () => {
      const who = person();
      const visitor = await registered(who, `${id}-anna`);
      await comeBy(who, visitor);
      expect((await visitor.get('/profile')).text).toContain('не задан');
      for (const page of [
        '/profile/email',
        '/profile/password',
        '/profile/second-factor',
        '/profile/passkeys',
      ]) {
        expect((await visitor.get(page)).text).toContain('нужен пароль');
      }
      const page = await visitor.get(`/profile/${id}`);
      expect(page.text).toContain('последний способ входа нельзя удалить');
      const csrf = page.form('/profile/password/letter').value('_csrf')!;
      const refused = await visitor.post(`/profile/${id}/unlink`, { _csrf: csrf, current: PASSWORD });
      expect(refused.errors[0]).toContain('последний способ входа');
      expect(await rows(`${id}-anna`)).toHaveLength(1);

      const sent = await page.form('/profile/password/letter').submit();
      expect(sent.location).toBe(`/profile/${id}`);
      expect((await sent.follow()).text).toContain('отправлено письмо');
      const letter = await world.mail.waitForLetter({
        to: `${id}-anna@example.test`,
        subject: 'Запрос на смену пароля',
      });
      const change = (await visitor.get(letter.links[0]!)).form('/auth/password');
      await change.submit({ password: PASSWORD, repeat: PASSWORD });

      await signIn(world, `${id}-anna`, visitor);
      const form = (await visitor.get(`/profile/${id}`)).form(`/profile/${id}/unlink`);
      expect((await form.submit({ current: PASSWORD })).location).toBe('/profile');
      expect(await rows(`${id}-anna`)).toEqual([]);
    });
  });
});

/** Links a profile of each of these providers to a resident with a password. */
async function linkAll(login: string, kinds: readonly Kind[]): Promise<Client> {
  await giveResident(world, login);
  const visitor = await signIn(world, login);
  for (const { id, provider } of kinds) {
    const away = await (
      await visitor.get(`/profile/${id}`)
    )
      .form(`/profile/${id}`)
      .submit({ current: PASSWORD });
    await visitor.get(await provider.allow(awayTo(away), person()));
  }
  return visitor;
}

describe('Several profiles of one resident', () => {
  it('are linked without a password by who has signed in a moment ago, and by nobody later', async () => {
    const [vkKind, yandexKind] = KINDS as [Kind, Kind];
    const login = 'second-profile';
    const visitor = await linkAll(login, [vkKind]);
    await world.database.query('UPDATE users SET password_hash = NULL WHERE login = $1', [login]);
    const age = async (minutes: number) =>
      world.database.query(
        `UPDATE sessions SET created_at = now() - $2 * interval '1 minute'
         WHERE user_id = (SELECT id FROM users WHERE login = $1)`,
        [login, minutes],
      );
    await age(9);
    const page = await visitor.get('/profile/yandex');
    expect(page.form('/profile/yandex').names()).not.toContain('current');
    await age(11);
    const late = await page.form('/profile/yandex').submit();
    expect(late.errors[0]).toContain('Войдите ещё раз');
    expect(late.form('/auth/vk').value('next')).toBe('/profile/yandex');
    await age(9);
    const away = awayTo(await (await visitor.get('/profile/yandex')).form('/profile/yandex').submit());
    await visitor.get(await yandexKind.provider.allow(away, person()));
    expect(await rows(login)).toHaveLength(2);
  });

  it('are removed at once by two windows, and the password stays a way in', async () => {
    const one = await linkAll('all-ways', KINDS);
    expect(await rows('all-ways')).toHaveLength(3);
    const forms = await Promise.all(
      ['vk', 'oidc'].map(async (id) => (await one.get(`/profile/${id}`)).form(`/profile/${id}/unlink`)),
    );
    const answers = await Promise.all(forms.map((form) => form.submit({ current: PASSWORD })));
    expect(answers.map(({ location }) => location)).toEqual(['/profile', '/profile']);
    expect(await rows('all-ways')).toHaveLength(1);
    await signIn(world, 'all-ways');
  });

  it('are not removed without a password, by two windows neither', async () => {
    const visitor = await linkAll('no-password-now', KINDS.slice(0, 2));
    const forms = await Promise.all(
      ['vk', 'yandex'].map(async (id) => (await visitor.get(`/profile/${id}`)).form(`/profile/${id}/unlink`)),
    );
    await world.database.query(`UPDATE users SET password_hash = NULL WHERE login = 'no-password-now'`);
    const answers = await Promise.all(forms.map((form) => form.submit({ current: PASSWORD })));
    expect(answers.map(({ errors }) => errors[0])).toEqual(
      Array(2).fill('Это последний способ входа, его нельзя удалить. Сначала задайте пароль.'),
    );
    expect(await rows('no-password-now')).toHaveLength(2);
  });

  it('lose to a password that is taken away meanwhile, and stay', async () => {
    const visitor = await linkAll('race-of-password', KINDS.slice(0, 1));
    const form = (await visitor.get('/profile/vk')).form('/profile/vk/unlink');
    const taker = await hold(
      world.database,
      `UPDATE users SET password_hash = NULL WHERE login = 'race-of-password'`,
    );
    const answer = form.submit({ current: PASSWORD });
    await taker.waitedFor();
    await taker.commit();
    await answer;
    expect(await rows('race-of-password')).toHaveLength(1);
  });

  it('are named one by one when the password changes, and go together', async () => {
    const visitor = await linkAll('changes-all', KINDS);
    const page = await visitor.get('/profile/password');
    expect(page.text).toContain('Отключить вход через VK ID, Яндекс ID и «Единый вход»');
    const password = 'another good password of theirs';
    const done = await page
      .form('/profile/password')
      .submit({ current: PASSWORD, password, repeat: password, removeProfiles: true });
    expect((await done.follow()).text).toContain('Вход через VK ID, Яндекс ID и «Единый вход» отключён');
    expect(await rows('changes-all')).toEqual([]);
    for (const { said } of KINDS) {
      const subject = `Отключён вход через ${said}`;
      await world.mail.waitForLetter({ to: 'changes-all@example.test', subject });
    }
  });

  it('of one provider say nothing at another: the same number there is somebody else', async () => {
    const who = person();
    const [first, second] = [KINDS[0]!, KINDS[1]!];
    await giveResident(world, 'same-number');
    const visitor = await signIn(world, 'same-number');
    const away = await (await visitor.get('/profile/vk')).form('/profile/vk').submit({ current: PASSWORD });
    await visitor.get(await first.provider.allow(awayTo(away), who));
    const other = world.visitor();
    const start = await (await other.get('/auth/')).form('/auth/yandex').submit();
    const back = await second.provider.allow(awayTo(start), who);
    expect((await other.get(back)).location).toBe('/auth/yandex/registration');
    // nor is what one provider has begun finished at the address of another
    const mixed = await (await other.get('/auth/')).form('/auth/yandex').submit();
    const query = new URL(await second.provider.allow(awayTo(mixed), who)).search;
    expect((await other.get(`/auth/vk/callback${query}&device_id=d`)).status).toBe(403);
    expect((await other.get(`/auth/oidc/callback${query}`)).status).toBe(403);
  });
});

describe('The settings', () => {
  it.each(KINDS)(
    'let a real browser go to $button and back under our Content-Security-Policy',
    async (kind) => {
      const browser = await launchBrowser();
      try {
        const page = await browser.newPhonePage({ baseURL: world.product.url });
        kind.provider.person = person();
        await page.goto('/');
        await page.getByRole('link', { name: 'Авторизация' }).click();
        await page.getByRole('button', { name: kind.button }).click();
        await page.getByRole('heading', { name: 'Завершение регистрации' }).waitFor();
        expect(await page.problems()).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );

  it('of VK ID send the secret only when there is one', async () => {
    const { provider } = KINDS[0]!;
    const come = async () => {
      const visitor = world.visitor();
      const away = await (await visitor.get('/auth/')).form('/auth/vk').submit();
      return visitor.get(await provider.allow(awayTo(away), person()));
    };
    vk.secret = 'a secret of the application';
    await world.product.restart({ VK_CLIENT_SECRET: vk.secret });
    expect((await come()).location).toBe('/auth/vk/registration');
    vk.secret = 'another';
    expect((await come()).errors[0]).toContain('не подтверждён');
    vk.secret = '';
  });

  it('without an application leave the heading of the manual and nothing to press', async () => {
    const off = { VK_CLIENT_ID: undefined, YANDEX_CLIENT_ID: undefined, OIDC_ISSUER: undefined };
    await world.product.restart(off);
    const visitor = world.visitor();
    const page = await visitor.get('/auth/');
    expect(page.text).toContain('Войти через профиль в соцсетях');
    expect(page.text).toContain('обратитесь в офис нашей компании');
    expect(String(page.headers['content-security-policy'])).toContain("form-action 'self';");
    const csrf = page.form('/auth/login').value('_csrf')!;
    const irina = await signIn(world, 'irina');
    for (const { id, button } of KINDS) {
      expect(page.text).not.toContain(button);
      expect(page.forms().map(({ action }) => action)).not.toContain(`/auth/${id}`);
      expect((await visitor.post(`/auth/${id}`, { _csrf: csrf })).status).toBe(404);
      expect((await visitor.get(`/auth/${id}/callback?code=a&state=b&device_id=c`)).status).toBe(403);
      expect((await irina.get('/profile')).text).not.toContain(button);
    }
  });
});
