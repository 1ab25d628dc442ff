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

/** Registers and confirms a resident through the pages; returns the browser, not signed in yet. */
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
