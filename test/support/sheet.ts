import { giveMeter } from './meters.js';
import type { World } from './world.js';

/** A house of flats with a meter or more each; gives its id, and by door the account and its meters. */
export async function giveHouse(
  world: World,
  address: string,
  doors: readonly string[],
  resources: readonly string[] = ['cold_water', 'hot_water'],
  readings: string[][] = [['100'], ['105'], ['110.500'], ['116']],
): Promise<{ house: string; flats: { door: string; account: string; meters: string[] }[] }> {
  const [row] = await world.database.query<{ id: string }>(
    'INSERT INTO houses (address) VALUES ($1) RETURNING id',
    [address],
  );
  const house = row!.id;
  const flats = [];
  for (const door of doors) {
    const [account] = await world.database.query<{ id: string }>(
      `WITH unit AS (INSERT INTO units (house_id, number) VALUES ($1, $2) RETURNING id)
       INSERT INTO accounts (unit_id, number, owner_name)
       SELECT id, '77' || lpad((SELECT count(*) FROM accounts)::text, 8, '0'), 'Жилец ' || $2 FROM unit RETURNING id`,
      [house, door],
    );
    const meters = [];
    for (const resource of resources) {
      meters.push(await giveMeter(world, account!.id, { resource, place: '', readings }));
    }
    flats.push({ door, account: account!.id, meters });
  }
  return { house, flats };
}
