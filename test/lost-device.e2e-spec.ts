import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import type { Letter } from './support/letter.js';
import { act, enterOffice, hire, STAFF_PASSWORD } from './support/office.js';
import type { Page } from './support/page.js';
import { startProduct } from './support/product.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const APPROVALS = '/office/residents/approvals';
const PASSPORT = { ground: 'passport' };
const ASKED = 'В офисе просят снять ваши ключи входа';
const REMOVED = 'С кабинета сняты ключи входа';

let world: World;
let olga: Client;
let piter: Client;
let chief: Client;
let other: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  piter = await hire(world, 'piter', 'operator', 'Пётр Ли');
  chief = await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
  other = await hire(world, 'other', 'administrator', 'Ким Вера Петровна');
});
afterAll(() => world?.stop());

/** A resident with two keys. */
async function keyed(login: string): Promise<string> {
  await giveResident(world, login);
  const [user] = await world.database.query<{ id: string }>(
    `INSERT INTO passkeys (user_id, credential, public_key, counter, name, created_at)
     SELECT u.id, u.login || n, '', 0, 'Телефон ' || n, now() FROM users u, generate_series(1, 2) n WHERE login = $1
     RETURNING user_id AS id`,
    [login],
  );
  return user!.id;
}

const keys = async (id: string): Promise<number> =>
  (await world.database.query('SELECT FROM passkeys WHERE user_id = $1', [id])).length;

async function ask(who: Client, id: string, fields: Record<string, string> = PASSPORT): Promise<Page> {
  const path = `/office/residents/${id}/device`;
  return (await who.get(path)).form(path).submit(fields);
}

/** The wish of a resident that was made last. */
async function wishOf(id: string): Promise<{ id: string; outcome: string | null }> {
  const [wish] = await world.database.query<{ id: string; outcome: string | null }>(
    'SELECT id, outcome FROM lost_devices WHERE user_id = $1 ORDER BY asked_at DESC LIMIT 1',
    [id],
  );
  return wish!;
}

async function decide(who: Client, id: string, how: 'confirm' | 'refuse'): Promise<Page> {
  const page = await who.get(APPROVALS);
  const wish = await wishOf(id);
  const path = `${APPROVALS}/device/${wish.id}/${how}`;
  if (how === 'confirm') return (await page.form(path).submit({})).follow();
  expect(page.html.querySelector(`a[href="${path}"]`)?.text).toBe('Отказать');
  const asked = (await who.get(path)).form(path);
  expect((await asked.submit({})).errors).toEqual(['Напишите причину']);
  return (await asked.submit({ reason: 'Позвонила: телефон нашёлся' })).follow();
}

/** Past every page: as a program would that knows the address. */
async function decideByHand(who: Client, id: string, how: 'confirm'): Promise<Page> {
  const csrf = (await who.get('/office'))
    .forms()
    .find((form) => form.value('_csrf'))!
    .value('_csrf')!;
  return who.post(`${APPROVALS}/device/${(await wishOf(id)).id}/${how}`, { _csrf: csrf });
}

const letterTo = (login: string, subject: string): Promise<Letter> =>
  world.mail.waitForLetter({ to: `${login}@example.test`, subject });
const linkIn = (letter: Letter): string => letter.links.find((link) => link.includes('/auth/lost-device'))!;

async function notMe(letter: Letter): Promise<Page> {
  return (await (await world.visitor().get(linkIn(letter))).form('/auth/lost-device').submit({})).follow();
}

async function journal(id: string): Promise<string[]> {
  const rows = await world.database.query<{ action: string }>(
    `SELECT action FROM audit_events WHERE object_id = $1 AND (action LIKE 'user.lost%' OR action LIKE 'user.help%') ORDER BY id`,
    [id],
  );
  return rows.map(({ action }) => action);
}

/** A day has passed, and a portal that has just started does its chores at once. */
async function dayAfter(id: string, check: () => Promise<boolean>): Promise<void> {
  await world.database.query(
    "UPDATE lost_devices SET due_at = now() - interval '1 second' WHERE user_id = $1 AND ended_at IS NULL",
    [id],
  );
  const portal = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url });
  await eventually(check);
  await portal.stop();
}

