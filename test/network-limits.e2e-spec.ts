import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { PASSWORD, register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const HOUSE = '127.62.0.1';
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

/** As if others of the network had typed so many wrong passwords. */
async function othersHaveGuessed(limit: string): Promise<void> {
  const counted = await world.database.query<{ key: string }>(
    "UPDATE rate_limits SET points = 1000 WHERE key LIKE $1 || ':%' RETURNING key",
    [limit],
  );
  expect(counted).toHaveLength(1);
}

const guess = async (who: Client, login: string, password: string): Promise<number> =>
  (await (await who.get('/auth/')).form('/auth/login').submit({ login, password })).status;
const guessOffice = async (who: Client, login: string, password: string): Promise<number> =>
  (await (await who.get('/staff/login')).form('/staff/login').submit({ login, password })).status;
const pointsOf = async (limit: string): Promise<number> =>
  (
    await world.database.query<{ points: number }>(
      "SELECT points FROM rate_limits WHERE key LIKE $1 || ':%'",
      [limit],
    )
  )[0]?.points ?? 0;

describe('Whoever guesses passwords in a house', () => {
  it('spends ten of its attempts on one login, and not those of all who live there', async () => {
    await register(world, 'neighbour');
    const boy = world.visitor(HOUSE);
    const statuses: number[] = [];
    for (let count = 1; count <= 25; count += 1) {
      statuses.push(await guess(boy, 'neighbour', `догадка ${count}`));
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
    expect(await pointsOf('sign-in: address')).toBe(10);
  });

  it('holds up strange browsers there, and none that has signed in before', async () => {
    await register(world, 'at-home');
    const known = await signIn(world, 'at-home', world.visitor(HOUSE));
    await (await known.get('/accounts')).form('/auth/logout').submit({});
    await guess(world.visitor(HOUSE), 'nobody-here', 'догадка');
    await othersHaveGuessed('sign-in: address');
    expect(await guess(world.visitor(HOUSE), 'at-home', PASSWORD)).toBe(429);
    expect(await guess(known, 'at-home', PASSWORD)).toBe(303);
    await (await known.get('/accounts')).form('/auth/logout').submit({});
    // its cookie is good for no other login, and its own wrong passwords are counted still
    expect(await guess(known, 'nobody-here', PASSWORD)).toBe(429);
    const own: number[] = [];
    for (let count = 1; count <= 12; count += 1) own.push(await guess(known, 'at-home', `догадка ${count}`));
    expect(own).toEqual([...Array<number>(10).fill(422), 429, 429]);
  });
});

describe('Whoever guesses passwords in the office', () => {
  it('holds up no desk that has been signed in before', async () => {
    const desk = await hire(world, 'desk', 'operator', 'Столова Нина');
    await (await desk.get('/staff/logout')).form('/staff/logout').submit({});
    for (let count = 1; count <= 12; count += 1) {
      await guessOffice(world.visitor(), 'colleague', `догадка ${count}`);
    }
    expect(await pointsOf('staff sign-in: address')).toBe(10);
    await othersHaveGuessed('staff sign-in: address');
    expect(await guessOffice(world.visitor(), 'desk', STAFF_PASSWORD)).toBe(429);
    expect(await guessOffice(desk, 'desk', STAFF_PASSWORD)).toBe(303);
  });
});
