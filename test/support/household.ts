import type { Role } from '../../src/accounts/household/rights.js';
import { giveResident, signIn } from './resident.js';
import type { Client } from './client.js';
import type { World } from './world.js';

/** How a test links somebody; a day that has passed is `-1 day`. */
interface Linked {
  readonly role?: Role;
  readonly money?: boolean;
  readonly until?: string;
}

/** Links an account to a resident in a role; a tenant stays ten days unless told otherwise. Gives the id of the link. */
export async function giveLink(
  world: World,
  login: string,
  account: string,
  { role = 'owner', money = false, until = role === 'tenant' ? '10 days' : '' }: Linked = {},
): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    `INSERT INTO account_links (user_id, account_id, role, sees_money, until)
     SELECT id, $2, $3, $4, now() + nullif($5, '')::interval FROM users WHERE login = $1 RETURNING id`,
    [login, account, role, money, until],
  );
  return row!.id;
}

/** A new resident in a role, signed in. */
export async function giveMember(
  world: World,
  login: string,
  account: string,
  linked: Linked = {},
): Promise<Client> {
  await giveResident(world, login);
  await giveLink(world, login, account, linked);
  return signIn(world, login);
}
