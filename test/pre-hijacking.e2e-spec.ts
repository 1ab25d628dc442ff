import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OidcServer } from '../src/trial/providers/oidc-server.js';
import type { Person } from '../src/trial/providers/person.js';
import { VkServer } from '../src/trial/providers/vk-server.js';
import { YandexServer } from '../src/trial/providers/yandex-server.js';
import type { Client } from './support/client.js';
import type { Page } from './support/page.js';
import { awayTo, settingsOf, TestProvider } from './support/provider-servers.js';
import { giveFlat } from './support/requests.js';
import { giveResident, PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const OTHER = 'облако и сито 9';
const SUBJECT = 'Подтверждение регистрации';
const vk = new VkServer();
const yandex = new YandexServer();
const oidc = new OidcServer();
let world: World;
let number = 500;

beforeAll(async () => {
  await Promise.all([vk.start(), yandex.start(), oidc.start()]);
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...settingsOf({ vk, yandex, oidc }) });
});
afterAll(async () => {
  await world?.stop();
  await Promise.all([vk?.stop(), yandex?.stop(), oidc?.stop()]);
});

/** A profile that shows somebody's address, rightly or not. */
function person(email: string): Person {
  number += 1;
  return { id: String(number), firstName: 'Захар', lastName: 'Чужов', email };
}

async function profiles(login: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM identities i JOIN users u ON u.id = i.user_id WHERE u.login = $1',
    [login],
  );
  return row!.count;
}

/** Sets a new password by the letter of the control string. */
async function recover(login: string, to: string, more: Record<string, boolean> = {}): Promise<void> {
  const page = await world.visitor().get('/auth/?forgot_password=yes');
  await page.form('/auth/recovery').submit({ login });
  const letter = await world.mail.waitForLetter({ to, subject: 'Запрос на смену пароля' });
  const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
  const form = (await world.visitor().get(link)).form('/auth/password');
  expect((await form.submit({ password: OTHER, repeat: OTHER, ...more })).status).toBe(303);
}

async function enter(login: string, password: string): Promise<Page> {
  return (await world.visitor().get('/auth/')).form('/auth/login').submit({ login, password });
}

