import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

/** Changes the address of whoever is signed in there; gives the link that the former address gets. */
async function move(visitor: Client, from: string, to: string, password = PASSWORD): Promise<string> {
  const form = (await visitor.get('/profile/email')).form('/profile/email');
  await form.submit({ email: to, current: password });
  const ask = await world.mail.waitForLetter({ to, subject: 'Подтверждение нового адреса' });
  const page = await visitor.get(ask.links.find((link) => link.includes('confirm_email'))!);
  expect((await page.form('/auth/email').submit({})).status).toBe(303);
  const told = await world.mail.waitForLetter({ to: from, subject: 'Адрес электронной почты изменён' });
  return told.links.find((link) => link.includes('/auth/email/undo'))!;
}

async function emailOf(login: string): Promise<string> {
  const rows = await world.database.query<{ email: string }>('SELECT email FROM users WHERE login = $1', [
    login,
  ]);
  return rows[0]!.email;
}

describe('A resident whose address somebody else has changed', () => {
  it('takes it back by the letter to the old one: the thief is signed out, and the password is void', async () => {
    await giveResident(world, 'robbed');
    const thief = await signIn(world, 'robbed');
    const link = await move(thief, 'robbed@example.test', 'thief@example.test');
    const owner = world.visitor();
    const page = await owner.get(link);
    expect(page.text).toContain('robbed@example.test');
    expect(await emailOf('robbed')).toBe('thief@example.test');
    const done = await page.form('/auth/email/undo').submit({});
    expect(done.location).toBe('/auth/');
    expect((await done.follow()).text).toContain('Прежний адрес возвращён');
    expect(await emailOf('robbed')).toBe('robbed@example.test');
    expect((await thief.get('/accounts')).location).toContain('/auth/');
    const again = await (
      await thief.get('/auth/')
    )
      .form('/auth/login')
      .submit({ login: 'robbed', password: PASSWORD });
    expect(again.location).not.toBe('/accounts');
    await world.mail.waitForLetter({ to: 'thief@example.test', subject: 'Возвращён прежний адрес' });
    const letter = await world.mail.waitForLetter({
      to: 'robbed@example.test',
      subject: 'Запрос на смену пароля',
    });
    const fresh = await owner.get(letter.links.find((one) => one.includes('change_password'))!);
    const password = 'облако и сито 9';
    const set = await fresh.form('/auth/password').submit({ password, repeat: password });
    expect(set.location).toBe('/auth/');
    const entered = await (
      await owner.get('/auth/')
    )
      .form('/auth/login')
      .submit({ login: 'robbed', password });
    expect(entered.location).toBe('/accounts');
  });

  it('takes it back once: of two presses at once one does it, later ones are told why not', async () => {
    await giveResident(world, 'twice');
    const link = await move(await signIn(world, 'twice'), 'twice@example.test', 'twice-new@example.test');
    const forms = await Promise.all(
      [1, 2, 3].map(async () => (await world.visitor().get(link)).form('/auth/email/undo')),
    );
    const answers = await Promise.all(forms.map((form) => form.submit({})));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
    expect((await world.visitor().get(link)).text).toContain('вернуть уже ничего нельзя');
    const journal = await world.database.query(
      "SELECT FROM audit_events e JOIN users u ON u.id::text = e.object_id WHERE login = 'twice' AND action = 'user.email-restored'",
    );
    expect(journal).toHaveLength(1);
  });

  it('tells somebody who taps twice the same of both taps', async () => {
    await giveResident(world, 'taps');
    const link = await move(await signIn(world, 'taps'), 'taps@example.test', 'taps-new@example.test');
    const page = await world.visitor().get(link);
    const taps = await Promise.all([1, 2].map(() => page.form('/auth/email/undo').submit({})));
    taps.push(await page.form('/auth/email/undo').submit({}));
    expect(taps.map(({ status, location }) => [status, location])).toEqual(Array(3).fill([303, '/auth/']));
    expect((await taps[2]!.follow()).text).toContain('Прежний адрес возвращён');
    expect(await emailOf('taps')).toBe('taps@example.test');
  });

  it('is not robbed again by the link that the thief got for a second change', async () => {
    await giveResident(world, 'chain');
    const thief = await signIn(world, 'chain');
    const owners = await move(thief, 'chain@example.test', 'first@example.test');
    const thiefs = await move(thief, 'first@example.test', 'second@example.test');
    await (await world.visitor().get(owners)).form('/auth/email/undo').submit({});
    expect(await emailOf('chain')).toBe('chain@example.test');
    const page = await world.visitor().get(thiefs);
    expect(page.text).toContain('вернуть уже ничего нельзя');
    expect(page.forms().some(({ action }) => action === '/auth/email/undo')).toBe(false);
  });

  it('has 72 hours for it', async () => {
    await giveResident(world, 'late');
    const link = await move(await signIn(world, 'late'), 'late@example.test', 'late-new@example.test');
    const [row] = await world.database.query<{ hours: string }>(
      "SELECT extract(epoch FROM undo_until - changed_at) / 3600 AS hours FROM email_changes WHERE before_email = 'late@example.test'",
    );
    expect(Number(row!.hours)).toBe(72);
    const form = (await world.visitor().get(link)).form('/auth/email/undo');
    await world.database.query(
      "UPDATE email_changes SET undo_until = now() - interval '1 second' WHERE before_email = 'late@example.test'",
    );
    const answer = await form.submit({});
    expect([answer.status, await emailOf('late')]).toEqual([422, 'late-new@example.test']);
    expect(answer.text).toContain('устарела');
  });

  it('learns in words that somebody else has confirmed the old address since', async () => {
    await giveResident(world, 'left');
    const link = await move(await signIn(world, 'left'), 'left@example.test', 'left-new@example.test');
    const form = (await world.visitor().get(link)).form('/auth/email/undo');
    await giveResident(world, 'heir');
    await world.database.query(
      "UPDATE users SET email = 'left@example.test', email_key = 'left@example.test' WHERE login = 'heir'",
    );
    const answer = await form.submit({});
    expect(answer.status).toBe(422);
    for (const page of [answer, await world.visitor().get(link)]) {
      expect(page.text).toContain('подтвердил другой житель');
      expect(page.forms().some(({ action }) => action === '/auth/email/undo')).toBe(false);
    }
    expect(await emailOf('left')).toBe('left-new@example.test');
  });

  it('finds nothing behind a link that is made up', async () => {
    for (const path of [
      '/auth/email/undo',
      '/auth/email/undo?k=AAAAAAAAAAAAAAAAAAAAAA',
      '/auth/email/undo?k=%00',
    ]) {
      const page = await world.visitor().get(path);
      expect([page.status, page.text.includes('вернуть уже ничего нельзя')]).toEqual([200, true]);
    }
  });
});
