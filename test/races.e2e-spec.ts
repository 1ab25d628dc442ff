import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Client } from './support/client.js';
import { accountId, loadDemo } from './support/office.js';
import { giveResident, PASSWORD, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let word: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', DATABASE_POOL: '20' });
  word = (await loadDemo(world)).word;
});
afterAll(() => world?.stop());

async function count(sql: string, ...values: unknown[]): Promise<number> {
  const rows = await world.database.query<{ count: string }>(`SELECT count(*) FROM ${sql}`, values);
  return Number(rows[0]!.count);
}

describe('At the same moment', () => {
  it('one single-use word links one resident of five', async () => {
    const id = await accountId(world, 14);
    const ready = async (login: string): Promise<Client> => {
      await giveResident(world, login);
      const visitor = await signIn(world, login);
      const step = (await visitor.get('/accounts/link/word')).form('/accounts/link/word');
      const choice = await (await step.submit({ word })).follow();
      await choice.form('/accounts/link/choose').submit({ accounts: [id] });
      return visitor;
    };
    const visitors: Client[] = [];
    for (const login of ['one', 'two', 'three', 'four', 'five']) {
      visitors.push(await ready(login));
    }
    const forms = await Promise.all(
      visitors.map(async (visitor) =>
        (await visitor.get('/accounts/link/finish')).form('/accounts/link/finish'),
      ),
    );
    const answers = await Promise.all(forms.map((form) => form.submit({})));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(4);
    expect(await count('account_links WHERE account_id = $1', id)).toBe(1);
    expect(await count('code_words WHERE used_count = 1')).toBe(1);
    expect(await count("letters WHERE kind = 'account-linked'")).toBe(1);
  });

  it('one recovery string changes the password once of ten times', async () => {
    await giveResident(world, 'recovers');
    const visitor = world.visitor();
    await (
      await visitor.get('/auth/?forgot_password=yes')
    )
      .form('/auth/recovery')
      .submit({ login: 'recovers' });
    const letter = await world.mail.waitForLetter({
      to: 'recovers@example.test',
      subject: 'Запрос на смену пароля',
    });
    const form = (await visitor.get(letter.links.find((link) => link.includes('USER_CHECKWORD'))!)).form(
      '/auth/password',
    );
    const passwords = Array.from({ length: 10 }, (_, index) => `сито и облако ${index}`);
    const answers = await Promise.all(
      passwords.map((password) => form.submit({ password, repeat: password })),
    );
    const winner = answers.findIndex(({ status }) => status === 303);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await count("letters WHERE kind = 'password-changed'")).toBe(1);
    const signInForm = (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await signInForm.submit({ login: 'recovers', password: passwords[winner]! })).location).toBe(
      '/accounts',
    );
  });

  it('twenty registrations of one login make one resident', async () => {
    const forms = await Promise.all(
      Array.from({ length: 20 }, async () =>
        (await world.visitor().get('/auth/?register=yes')).form('/auth/registration'),
      ),
    );
    const answers = await Promise.all(
      forms.map((form, index) =>
        form.submit({ ...registration('wanted'), email: `wanted${index}@example.test` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter((page) => page.errorOf('login')?.includes('занят'))).toHaveLength(19);
    expect(await count("users WHERE login_key = 'wanted'")).toBe(1);
  });

  it('a double click on a form registers once and says so twice', async () => {
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    const answers = await Promise.all([
      form.submit(registration('double')),
      form.submit(registration('double')),
    ]);
    expect(answers.map(({ location }) => location)).toEqual([
      '/auth/registration/sent',
      '/auth/registration/sent',
    ]);
    expect(await count("letters WHERE recipient = 'double@example.test'")).toBe(1);
  });

  it('two registrations with one address: the first to confirm has it', async () => {
    const letters = [];
    for (const login of ['first', 'second']) {
      const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
      await form.submit({ ...registration(login), email: 'shared@example.test' });
      letters.push(await world.mail.waitForLetter({ to: 'shared@example.test', subject: 'Подтверждение' }));
    }
    const forms = await Promise.all(
      letters.map(async (letter) => (await world.visitor().get(letter.links[0]!)).form('/auth/confirmation')),
    );
    const answers = await Promise.all(forms.map((form) => form.submit({})));
    expect(answers.filter((page) => page.text.includes('успешно подтверждена'))).toHaveLength(1);
    expect(await count("users WHERE email_key = 'shared@example.test' AND status = 'active'")).toBe(1);
  });

  it('a session ended during a slow request stays ended', async () => {
    await giveResident(world, 'slow');
    const visitor = await signIn(world, 'slow');
    const other = visitor.copy();
    const out = (await other.get('/accounts')).form('/auth/logout');
    // Holds the row of the session, so that the request under way must wait with its write.
    const holder = new pg.Client(world.database.url);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(
      "SELECT FROM sessions s JOIN users u ON u.id = s.user_id WHERE login = 'slow' FOR UPDATE OF s",
    );
    await world.database.query("UPDATE code_words SET used_count = 0, expires_at = now() + interval '1 day'");
    const word_ = visitor
      .get('/accounts/link/word')
      .then((page) => page.form('/accounts/link/word').submit({ word }));
    const leaving = out.submit({});
    await new Promise((resolve) => setTimeout(resolve, 300));
    await holder.query('COMMIT');
    await holder.end();
    await Promise.all([word_, leaving]);
    expect((await visitor.get('/accounts')).location).toContain('/auth/');
    expect(await count("sessions s JOIN users u ON u.id = s.user_id WHERE login = 'slow'")).toBe(0);
  });

  it('a sign-in with the old password and a change of it: the old one opens no session', async () => {
    await giveResident(world, 'changing');
    const owner = await signIn(world, 'changing');
    const change = (await owner.get('/profile/password')).form('/profile/password');
    const forms = await Promise.all(
      Array.from({ length: 6 }, async () => (await world.visitor().get('/auth/')).form('/auth/login')),
    );
    const [changed] = await Promise.all([
      change.submit({ current: PASSWORD, password: 'облако и сито 9', repeat: 'облако и сито 9' }),
      ...forms.map((form) => form.submit({ login: 'changing', password: PASSWORD })),
    ]);
    expect(changed.location).toBe('/profile');
    // Only the owner's new session is left, whatever the order was.
    expect(await count("sessions s JOIN users u ON u.id = s.user_id WHERE login = 'changing'")).toBe(1);
  });

  it('two changes of one password: the second finds the first', async () => {
    await giveResident(world, 'twice');
    const [here, there] = [await signIn(world, 'twice'), await signIn(world, 'twice')];
    const forms = await Promise.all(
      [here, there].map(async (visitor) =>
        (await visitor.get('/profile/password')).form('/profile/password'),
      ),
    );
    const answers = await Promise.all(
      forms.map((form, index) => {
        const password = `сито и облако ${index}`;
        return form.submit({ current: PASSWORD, password, repeat: password });
      }),
    );
    expect(answers.filter(({ location }) => location === '/profile')).toHaveLength(1);
  });
});
