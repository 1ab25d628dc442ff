import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from './support/client.js';
import { cli } from './support/command.js';
import { createDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { acknowledged, Actors, newLedger } from './support/kill-actors.js';
import { startMailServer } from './support/mail-server.js';
import { hire } from './support/office.js';
import { buildPreviousRelease, hasPreviousRelease } from './support/previous-release.js';
import { type Product, startProduct } from './support/product.js';
import { projectPath } from './support/project.js';
import type { World } from './support/world.js';

// Expand and contract (CONTRIBUTING.md): without the history of the project this is said to be skipped.
(hasPreviousRelease ? describe : describe.skip)('The release that offices run', () => {
  let older: World;
  let newer: Product | undefined;
  let chief: Client;
  const ledger = newLedger();

  beforeAll(async () => {
    const database = await createDatabase({ empty: true });
    const mail = await startMailServer();
    const env = { THROTTLE_FACTOR: '100000', TEST_BUILD: await buildPreviousRelease() };
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: mail.url, env });
    const visitor = (from?: string) => new Client(product.url, { from });
    const stop = async () => {
      await product.stop();
      await mail.stop();
      await database.drop();
    };
    older = { database, mail, product, visitor, stop };
    chief = await hire(older, 'chief', 'administrator', 'Ким О.');
  });
  afterAll(async () => {
    await newer?.stop();
    await older?.stop();
  });

  const settings = () => ({ DATABASE_URL: older.database.url, SMTP_URL: older.mail.url });

  /** Lets people do everything once and again; fails where somebody is not told yes. */
  async function everybodyWorks(world: World, actors: Actors): Promise<void> {
    const before = Object.entries(ledger).map(([kind, done]) => [kind, (done as unknown[]).length] as const);
    let failure: Error | undefined;
    const work = actors.work().catch((error: Error) => (failure = error));
    const isDone = () =>
      before.every(([kind, count]) => (ledger[kind as keyof typeof ledger] as unknown[]).length >= count + 2);
    await eventually(() => failure !== undefined || isDone(), 180_000);
    actors.stop();
    await work;
    if (failure) throw failure;
    expect(world.product.errors()).toEqual([]);
  }

  it('goes on while a newer one migrates its database, and on what that has made of it', async () => {
    const irina = older.visitor();
    let isOver = false;
    const statuses = new Set<number>();
    const looks = (async () => {
      while (!isOver) {
        for (const [visitor, path] of [
          [irina, '/auth/'],
          [chief, '/office'],
        ] as const) {
          statuses.add((await visitor.get(path)).status);
        }
      }
    })();
    expect(await cli(['migrate'], settings())).toMatchObject({ code: 0 });
    isOver = true;
    await looks;
    expect([...statuses]).toEqual([200]);
    const [row] = await older.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM migrations',
    );
    expect(row!.count).toBe(readdirSync(projectPath('migrations')).length);

    await everybodyWorks(older, await Actors.gather(older, ledger, chief));
    expect(acknowledged(ledger)).toBeGreaterThan(10);
  });

  it('shows each page of the office that needs no address of a record', async () => {
    const routes = readFileSync(projectPath('test', 'routes.txt'), 'utf8');
    const pages = [...routes.matchAll(/^GET (\/office[^\s:*]*) /gm)].map(([, path]) => path!);
    expect(pages.length).toBeGreaterThan(20);
    const failed: [string, number][] = [];
    for (const path of pages.filter((one) => !one.endsWith('/events'))) {
      const { status } = await chief.get(path, { check: false });
      if (status >= 500) failed.push([path, status]);
    }
    expect(failed).toEqual([]);
    expect(older.product.errors()).toEqual([]);
  });

  it('works beside the newer one, and comes back where that one did not please', async () => {
    newer = await startProduct({
      ...{ databaseUrl: older.database.url, smtpUrl: older.mail.url, env: { THROTTLE_FACTOR: '100000' } },
    });
    // Who has signed in at one is known at the other.
    const { cookies } = chief;
    expect((await new Client(newer.url, { cookies }).get('/office')).status).toBe(200);
    expect((await chief.get('/office')).status).toBe(200);
    await newer.stop();
    newer = undefined;
    await older.product.restart();
    expect((await chief.get('/office')).status).toBe(200);
    expect((await older.visitor().get('/auth/')).status).toBe(200);
    expect(older.product.errors()).toEqual([]);
  });
});
