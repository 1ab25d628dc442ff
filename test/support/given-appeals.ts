import { randomUUID } from 'node:crypto';
import type { World } from './world.js';

/** What a test says of an entry of the register; the rest is ordinary. */
interface GivenAppeal {
  kind?: 'complaint' | 'suggestion' | 'gratitude' | 'question';
  user?: string;
  address?: string;
  title?: string;
  text?: string;
  name?: string;
  email?: string;
  phone?: string;
  /** Minutes since it was registered. */
  ago?: number;
  /** Whether it has been answered. */
  over?: boolean;
}

/** Puts an entry into the register as registration would have; returns its id. */
export async function giveAppeal({ database }: World, given: GivenAppeal = {}): Promise<string> {
  const id = randomUUID();
  const at = new Date(Date.now() - (given.ago ?? 10) * 60_000);
  await database.query(
    `WITH taken AS (
       INSERT INTO appeal_numbers AS n (year, last) VALUES (2026, 1)
       ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last),
     appeal AS (
       INSERT INTO appeals (id, year, sequence, kind, channel, topic, registered_at, received_day, title, text, user_id,
         address, author_name, author_email, author_phone, state, answered_at, first_answered_at)
       SELECT $1, 2026, last, $2, 'cabinet', 'general', $3, $3::timestamptz::date, $4, $5, $6, $7, $8, $9, $10,
         CASE WHEN $11 THEN 'answered' ELSE 'registered' END, CASE WHEN $11 THEN $3 END, CASE WHEN $11 THEN $3 END
       FROM taken RETURNING id)
     INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
     SELECT id, $3, 'registered', 'resident', $8, '', true FROM appeal`,
    [
      ...[
        id,
        given.kind ?? 'complaint',
        at,
        given.title ?? 'Обращение',
        given.text ?? 'Шумно',
        given.user ?? null,
      ],
      ...[given.address ?? '', given.name ?? 'Ирина Белова', given.email ?? '', given.phone ?? ''],
      given.over ?? false,
    ],
  );
  return id;
}

/** Adds to what happened to an entry. */
export async function sayOfAppeal(
  { database }: World,
  id: string,
  kind: 'note' | 'answered' | 'letter',
  text: string,
): Promise<void> {
  await database.query(
    `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, text, open) VALUES ($1, now(), $2, 'staff', $3, $4)`,
    [id, kind, text, kind !== 'note'],
  );
}
