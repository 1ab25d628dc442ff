import { readFileSync } from 'node:fs';
import { giveResident } from './resident.js';
import type { World } from './world.js';

/** What people type to find a flat, and which they mean; numbers say what they are, slips and layouts what is looked for instead. */
interface Phrases {
  /** House, flat, number of the account, owner. */
  readonly flats: readonly (readonly [string, string, string, string])[];
  readonly addresses: readonly (readonly [string, string])[];
  readonly names: readonly (readonly [string, string])[];
  readonly numbers: readonly (readonly [string, string])[];
  /** Of a company of a million many numbers end so. */
  readonly ends: readonly (readonly [string, string])[];
  readonly slips: readonly (readonly [string, string, string])[];
  readonly layouts: readonly (readonly [string, string, string])[];
}

export const PHRASES = JSON.parse(readFileSync('test/support/search-phrases.json', 'utf8')) as Phrases;
const FLATS = PHRASES.flats;

/** Houses and flats that are looked for, one of them with a resident, a telephone and a meter. */
export async function giveSearchedFlats(world: World): Promise<void> {
  await world.database.query(
    `WITH given AS (SELECT * FROM json_to_recordset($1) AS g (house text, flat text, number text, owner text)),
       made AS (INSERT INTO houses (address) SELECT DISTINCT house FROM given RETURNING id, address),
       units AS (INSERT INTO units (house_id, number) SELECT m.id, g.flat FROM given g JOIN made m ON m.address = g.house
         RETURNING id, house_id, number)
     INSERT INTO accounts (number, unit_id, owner_name, els)
     SELECT g.number, u.id, g.owner, CASE g.number WHEN '0100002483' THEN '38АС000123' ELSE '' END
     FROM given g JOIN made m ON m.address = g.house JOIN units u ON u.house_id = m.id AND u.number = g.flat`,
    [JSON.stringify(FLATS.map(([house, flat, number, owner]) => ({ house, flat, number, owner })))],
  );
  await giveResident(world, 'vera.p@mail.example');
  await world.database.query(
    `WITH changed AS (
       UPDATE users SET last_name = 'Орехова', first_name = 'Нина', middle_name = 'Львовна', phone = '+79025554811'
       WHERE login = 'vera.p@mail.example' RETURNING id)
     INSERT INTO account_links (user_id, account_id)
     SELECT changed.id, a.id FROM changed, accounts a WHERE a.number = '0100002483'`,
  );
  await world.database.query(
    `WITH meter AS (INSERT INTO meters (resource, number, tariffs, capacity, decimals, initial_values)
       VALUES ('cold_water', '18-204030', 1, 5, 3, '{0}') RETURNING id)
     INSERT INTO meter_accounts (meter_id, account_id) SELECT meter.id, a.id FROM meter, accounts a WHERE a.number = '0100002483'`,
  );
}
