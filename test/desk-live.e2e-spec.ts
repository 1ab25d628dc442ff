import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './support/client.js';
import { giveRequest, stateOf } from './support/desk.js';
import { EventStream } from './support/event-stream.js';
import { hire } from './support/office.js';
import { type Product, startProduct } from './support/product.js';
import { startWorld, type World } from './support/world.js';
import { pace } from './support/pace.js';

let world: World;
let other: Product;
let sedova: Client;
let lykov: Client;
const open: EventStream[] = [];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  other = await startProduct({
    ...{ databaseUrl: world.database.url, smtpUrl: world.mail.url },
    env: { THROTTLE_FACTOR: '1000' },
  });
  sedova = await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  lykov = await hire(world, 'lykov', 'dispatcher', 'Лыков Игорь');
});
afterAll(async () => {
  closeAll();
  await other?.stop();
  await world?.stop();
});

const closeAll = (): void => open.forEach((stream) => stream.close());

/** Opens the stream of somebody's desk. */
async function listen(
  who: Client,
  { after, lastEventId, origin }: { after?: string; lastEventId?: string; origin?: string } = {},
): Promise<EventStream> {
  const path = `/office/requests/events${after === undefined ? '' : `?after=${after}`}`;
  const stream = await new EventStream(who, path, lastEventId, origin).open();
  open.push(stream);
  return stream;
}

async function act(who: Client, id: string, action: string, filling: Record<string, string> = {}) {
  const answer = await (
    await who.get(`/office/requests/${id}`)
  )
    .form(`/office/requests/${id}/${action}`)
    .submit(filling);
  expect([action, answer.status]).toEqual([action, 303]);
}

async function idsOf(request: string): Promise<string[]> {
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM request_events WHERE request_id = $1 ORDER BY id',
    [request],
  );
  return rows.map(({ id }) => id);
}

const lastId = async (): Promise<string> =>
  (
    await world.database.query<{ id: string }>('SELECT coalesce(max(id), 0)::text AS id FROM request_events')
  )[0]!.id;

