import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveMember } from './support/household.js';
import type { Page } from './support/page.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let flats = 0;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const mail = (login: string): string => `${login}@example.test`;

/** An owner of a flat, signed in. */
async function flat(): Promise<{ account: string; login: string; owner: Client }> {
  const login = `owner-${(flats += 1)}`;
  await giveResident(world, login);
  const account = await giveAccount(world, login, `01000${String(30_000 + flats)}`);
  return { account, login, owner: await signIn(world, login) };
}

async function invite(owner: Client, account: string, email: string): Promise<Page> {
  const path = `/accounts/${account}/people/invite`;
  return (await owner.get(path)).form(path).submit({ role: 'family', email });
}

/** The letters of invitations to an address: whether each has to wait. */
const letters = (email: string): Promise<{ late: boolean }[]> =>
  world.database.query(
    `SELECT next_attempt_at > now() + interval '1 hour' AS late FROM letters
     WHERE kind = 'household-invitation' AND recipient = $1 ORDER BY created_at`,
    [email],
  );

describe('Whoever invites', () => {
  it('does not learn that others have invited the same address: the answer is the same, the letter leaves a day later', async () => {
    const shared = mail('wanted');
    const answers: Page[] = [];
    for (let n = 1; n <= 4; n += 1) {
      const { owner, account } = await flat();
      answers.push(await (await invite(owner, account, shared)).follow());
    }
    for (const page of answers) expect(page.text).toContain(`Приглашение отправлено на ${shared}`);
    expect((await letters(shared)).map(({ late }) => late)).toEqual([false, false, false, true]);
    // and no flood of invitations becomes a flood of letters
    for (let n = 1; n <= 6; n += 1) {
      const { owner, account } = await flat();
      expect((await invite(owner, account, shared)).status).toBe(303);
    }
    expect(await letters(shared)).toHaveLength(8);
  });

  it('spends one of ten by a double press, and none where it was refused', async () => {
    const { owner, account } = await flat();
    const path = `/accounts/${account}/people/invite`;
    for (let n = 1; n <= 9; n += 1) {
      expect((await invite(owner, account, mail(`guest-${n}`))).status).toBe(303);
    }
    const form = (await owner.get(path)).form(path);
    const fields = { role: 'family', email: mail('guest-10') };
    const presses = await Promise.all([form.submit(fields), form.submit(fields), form.submit(fields)]);
    expect(presses.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await letters(mail('guest-10'))).toHaveLength(1);
    const eleventh = await invite(owner, account, mail('guest-11'));
    expect(eleventh.status).toBe(422);
    expect(eleventh.text).toContain('Уже много приглашений за день');
  });

  it('invites nobody to an account that is closed, also by a form that stood open', async () => {
    const { owner, account } = await flat();
    const path = `/accounts/${account}/people/invite`;
    const form = (await owner.get(path)).form(path);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    const refused = await form.submit({ role: 'family', email: mail('late') });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('лицевой счет закрыт');
    expect((await owner.get(path)).status).toBe(403);
    const people = await owner.get(`/accounts/${account}/people`);
    expect(people.text).toContain('пригласить никого нельзя');
    expect(people.body.toString()).not.toContain(path);
    expect(await letters(mail('late'))).toEqual([]);
  });
});

describe('A form of the book that stood open', () => {
  const written = { kind: 'complaint', topic: 'other', title: '', text: 'Лифт гудит всю ночь напролёт' };
  const sent = (login: string): Promise<{ account: string | null; address: string }[]> =>
    world.database.query(
      'SELECT a.account_id AS account, a.address FROM appeals a JOIN users u ON u.id = a.user_id WHERE u.login = $1',
      [login],
    );

  it('says that the flat is not open any more, in the place of dropping it', async () => {
    const { account } = await flat();
    const lodger = await giveMember(world, 'lodger', account, { role: 'tenant' });
    const page = await lodger.get('/book/new');
    const topic = page.html
      .querySelectorAll('#topic option')
      .map((option) => option.getAttribute('value'))
      .find(Boolean)!;
    const form = page.form('/book/new');
    await world.database.query(
      `UPDATE account_links SET ended_at = now(), ended_by = 'owner'
       WHERE account_id = $1 AND user_id = (SELECT id FROM users WHERE login = 'lodger')`,
      [account],
    );
    const refused = await form.submit({ ...written, topic, account });
    expect(refused.status).toBe(422);
    expect(refused.errorOf('address')).toContain('вам больше не открыта');
    expect(refused.form('/book/new').value('text')).toBe(written.text);
    expect(await sent('lodger')).toEqual([]);
    const answer = await refused.form('/book/new').submit({ address: 'ул. Лесная, 4, кв. 5' });
    expect(answer.status).toBe(303);
    expect(await sent('lodger')).toEqual([{ account: null, address: 'ул. Лесная, 4, кв. 5' }]);
  });
});