describe('Whoever has keys', () => {
  it.each([
    ['slip', 'slip-of-keys', PASSPORT, 'Листок это отключит'],
    [
      'email',
      'letter-of-keys',
      { ...PASSPORT, email: 'thief@example.test', repeat: 'thief@example.test' },
      'С письмом на другой адрес войдут и без этого',
    ],
  ] as const)('is let in past them by no operator alone: %s', async (kind, login, fields, told) => {
    const id = await keyed(login);
    const path = `/office/residents/${id}/${kind}`;
    const page = await olga.get(path);
    expect(page.text).toMatch(/У жителя есть: ключ доступа «Телефон .», ключ доступа «Телефон .»\./);
    expect(page.text).toContain(told);
    expect(page.text).not.toContain('Без администратора за эти сутки');
    if (kind === 'slip') expect(page.text).toContain('Попросить администратора');
    expect((await (await page.form(path).submit({ ...fields })).follow()).text).toContain(
      'Нужен второй человек',
    );
    const [given] = await world.database.query<{ count: number }>(
      "SELECT count(*)::integer AS count FROM auth_codes WHERE user_id = $1 AND purpose IN ('slip', 'email')",
      [id],
    );
    expect(given!.count).toBe(0);
    const approve = (await chief.get(APPROVALS)).forms().find(({ action }) => action.endsWith('/approve'))!;
    expect((await (await approve.submit({})).follow()).text).toContain('Подтверждено');
    if (kind !== 'slip') return;
    const again = await olga.get(path);
    expect(again.text).toContain('Администратор подтвердил, листок можно распечатать');
    expect(again.text).toContain('Выдать и распечатать');
  });
});