describe('The stream of the desk', () => {
  it('is closed to strangers and to other roles', async () => {
    const clerk = await hire(world, 'clerk', 'operator', 'Ольга Окошкина');
    expect((await listen(clerk)).status).toBe(403);
    expect((await listen(world.visitor())).status).toBe(401);
    const changes = await clerk.get('/office/requests/changes?after=0');
    expect(changes.status).toBe(403);
  });

  it('says how it is to be kept: not at all, and not collected on the way', async () => {
    const stream = await listen(sedova);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(stream.headers['content-encoding']).toBeUndefined();
    await stream.until(() => stream.comments.includes(': ping'));
  });

  it('tells within a second what happens on this instance and on another, once each, with the row as it stands', async () => {
    const [here, there] = [await listen(sedova), await listen(lykov, { origin: other.url })];
    const before = Date.now();
    const id = await giveRequest(world, { emergency: true, first: 30 });
    for (const stream of [here, there]) {
      const event = await stream.event(({ data }) => data.includes(id));
      expect(event.at - before).toBeLessThan(1000 * pace());
      const told = JSON.parse(event.data) as { kind: string; row: Record<string, unknown> };
      expect(told).toMatchObject({
        kind: 'registered',
        row: { emergency: true, state: 'open', parent: null },
      });
      expect(told.row['html']).toContain('Лесная, 4');
    }
    await act(sedova, id, 'take');
    await there.event(({ data }) => data.includes(id) && data.includes('"state":"in_progress"'));
    await sleep(300);
    for (const stream of [here, there]) {
      expect(stream.ids().filter((one, at, all) => all.indexOf(one) !== at)).toEqual([]);
    }
    const counts = await here.event(({ name }) => name === 'counts');
    expect(JSON.parse(counts.data)).toHaveProperty('mine');
  });

  it('goes on after the last event that a browser knows, whatever was committed in which order', async () => {
    const known = await lastId();
    const id = await giveRequest(world);
    // An id that was given before, and is committed after others.
    const slow = new pg.Client({ connectionString: world.database.url });
    await slow.connect();
    await slow.query('BEGIN');
    const { rows } = await slow.query<{ id: string }>(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
       VALUES ($1, now(), 'note', 'staff', 'Седова', 'медленно', false) RETURNING id`,
      [id],
    );
    const later = await giveRequest(world);
    const first = await listen(sedova, { after: known });
    const last = (await first.event(({ data }) => data.includes(later))).id;
    expect(Number(last)).toBeGreaterThan(Number(rows[0]!.id));
    expect(first.ids()).not.toContain(rows[0]!.id);
    first.close();
    await slow.query('COMMIT');
    await slow.end();
    const again = await listen(sedova, { after: known, lastEventId: last });
    await again.event((event) => event.id === rows[0]!.id);
    const asked = await sedova.get(`/office/requests/changes?after=${last}`);
    const { events } = JSON.parse(asked.body) as { events: { id: number }[] };
    expect(events.map((event) => String(event.id))).toContain(rows[0]!.id);
  });

  it('asks to open the page anew where too much was missed', async () => {
    const known = await lastId();
    const id = await giveRequest(world);
    await world.database.query(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
       SELECT $1, now(), 'note', 'staff', 'Седова', n::text, false FROM generate_series(1, 600) n`,
      [id],
    );
    const stream = await listen(sedova, { lastEventId: known });
    await stream.event(({ name }) => name === 'reload');
    const asked = await sedova.get(`/office/requests/changes?after=${known}`);
    expect(JSON.parse(asked.body)).toMatchObject({ reload: true, events: [] });
  });

  it('ends with the session that opened it', async () => {
    const vera = await hire(world, 'vera', 'dispatcher', 'Вера Вечерняя');
    const stream = await listen(vera);
    await (await vera.get('/office')).form('/office/sign-out').submit();
    await stream.until(() => stream.ended);
    expect(stream.events.at(-1)?.name).toBe('ended');
    expect((await listen(vera)).status).toBe(401);
  });

  it('loses nothing when the connection that hears notifications breaks', async () => {
    const stream = await listen(sedova);
    const broken = await world.database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kabinet desk'",
    );
    expect(broken).toHaveLength(2);
    const id = await giveRequest(world);
    await stream.event(({ data }) => data.includes(id));
    await act(sedova, id, 'take');
    await stream.event(({ data }) => data.includes(id) && data.includes('"kind":"taken"'));
    expect(stream.ids()).toEqual([...new Set(stream.ids())]);
  });

  it('loses nothing when one of two instances is killed at work', async () => {
    const known = await lastId();
    const here = await listen(sedova, { after: known });
    const there = await listen(lykov, { after: known, origin: other.url });
    const sent: Promise<string>[] = [];
    for (let count = 0; count < 30; count += 1) {
      sent.push(giveRequest(world));
      if (count === 12) {
        await there.until(() => there.ids().length > 0);
        await other.kill();
      }
      await sleep(20);
    }
    const ids = await Promise.all(sent);
    await there.until(() => there.ended);
    const again = await listen(lykov, { after: known, lastEventId: there.ids().at(-1) });
    const all = new Set((await Promise.all(ids.map(idsOf))).flat());
    const lost = (...streams: EventStream[]) =>
      [...all].filter((one) => !streams.some((stream) => stream.ids().includes(one)));
    await here.until(() => lost(here).length === 0);
    await again.until(() => lost(there, again).length === 0);
    // of one stream each but once
    for (const stream of [here, there, again]) expect(new Set(stream.ids()).size).toBe(stream.ids().length);
    await other.start();
  });

  it('stops with the product, in time, and the page goes on with the next one', async () => {
    const id = await giveRequest(world);
    const stream = await listen(lykov, { origin: other.url });
    const begun = Date.now();
    await other.stop();
    expect(Date.now() - begun).toBeLessThan(8000);
    expect(stream.ended).toBe(true);
    await act(sedova, id, 'take');
    await other.start();
    const again = await listen(lykov, { origin: other.url, lastEventId: (await idsOf(id))[0] });
    await again.event(({ data }) => data.includes(id) && data.includes('"kind":"taken"'));
    expect((await stateOf(world, id))['state']).toBe('in_progress');
  });
});
