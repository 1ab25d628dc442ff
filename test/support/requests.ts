import { randomInt } from 'node:crypto';
import type { Client } from './client.js';
import type { World } from './world.js';

/** A flat of a house with an account that a resident has linked; several of one house are neighbours. Gives the account's id. */
export async function giveFlat(world: World, login: string, house: string, flat: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    `WITH house AS (INSERT INTO houses (address) VALUES ($2) ON CONFLICT (address) DO UPDATE SET address = $2 RETURNING id),
          unit AS (INSERT INTO units (house_id, number) SELECT id, $3 FROM house RETURNING id),
          account AS (INSERT INTO accounts (number, unit_id, owner_name)
            SELECT $4, id, 'Владелец ' || $3 FROM unit RETURNING id),
          link AS (INSERT INTO account_links (user_id, account_id)
            SELECT (SELECT id FROM users WHERE login = $1), id FROM account)
     SELECT id FROM account`,
    [login, house, flat, `09${randomInt(10 ** 7, 10 ** 8)}`],
  );
  return row!.id;
}

/** Sends a request through the form; gives its id. */
export async function sendRequest(
  resident: Client,
  account: string,
  fields: Record<string, string> = {},
): Promise<string> {
  const form = (await resident.get(`/requests/new?account=${account}`)).form('/requests');
  const answer = await form.submit({
    ...{ category: 'leak', emergency: 'no', text: 'Капает из-под мойки', phone: '8 902 555-66-77' },
    ...fields,
  });
  if (answer.status !== 303) throw new Error(`The request was refused: ${answer.errors.join('; ')}`);
  return answer.location!.split('/').pop()!;
}
