import { randomInt } from 'node:crypto';
import { CONSENT } from '../../src/users/consent.js';
import { emailKey } from '../../src/users/email-address.js';
import { loginKey } from '../../src/users/login-name.js';
import { normalisePhone } from '../../src/users/phone.js';
import type { Client } from './client.js';
import type { World } from './world.js';

/** The password of every resident of the tests. */
export const PASSWORD = 'мост и лампа 7';

/** What a resident types into the registration form. */
export function registration(login: string): Record<string, string | boolean> {
  return {
    login,
    password: PASSWORD,
    repeat: PASSWORD,
    firstName: 'Ирина',
    middleName: 'Петровна',
    lastName: 'Белова',
    email: login.includes('@') ? login : `${login}@example.test`,
    phone: '8 (902) 512-34-56',
    consent: true,
  };
}

/** PASSWORD with the parameters that the product has unless it is told others. */
const HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$SB5O+pgqau3rMHAT4vKu7g$rjHmqz+L9puAxdGj8hsNQ8kSxEXRq8X/cbvuh+g8kvo';

/** A resident who has registered and confirmed the address; returns a browser, not signed in yet. */
export async function giveResident(world: World, login: string): Promise<Client> {
  const { firstName, middleName, lastName, email, phone } = registration(login) as Record<string, string>;
  await world.database.query(
    `WITH resident AS (
       INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_hash,
                          password_changed_at, first_name, middle_name, last_name, phone, status)
       VALUES ($1, $2, $3, $4, $5, now(), $6, now(), $7, $8, $9, $10, 'active') RETURNING id)
     INSERT INTO consents (user_id, document, version, ip, user_agent)
     SELECT id, $11, $12, '127.0.0.0', '' FROM resident`,
    [
      randomInt(100_000_000, 2 ** 47),
      login,
      loginKey(login),
      email,
      emailKey(email!),
      HASH,
      firstName,
      middleName,
      lastName,
      normalisePhone(phone!),
      CONSENT.document,
      CONSENT.version,
    ],
  );
  return world.visitor();
}

/** The same through the pages and the letter, for suites that are about registration or what comes of it. */
export async function register(world: World, login: string): Promise<Client> {
  const visitor = world.visitor();
  const form = (await visitor.get('/auth/?register=yes')).form('/auth/registration');
  const answer = await form.submit(registration(login));
  if (answer.status !== 303) {
    throw new Error(`registration of ${login} was refused: ${answer.errors.join('; ')}`);
  }
  const letter = await world.mail.waitForLetter({
    to: `${login}@example.test`,
    subject: 'Подтверждение регистрации',
  });
  await visitor.get(letter.links[0]!);
  return visitor;
}

/** Signs a resident in; returns the browser. */
export async function signIn(world: World, login: string, visitor = world.visitor()): Promise<Client> {
  const form = (await visitor.get('/auth/')).form('/auth/login');
  const answer = await form.submit({ login, password: PASSWORD });
  if (answer.location !== '/accounts') {
    throw new Error(`${login} was not let in: ${answer.errors.join('; ')}`);
  }
  return visitor;
}
