import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveLink, giveMember } from './support/household.js';
import { giveMeter } from './support/meters.js';
import { hire } from './support/office.js';
import { sendRequest } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let olga: Client;
let flats = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
});
afterAll(() => world?.stop());

/** A flat with an owner who is signed in. */
async function flat(): Promise<{ account: string; login: string; owner: Client }> {
  const login = `keeper-${(flats += 1)}`;
  await giveResident(world, login);
  const account = await giveAccount(world, login, `01000${String(20_000 + flats)}`);
  return { account, login, owner: await signIn(world, login) };
}

async function ask(from: Client, account: string, text: string): Promise<string> {
  return `/requests/${await sendRequest(from, account, { text })}`;
}

async function say(from: Client, request: string, text: string): Promise<number> {
  const path = `${request}/messages`;
  return (await (await from.get(request)).form(path).submit({ text })).status;
}

/** Invites somebody; gives the link of the letter. */
async function invite(
  owner: Client,
  account: string,
  login: string,
  fields: Record<string, string | boolean>,
): Promise<string> {
  const path = `/accounts/${account}/people/invite`;
  const to = `${login}@example.test`;
  expect((await (await owner.get(path)).form(path).submit({ email: to, ...fields })).status).toBe(303);
  const letter = await world.mail.waitForLetter({ to, subject: 'Приглашение в личный кабинет' });
  const link = letter.links.find((one) => one.includes('/invitations?to='))!;
  return link.slice(link.indexOf('/invitations'));
}

async function link(
  login: string,
  account: string,
): Promise<{ id: string; role: string; money: boolean; until: string }> {
  const [row] = await world.database.query<{ id: string; role: string; money: boolean; until: string }>(
    `SELECT l.id, l.role, l.sees_money AS money, coalesce(to_char(l.until, 'YYYY-MM'), '') AS until
     FROM active_links l JOIN users u ON u.id = l.user_id WHERE u.login = $1 AND l.account_id = $2`,
    [login, account],
  );
  return row!;
}

const block = (login: string, blocked = true): Promise<unknown> =>
  world.database.query('UPDATE users SET status = $2, block_reason = $3 WHERE login = $1', [
    ...[login, blocked ? 'blocked' : 'active', blocked ? 'Проверка' : null],
  ]);

describe('Whoever links an account after its owner has changed', () => {
  it('sees neither requests nor papers of those who lived there before', async () => {
    const { account, login, owner } = await flat();
    const request = await ask(owner, account, 'Течёт труба, код домофона 77В');
    const [paper] = await world.database.query<{ id: string }>(
      `INSERT INTO reading_certificates (account_id, user_id, source, sent_at)
       SELECT $2, id, 'site', now() - interval '1 day' FROM users WHERE login = $1 RETURNING id`,
      [login, account],
    );
    const meter = await giveMeter(world, account, { readings: [['100'], ['105']] });
    await world.database.query('UPDATE meter_readings SET certificate_id = $2 WHERE meter_id = $1', [
      meter,
      paper!.id,
    ]);
    const papers = `/accounts/${account}/readings/certificates/${paper!.id}`;
    expect((await owner.get(papers)).status).toBe(200);
    const change = `/office/accounts/${account}/owner-change`;
    const changed = await (await olga.get(change)).form(change).submit({ reason: 'Выписка из ЕГРН' });
    expect(changed.status).toBe(303);
    const word = `/office/accounts/${account}/word`;
    const slip = await (await olga.get(word)).form(word).submit({});
    await giveResident(world, `${login}-new`);
    const next = await signIn(world, `${login}-new`);
    const typed = await (
      await next.get('/accounts/link/word')
    )
      .form('/accounts/link/word')
      .submit({ word: slip.html.querySelector('.word')!.text.trim() });
    const choice = await typed.follow();
    const last = await (await choice.form('/accounts/link/choose').submit({ accounts: [account] })).follow();
    expect((await last.form('/accounts/link/finish').submit({})).status).toBe(303);
    expect((await next.get(request)).status).toBe(404);
    for (const page of [
      '/requests',
      `/requests?q=${encodeURIComponent('труба')}`,
      `/accounts/${account}`,
      `/accounts/${account}/readings/history`,
    ]) {
      const seen = await next.get(page);
      expect([page, seen.status]).toEqual([page, 200]);
      expect(seen.body.toString()).not.toContain(request);
      expect(seen.body.toString()).not.toContain(paper!.id);
    }
    expect((await next.get(papers)).status).toBe(404);
    // what comes from then on is theirs
    const own = await ask(next, account, 'Не греет батарея');
    expect((await next.get('/requests')).body.toString()).toContain(own);
  });
});

describe('Whoever has an account no more', () => {
  it('reads their own request as it stood then, and takes no part in it', async () => {
    const { account, login, owner } = await flat();
    const lodger = await giveMember(world, `${login}-lodger`, account, { role: 'tenant' });
    const request = await ask(lodger, account, 'Капает кран');
    expect(await say(lodger, request, 'Можно после шести')).toBe(303);
    const open = await lodger.get(request);
    const { id } = await link(`${login}-lodger`, account);
    const end = `/accounts/${account}/people/${id}/end`;
    expect((await (await owner.get(end)).form(end).submit({})).status).toBe(303);
    expect(await say(owner, request, 'Теперь мой код 1234')).toBe(303);
    const read = await lodger.get(request);
    expect(read.text).toContain('Можно после шести');
    expect(read.text).not.toContain('1234');
    expect(read.text).toContain('больше не в вашем кабинете');
    expect((await open.form(`${request}/messages`).submit({ text: 'Это снова я' })).status).toBe(403);
    expect((await owner.get(request)).text).not.toContain('Это снова я');
  });
});