describe('Keys of a lost device', () => {
  it('are taken off a day after one has asked and another has confirmed; the resident is told twice, all are signed out', async () => {
    const id = await keyed('lost');
    const session = await signIn(world, 'lost');
    const page = await olga.get(`/office/residents/${id}/device`);
    expect(page.text).toContain('ключ доступа «Телефон 1»');
    const asked = await (await ask(olga, id, { ground: 'application', application: '17-а' })).follow();
    expect(asked.text).toContain('Теперь нужен второй человек');
    expect(asked.text).toContain('Ждёт подтверждения администратора');
    const letter = await letterTo('lost', ASKED);
    expect(letter.text).toContain('потеряли устройство');
    expect((await chief.get('/office')).text).toContain('подтвердить помощь жителю');
    expect((await chief.get(APPROVALS)).text).toContain('заявление № 17-а');
    expect((await decide(chief, id, 'confirm')).text).toContain('снимем, когда пройдут сутки');
    expect(await keys(id)).toBe(2);
    expect((await session.get('/accounts')).status).toBe(200);
    await dayAfter(id, async () => (await wishOf(id)).outcome === 'done');
    expect(await keys(id)).toBe(0);
    expect((await session.get('/accounts')).location).toContain('/auth/');
    const told = await letterTo('lost', REMOVED);
    expect(told.text).toContain('сняли ключи и коды входа');
    // the password has stayed
    expect((await (await signIn(world, 'lost')).get('/accounts')).status).toBe(200);
    expect(await journal(id)).toEqual([
      ...['user.help-asked', 'user.lost-device-confirmed', 'user.lost-device-removed'],
    ]);
    const history = await olga.get(`/office/residents/${id}`);
    expect(history.text).toContain('потеря устройства, заявление № 17-а');
    expect(history.text).not.toContain('Потеряно устройство');
  });

  it('go at once when two administrators have confirmed', async () => {
    const id = await keyed('at-once');
    await ask(olga, id);
    await decide(chief, id, 'confirm');
    const page = await other.get(APPROVALS);
    expect(page.text).toContain('Снять сейчас');
    expect((await decide(other, id, 'confirm')).text).toContain('Ключи и коды сняты');
    expect(await keys(id)).toBe(0);
  });

  it('are never taken off by one person: not by whoever asks, not by one who confirms twice, not by an operator', async () => {
    const id = await keyed('alone');
    await ask(chief, id);
    expect((await chief.get(APPROVALS)).text).toContain('Об этом просили вы');
    await decideByHand(chief, id, 'confirm');
    expect((await decideByHand(olga, id, 'confirm')).status).toBe(403);
    await decide(other, id, 'confirm');
    await Promise.all([decideByHand(other, id, 'confirm'), decideByHand(other, id, 'confirm')]);
    expect(await keys(id)).toBe(2);
    const confirmed = (await journal(id)).filter((action) => action === 'user.lost-device-confirmed');
    expect(confirmed).toHaveLength(1);
    const insert = world.database.query(
      `UPDATE lost_devices SET confirmed_by = staff_id WHERE user_id = $1`,
      [id],
    );
    await expect(insert).rejects.toThrow(/check constraint/);
    // whoever has confirmed may think better of it
    expect((await decide(other, id, 'refuse')).text).toContain('Отказано');
    expect(await keys(id)).toBe(2);
    // at the top for whoever has asked, in the history for all
    const told = async (who: Client): Promise<number> =>
      (await who.get(`/office/residents/${id}`)).text.split('«Позвонила: телефон нашёлся»').length - 1;
    expect([await told(chief), await told(olga)]).toEqual([2, 1]);
  });

  it('are not taken off by somebody who was made an administrator after it was asked, only by one who was one', async () => {
    const rising = await hire(world, 'rising', 'operator', 'Ростов Илья Ильич');
    const asking = await hire(world, 'asking', 'operator', 'Просьбина Вера Львовна');
    const id = await keyed('made-for-it');
    await ask(asking, id);
    const [{ id: staffId }] = (await world.database.query<{ id: string }>(
      "SELECT id FROM staff WHERE login = 'rising'",
    )) as [{ id: string }];
    const fields = { name: 'Ростов Илья Ильич', email: 'rising@example.test', role: 'administrator' };
    const shown = { ...fields, current: STAFF_PASSWORD };
    expect((await act(chief, `staff/records/${staffId}/change`, shown)).status).toBe(200);
    expect((await rising.get(APPROVALS)).text).toContain('до того, как вы стали администратором');
    expect((await decideByHand(rising, id, 'confirm')).status).toBe(303);
    expect(await journal(id)).toEqual(['user.help-asked']);
    // nor at once, as the second of two
    await decide(chief, id, 'confirm');
    await decideByHand(rising, id, 'confirm');
    expect(await keys(id)).toBe(2);
    expect((await decide(rising, id, 'refuse')).text).toContain('Отказано');
    await ask(asking, id);
    expect((await decide(rising, id, 'confirm')).text).toContain('снимем, когда пройдут сутки');
  });

  it('stay when whoever has asked, or has agreed, loses access meanwhile; others may ask anew', async () => {
    const dora = await hire(world, 'dora', 'operator', 'Дорина Дора Ильинична');
    const vesna = await hire(world, 'vesna', 'operator', 'Веснина Вера Павловна');
    const gone = await hire(world, 'gone', 'administrator', 'Ушёл Пётр Петрович');
    const set = (login: string, change: string): Promise<unknown> =>
      world.database.query(`UPDATE staff SET ${change} WHERE login = $1`, [login]);
    const id = await keyed('left-behind');
    await ask(dora, id);
    await set('dora', 'disabled_at = now()');
    expect((await decide(chief, id, 'confirm')).text).toContain('больше нет доступа');
    expect([(await wishOf(id)).outcome, await keys(id)]).toEqual(['past', 2]);
    // the one who agreed is sent away within the day
    await ask(vesna, id);
    await decide(gone, id, 'confirm');
    await set('gone', "role = 'operator'");
    await dayAfter(id, async () => (await wishOf(id)).outcome === 'past');
    expect(await keys(id)).toBe(2);
    // and what nobody has looked at does not stand in the way of others
    await set('dora', 'disabled_at = NULL');
    await ask(await enterOffice(world, 'dora', STAFF_PASSWORD), id);
    await set('dora', "role = 'moderator'");
    expect((await (await ask(vesna, id)).follow()).text).toContain('Теперь нужен второй человек');
    const ends = (await journal(id)).filter((action) => /closed|refused/.test(action));
    expect(ends).toEqual(Array(3).fill('user.help-closed'));
  });

  it('stay when the resident answers «Это не я», also against one who confirms at the same moment', async () => {
    const id = await keyed('not-me');
    await ask(olga, id);
    const letter = await letterTo('not-me', ASKED);
    // opening it changes nothing
    await world.visitor().get(linkIn(letter));
    expect((await wishOf(id)).outcome).toBeNull();
    expect((await notMe(letter)).text).toContain('Просьба отменена');
    expect((await wishOf(id)).outcome).toBe('disowned');
    expect((await world.visitor().get(linkIn(letter))).text).toContain('сделать уже ничего нельзя');
    expect((await decideByHand(chief, id, 'confirm')).status).toBe(303);
    expect(await keys(id)).toBe(2);
    await ask(olga, id);
    expect((await chief.get(APPROVALS)).text).toContain('Раньше житель ответил «Это не я»');
    await decide(chief, id, 'confirm');
    const second = await letterTo('not-me', ASKED);
    const [, told] = await Promise.all([decide(other, id, 'confirm'), notMe(second)]);
    const { outcome } = await wishOf(id);
    expect(['done', 'disowned']).toContain(outcome);
    expect(await keys(id)).toBe(outcome === 'done' ? 0 : 2);
    if (outcome === 'disowned') expect(told.text).toContain('Просьба отменена');
    else expect(told.text).toContain('Ссылка уже использована');
  });

  it('that are gone close the cabinet to everybody when the resident says so afterwards', async () => {
    const id = await keyed('after');
    await ask(olga, id);
    await decide(chief, id, 'confirm');
    await decide(other, id, 'confirm');
    const session = await signIn(world, 'after');
    const letter = await letterTo('after', REMOVED);
    expect((await notMe(letter)).text).toContain('Прежний пароль больше не подходит');
    expect((await session.get('/accounts')).location).toContain('/auth/');
    await letterTo('after', 'Запрос на смену пароля');
    const form = (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await form.submit({ login: 'after', password: PASSWORD })).status).toBe(422);
  });

  it('are told of to the former address too, while it may take a change back', async () => {
    const id = await keyed('moved');
    await world.database.query(
      `INSERT INTO email_changes (user_id, before_email, after_email, link_hmac, changed_at, undo_until)
       VALUES ($1, 'former@example.test', 'moved@example.test', '\\x01', now(), now() + interval '1 day')`,
      [id],
    );
    await ask(piter, id);
    const letter = await letterTo('former', ASKED);
    expect((await notMe(letter)).text).toContain('Просьба отменена');
    await ask(piter, id);
    await decide(chief, id, 'confirm');
    await decide(other, id, 'confirm');
    const told = await letterTo('former', REMOVED);
    expect(linkIn(told)).toBeUndefined();
    expect(told.text).toContain('верните свой адрес');
  });

  it('stay where they are the last way in, also when that becomes so meanwhile', async () => {
    const id = await keyed('last');
    await ask(piter, id);
    await decide(chief, id, 'confirm');
    await world.database.query('UPDATE users SET password_hash = NULL WHERE id = $1', [id]);
    expect((await decide(other, id, 'confirm')).text).toContain('Просьба устарела и закрыта');
    expect(await keys(id)).toBe(2);
    const refused = await ask(piter, id);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Другого входа у жителя нет');
  });

  it('are not asked for twice, not without a ground, not of who has none, is blocked or has lost the cabinet', async () => {
    const id = await keyed('bad');
    expect((await ask(piter, id, {})).status).toBe(422);
    const path = `/office/residents/${id}/device`;
    const form = (await piter.get(path)).form(path);
    const answers = await Promise.all([form.submit(PASSPORT), form.submit(PASSPORT), ask(chief, id)]);
    expect(answers.filter(({ status }) => status === 422).length).toBeLessThanOrEqual(1);
    const open = await world.database.query('SELECT FROM lost_devices WHERE user_id = $1', [id]);
    expect(open).toHaveLength(1);
    await giveResident(world, 'keyless');
    const [keyless] = await world.database.query<{ id: string }>(
      "SELECT id FROM users WHERE login = 'keyless'",
    );
    expect((await piter.get(`/office/residents/${keyless!.id}/device`)).text).toContain('Снимать нечего');
    const blocked = await keyed('shut');
    const late = (await piter.get(`/office/residents/${blocked}/device`)).form(
      `/office/residents/${blocked}/device`,
    );
    await world.database.query("UPDATE users SET status = 'blocked', block_reason = 'Ссора' WHERE id = $1", [
      blocked,
    ]);
    expect((await late.submit(PASSPORT)).status).toBe(409);
    expect((await piter.get(`/office/residents/${blocked}/device`)).text).toContain(
      'сначала снимите блокировку',
    );
  });

  it('are asked for five times a day by one of the office, and withdrawn only by who has asked', async () => {
    const hand = await hire(world, 'hand', 'operator', 'Рука Анна Павловна');
    const ids: string[] = [];
    for (let n = 1; n <= 6; n += 1) ids.push(await keyed(`many-${n}`));
    for (const id of ids.slice(0, 5)) expect((await ask(hand, id)).status).toBe(303);
    const sixth = await ask(hand, ids[5]!);
    expect(sixth.status).toBe(422);
    expect(sixth.text).toContain('уже пять раз');
    const wish = await wishOf(ids[0]!);
    const action = `/office/residents/${ids[0]!}/device/${wish.id}/withdraw`;
    expect(
      (await olga.get(`/office/residents/${ids[0]!}`)).forms().some((form) => form.action === action),
    ).toBe(false);
    const own = (await hand.get(`/office/residents/${ids[0]!}`)).form(action);
    expect((await (await own.submit({})).follow()).text).toContain('Просьба отозвана');
    expect((await (await own.submit({})).follow()).text).toContain('уже решено');
    // taken back or not, it has written a letter
    expect((await ask(hand, ids[5]!)).status).toBe(422);
  });
});