describe.each([
  ['vk', new TestProvider(vk)],
  ['yandex', new TestProvider(yandex)],
  ['oidc', new TestProvider(oidc)],
] as const)('Whoever was there first with %s does not stay', (id, provider) => {
  async function come(who: Person, visitor = world.visitor()): Promise<Page> {
    const away = await (await visitor.get('/auth/')).form(`/auth/${id}`).submit();
    return visitor.get(await provider.allow(awayTo(away), who));
  }

  async function registerBy(who: Person, login: string, email: string): Promise<Client> {
    const visitor = world.visitor();
    const form = (await (await come(who, visitor)).follow()).form(`/auth/${id}/registration`);
    expect((await form.submit({ login, email, consent: true })).location).toBe('/auth/registration/sent');
    return visitor;
  }

  it('when a password was registered with the address of who later comes by the provider', async () => {
    const email = `${id}-merge@example.test`;
    const thief = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    await thief.submit({ ...registration(`${id}-merge-thief`), email, password: OTHER, repeat: OTHER });
    await world.mail.waitForLetter({ to: email, subject: SUBJECT });

    const who = person(email);
    const owner = await registerBy(who, `${id}-merge-owner`, email);
    const letter = await world.mail.waitForLetter({ to: email, subject: SUBJECT });
    await owner.get(letter.links[0]!);
    expect((await come(who)).location).toBe('/accounts');
    expect(await profiles(`${id}-merge-thief`)).toBe(0);
    expect((await enter(`${id}-merge-thief`, OTHER)).status).toBe(422);
    expect((await enter(`${id}-merge-owner`, OTHER)).status).toBe(422);
  });

  it('when somebody invited into a household has an address that a profile of another shows', async () => {
    const [owner, guest, thief] = [`${id}-inviter`, `${id}-invited`, `${id}-invited-thief`];
    await giveResident(world, owner);
    const account = await giveFlat(world, owner, 'г. Иркутск, ул. Званая, д. 1', String((number += 1)));
    const path = `/accounts/${account}/people/invite`;
    const form = (await (await signIn(world, owner)).get(path)).form(path);
    expect((await form.submit({ email: `${guest}@example.test`, role: 'family' })).status).toBe(303);
    const letter = await world.mail.waitForLetter({ to: `${guest}@example.test`, subject: 'Приглашение' });
    const link = letter.links.find((one) => one.includes('/invitations'))!;
    // a registration by the profile that nobody has confirmed, and the profile at a login with another address
    const half = await registerBy(person(`${guest}@example.test`), `${thief}-half`, `${guest}@example.test`);
    expect((await half.get(link)).text).toContain('войдите с тем E-mail');
    await giveResident(world, thief);
    const browser = await signIn(world, thief);
    const own = (await browser.get(`/profile/${id}`)).form(`/profile/${id}`);
    const shown = person(`${guest}@example.test`);
    await browser.get(await provider.allow(awayTo(await own.submit({ current: PASSWORD })), shown));
    const refused = await browser.get(link);
    expect([refused.status, refused.text.includes('Приглашение не подошло')]).toEqual([404, true]);
    const again = world.visitor();
    await come(shown, again);
    expect((await again.get(link)).status).toBe(404);
    expect(
      await world.database.query('SELECT FROM account_links WHERE account_id = $1', [account]),
    ).toHaveLength(1);
  });

  it('when somebody invited into a household takes over a cabinet that a stranger had begun with their address', async () => {
    const [owner, guest] = [`${id}-host`, `${id}-awaited`];
    const email = `${guest}@example.test`;
    await giveResident(world, owner);
    const account = await giveFlat(world, owner, 'г. Иркутск, ул. Званая, д. 2', String((number += 1)));
    const stranger = person(email);
    const begun = await registerBy(stranger, guest, email);
    await world.mail.waitForLetter({ to: email, subject: SUBJECT });
    const path = `/accounts/${account}/people/invite`;
    const form = (await (await signIn(world, owner)).get(path)).form(path);
    expect((await form.submit({ email, role: 'family' })).status).toBe(303);
    const letter = await world.mail.waitForLetter({ to: email, subject: 'Приглашение' });
    const link = letter.links.find((one) => one.includes('/invitations'))!;
    await begun.get(link);
    await recover(guest, email);
    const rightful = world.visitor();
    await (await rightful.get('/auth/')).form('/auth/login').submit({ login: guest, password: OTHER });
    const taken = await (await rightful.get(link)).form('/invitations').submit({});
    expect(taken.location).toBe(`/accounts/${account}`);
    // neither the browser that began it nor the profile leads in
    expect((await begun.get(`/accounts/${account}`)).status).toBe(303);
    expect((await come(stranger)).location).toBe(`/auth/${id}/registration`);
    expect(await profiles(guest)).toBe(0);
  });

  it('when a session was left open by a profile that was linked with a stolen password', async () => {
    const login = `${id}-session`;
    await register(world, login);
    const thief = await signIn(world, login);
    const foreign = person('thief@example.test');
    const form = (await thief.get(`/profile/${id}`)).form(`/profile/${id}`);
    await thief.get(await provider.allow(awayTo(await form.submit({ current: PASSWORD })), foreign));
    const intruder = world.visitor();
    await come(foreign, intruder);
    expect((await intruder.get('/accounts')).status).toBe(200);

    await recover(login, `${login}@example.test`, { removeProfiles: true });
    for (const browser of [thief, intruder]) expect((await browser.get('/accounts')).status).toBe(303);
    expect((await come(foreign)).location).toBe(`/auth/${id}/registration`);
    expect((await enter(login, OTHER)).location).toBe('/accounts');
  });

  it('when a profile was attached to a registration with the address of somebody else', async () => {
    const email = `${id}-trojan@example.test`;
    const foreign = person(email);
    await registerBy(foreign, email, email);
    await world.mail.waitForLetter({ to: email, subject: SUBJECT });
    await recover(email, email);
    expect((await enter(email, OTHER)).location).toBe('/accounts');
    expect(await profiles(email)).toBe(0);
    expect((await come(foreign)).location).toBe(`/auth/${id}/registration`);
  });

  it('when the address of somebody else stood in a registration that was then given another one, or was put into it', async () => {
    const email = `${id}-borrowed@example.test`;
    const foreign = person(email);
    const thief = await registerBy(foreign, `${id}-borrower`, email);
    const lost = await world.mail.waitForLetter({ to: email, subject: SUBJECT });
    const fix = async (to: string): Promise<void> => {
      const form = (await thief.get(`/auth/${id}/registration`)).form(`/auth/${id}/registration`);
      expect((await form.submit({ email: to, consent: true })).location).toBe('/auth/registration/sent');
    };
    await fix(`${id}-own@example.test`);
    // whoever has the mailbox confirms nothing by the letter of before
    const opened = await world.visitor().get(lost.links[0]!);
    await opened.form('/auth/confirmation').submit({});
    expect((await come(foreign)).status).toBe(422);
    // and back: their own registration wins, the thief's profile opens nothing of theirs
    await fix(email);
    await world.mail.waitForLetter({ to: email, subject: SUBJECT });
    const login = `${id}-rightful`;
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    await form.submit({ ...registration(login), email });
    const letter = await world.mail.waitForLetter({ to: email, subject: SUBJECT });
    const page = await world.visitor().get(letter.links[0]!);
    expect((await page.form('/auth/confirmation').submit({})).text).toContain('успешно подтверждена');
    expect(await profiles(login)).toBe(0);
    expect((await come(foreign)).status).toBe(422);
    expect((await enter(email, PASSWORD)).location).toBe('/accounts');
  });

  it('when the address of somebody else was to become the own one later', async () => {
    const who = person(`${id}-change@example.test`);
    const thief = await registerBy(who, `${id}-change`, `${id}-change@example.test`);
    const letter = await world.mail.waitForLetter({ to: `${id}-change@example.test`, subject: SUBJECT });
    await thief.get(letter.links[0]!);
    await come(who, thief);
    // Without a password no change of the address begins, whatever is sent.
    const page = await thief.get('/profile/email');
    expect([page.status, page.forms().some((form) => form.names().includes('email'))]).toEqual([200, false]);
    const csrf = (await thief.get('/profile')).form('/auth/logout').value('_csrf')!;
    const email = `${id}-victim@example.test`;
    const asked = await thief.post('/profile/email', { _csrf: csrf, email, current: PASSWORD });
    expect(asked.status).toBe(422);
    await world.mail.noLetter({ to: email, subject: 'Подтверждение нового адреса' });
    await register(world, `${id}-victim`);
    expect((await come(who)).location).toBe('/accounts');
    expect((await enter(email, PASSWORD)).location).toBe('/accounts');
  });

  it('when the provider shows an address that nobody has proven', async () => {
    const login = `${id}-shown`;
    await register(world, login);
    const foreign = person(`${login}@example.test`);
    await registerBy(foreign, `${login}-thief`, `${login}@example.test`);
    await world.mail.waitForLetter({ to: `${login}@example.test`, subject: 'Попытка регистрации' });
    expect(await profiles(login)).toBe(0);
    expect((await come(foreign)).errors[0]).toContain('ещё не подтверждена');
    expect((await enter(login, PASSWORD)).location).toBe('/accounts');
  });
});
