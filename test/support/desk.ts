import { randomUUID } from 'node:crypto';
import type { World } from './world.js';

/** What a test says of a request; the rest is ordinary. */
interface GivenRequest {
  house?: string;
  account?: string;
  user?: string;
  address?: string;
  category?: string;
  emergency?: boolean;
  text?: string;
  applicant?: string;
  phone?: string;
  /** Minutes since it was registered, until its first step, until it must be fixed. */
  ago?: number;
  first?: number;
  fix?: number;
}

const MINUTE_MS = 60_000;

/** Puts a request into the database as registration would have; returns its id. */
export async function giveRequest({ database }: World, given: GivenRequest = {}): Promise<string> {
  const now = Date.now();
  const at = new Date(now - (given.ago ?? 10) * MINUTE_MS);
  const first = given.first === undefined ? null : new Date(now + given.first * MINUTE_MS);
  const fix = new Date(now + (given.fix ?? 4320) * MINUTE_MS);
  const due = first && first < fix ? first : fix;
  const soon = new Date(due.getTime() - Math.max(60 * MINUTE_MS, (due.getTime() - at.getTime()) / 4));
  const id = randomUUID();
  await database.query(
    `WITH taken AS (
       INSERT INTO request_numbers AS n (year, last) VALUES (2026, 1)
       ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last),
     request AS (
       INSERT INTO service_requests (id, year, sequence, channel, registered_at, account_id, house_id, address, user_id,
         applicant, phone, category, emergency, text, first_due, fix_due, due_at, soon_at)
       SELECT $1, 2026, last, 'phone', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM taken RETURNING id)
     INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
     SELECT id, $2, 'registered', 'resident', $7, $11, true FROM request`,
    [
      id,
      at,
      given.account ?? null,
      given.house ?? null,
      given.address ?? 'ул. Лесная, д. 4, кв. 15',
      given.user ?? null,
      given.applicant ?? 'Павлова Вера Сергеевна',
      given.phone ?? '+79025556677',
      given.category ?? 'leak',
      given.emergency ?? false,
      given.text ?? 'Льёт из-под мойки',
      first,
      fix,
      due,
      soon,
    ],
  );
  return id;
}

/** Adds a house; returns its id. */
export async function giveHouse({ database }: World, address: string): Promise<string> {
  const [house] = await database.query<{ id: string }>(
    'INSERT INTO houses (address) VALUES ($1) RETURNING id',
    [address],
  );
  return house!.id;
}

/** Adds somebody who does the work; returns their id. */
export async function giveExecutor({ database }: World, name: string): Promise<string> {
  const [executor] = await database.query<{ id: string }>(
    `INSERT INTO executors (name, trade, badge, phone) VALUES ($1, 'сантехник', '17', '+79020000017') RETURNING id`,
    [name],
  );
  return executor!.id;
}

/** How a request stands in the database. */
export async function stateOf({ database }: World, id: string): Promise<Record<string, unknown>> {
  const [row] = await database.query<Record<string, unknown>>(
    'SELECT * FROM service_requests WHERE id = $1',
    [id],
  );
  return row!;
}

/** The number of a request. */
export async function numberOf(world: World, id: string): Promise<string> {
  return String((await stateOf(world, id))['number']);
}
