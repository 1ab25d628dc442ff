import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { startWorld, type World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

async function health(): Promise<[number, Record<string, string>]> {
  const answer = await fetch(`${world.product.url}/health`);
  return [answer.status, (await answer.json()) as Record<string, string>];
}

/** What was seen is kept for some seconds. */
async function becomes(status: number, parts: Record<string, string>): Promise<void> {
  const expected = JSON.stringify([status, parts]);
  await eventually(async () => JSON.stringify(await health()) === expected);
}

const WELL = { status: 'ok', database: 'ok', migrations: 'ok', queue: 'ok' };

describe('A supervisor', () => {
  it('is told which part does not work, without a sign-in', async () => {
    await becomes(200, WELL);
    const [last] = await world.database.query<{ timestamp: string; name: string }>(
      'DELETE FROM migrations WHERE "timestamp" = (SELECT max("timestamp") FROM migrations) RETURNING "timestamp", name',
    );
    await becomes(503, { ...WELL, status: 'failed', migrations: 'failed' });
    await world.database.query('INSERT INTO migrations ("timestamp", name) VALUES ($1, $2)', [
      ...[last!.timestamp, last!.name],
    ]);
    await world.database.query(
      `INSERT INTO jobs (kind, title, params, state, heartbeat_at, lease_until)
       VALUES ('load', 'x', '{}', 'running', now() - interval '1 hour', now() + interval '1 hour')`,
    );
    await becomes(503, { ...WELL, status: 'failed', queue: 'failed' });
    await world.database.query('DELETE FROM jobs');
    await becomes(200, WELL);
  });

  it('keeps what proxies ask for: whether the process lives and can serve', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await fetch(`${world.product.url}${path}`);
      expect([path, answer.status, await answer.json()]).toEqual([path, 200, { status: 'ok' }]);
    }
  });
});