describe('An invitation', () => {
  it('of an owner who is blocked, or is leaving the cabinet, opens nothing until that is over', async () => {
    const { account, login, owner } = await flat();
    await giveResident(world, `${login}-guest`);
    const guest = await signIn(world, `${login}-guest`);
    const letter = await invite(owner, account, `${login}-guest`, { role: 'family' });
    const offered = await guest.get(letter);
    await block(login);
    expect((await guest.get(letter)).status).toBe(404);
    expect((await offered.form('/invitations').submit({})).status).toBe(404);
    await block(login, false);
    const leaving = (at: string | null): Promise<unknown> =>
      world.database.query(
        "UPDATE users SET removal_asked_at = $2::timestamptz, removal_due_at = $2::timestamptz + interval '7 days' WHERE login = $1",
        [login, at],
      );
    await leaving(new Date().toISOString());
    expect((await offered.form('/invitations').submit({})).status).toBe(404);
    await leaving(null);
    expect((await offered.form('/invitations').submit({})).status).toBe(303);
  });

  it('to somebody who sees the account already makes what it says of it', async () => {
    const { account, login, owner } = await flat();
    const who = `${login}-lodger`;
    const lodger = await giveMember(world, who, account, { role: 'tenant' });
    const year = new Date().getFullYear() + 1;
    const longer = await invite(owner, account, who, { role: 'tenant', until: `30.06.${year}`, money: true });
    expect((await (await lodger.get(longer)).form('/invitations').submit({})).status).toBe(303);
    expect(await link(who, account)).toMatchObject({
      role: 'tenant',
      money: true,
      until: expect.stringMatching(String(year)),
    });
    const family = await invite(owner, account, who, { role: 'family' });
    expect((await (await lodger.get(family)).form('/invitations').submit({})).status).toBe(303);
    expect(await link(who, account)).toMatchObject({ role: 'family', money: false, until: '' });
  });
});

describe('An owner whom the office has blocked', () => {
  it('is no owner that an account could be left with', async () => {
    const { account, login, owner } = await flat();
    await giveMember(world, `${login}-second`, account);
    await giveMember(world, `${login}-son`, account, { role: 'family' });
    await block(`${login}-second`);
    const page = await owner.get(`/accounts/${account}/unlink`);
    expect(page.text).toContain('единственный владелец');
    const { id } = await link(login, account);
    const unlink = `/office/accounts/${account}/people/${id}/unlink`;
    const refused = await (await olga.get(unlink)).form(unlink).submit({ reason: 'Продал' });
    expect(refused.text).toContain('единственный владелец');
    expect((await link(login, account)).role).toBe('owner');
  });
});

describe('The office', () => {
  it('gives a word for the family to somebody who only pays, and tells owners of another owner', async () => {
    const { account, login } = await flat();
    const payer = await giveMember(world, `${login}-payer`, account, { role: 'payer' });
    const word = `/office/accounts/${account}/word`;
    const slip = await (await olga.get(word)).form(word).submit({ family: true });
    const typed = await (
      await payer.get('/accounts/link/word')
    )
      .form('/accounts/link/word')
      .submit({ word: slip.html.querySelector('.word')!.text.trim() });
    const choice = await typed.follow();
    const last = await (await choice.form('/accounts/link/choose').submit({ accounts: [account] })).follow();
    expect((await last.form('/accounts/link/finish').submit({})).status).toBe(303);
    const { id, role } = await link(`${login}-payer`, account);
    expect(role).toBe('family');
    const change = `/office/accounts/${account}/people/${id}/role`;
    const joined = { to: `${login}@example.test`, subject: 'лицевому счету' };
    expect((await world.mail.waitForLetter(joined)).text).toContain('член семьи');
    await (await olga.get(change)).form(change).submit({ role: 'owner', ground: 'Выписка из ЕГРН' });
    expect((await world.mail.waitForLetter(joined)).text).toContain('владелец');
  });

  it('writes the day and the money of a tenant into the letter and the journal', async () => {
    const { account, login } = await flat();
    await giveResident(world, `${login}-lodger`);
    const id = await giveLink(world, `${login}-lodger`, account, { role: 'tenant' });
    const change = `/office/accounts/${account}/people/${id}/role`;
    const year = new Date().getFullYear() + 1;
    const done = await (
      await olga.get(change)
    )
      .form(change)
      .submit({ role: 'tenant', until: `30.06.${year}`, money: true, ground: 'Заявление' });
    expect([done.status, done.errors]).toEqual([303, []]);
    const letter = await world.mail.waitForLetter({
      to: `${login}-lodger@example.test`,
      subject: 'Как вы видите',
    });
    const told = `арендатор с балансом и квитанциями, по 30 июня ${year}`;
    expect(letter.text.replaceAll('\u00a0', ' ')).toContain(told);
    const history = await olga.get(`/office/accounts/${account}/history`);
    expect(history.text.replaceAll('\u00a0', ' ')).toContain(told);
  });
});
