import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.js';
import type { World } from './world.js';

/** What a test says of an entry; the rest is ordinary. */
interface GivenAppeal {
  kind?: 'complaint' | 'suggestion' | 'gratitude' | 'question';
  channel?: 'cabinet' | 'site' | 'email' | 'paper';
  topic?: string;
  title?: string;
  text?: string;
  user?: string;
  account?: string;
  house?: string;
  address?: string;
  name?: string;
  email?: string;
  phone?: string;
  paperAnswer?: boolean;
  publish?: boolean;
  state?: 'registered' | 'in_progress' | 'answered' | 'conversation' | 'dismissed';
  responsible?: string;
  /** Days until the answer is due; null where the calendar is not known. */
  due?: number | null;
  /** Days since it was registered. */
  ago?: number;
}

const DAY_MS = 86_400_000;

/** A local day so many days from now. */
export const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toLocaleDateString('sv-SE', { timeZone: 'Asia/Irkutsk' });

/** Puts an entry into the database as registration would have; returns its id. */
export async function giveEntry({ database }: World, given: GivenAppeal = {}): Promise<string> {
  const ago = given.ago ?? 3;
  const due = given.due === undefined ? 20 : given.due;
  const at = new Date(Date.now() - ago * DAY_MS);
  const state = given.state ?? 'registered';
  const over = state === 'answered' || state === 'conversation' ? new Date() : null;
  const values: Record<string, unknown> = {
    ...{ id: randomUUID(), kind: given.kind ?? 'complaint', channel: given.channel ?? 'cabinet' },
    ...{ topic: given.topic ?? 'general', registered_at: at, received_day: dayFromNow(-ago) },
    ...{ title: given.title ?? 'Шум лифта по ночам', text: given.text ?? 'Лифт гудит на каждом этаже.' },
    ...{ user_id: given.user, account_id: given.account, house_id: given.house },
    address: given.address ?? 'г. Иркутск, ул. Лесная, д. 4, кв. 15',
    author_name: given.name ?? 'Павлова Вера Сергеевна',
    ...{ author_email: given.email ?? '', author_phone: given.phone ?? '' },
    ...{ paper_answer: given.paperAnswer ?? false, publish: given.publish ?? false, state },
    due_day: due === null ? null : dayFromNow(due),
    soon_day: due === null ? null : dayFromNow(due - 4),
    ...{ responsible_id: given.responsible, answered_at: over, first_answered_at: over },
    asked_back_at: state === 'conversation' ? new Date() : null,
  };
  const names = Object.keys(values);
  const [row] = await database.query<{ id: string }>(
    `WITH taken AS (
       INSERT INTO appeal_numbers AS n (year, last) VALUES (2026, 1)
       ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last),
     appeal AS (
       INSERT INTO appeals (year, sequence, ${names.join(', ')})
       SELECT 2026, last, ${names.map((_, n) => `$${n + 1}`).join(', ')} FROM taken RETURNING id, registered_at, author_name)
     INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, open)
     SELECT id, registered_at, 'registered', 'resident', author_name, true FROM appeal RETURNING appeal_id AS id`,
    Object.values(values).map((value) => value ?? null),
  );
  return row!.id;
}

/** How an entry stands in the database. */
export async function appealOf({ database }: World, id: string): Promise<Record<string, unknown>> {
  const [row] = await database.query<Record<string, unknown>>(
    'SELECT *, due_day::text, soon_day::text, received_day::text FROM appeals WHERE id = $1',
    [id],
  );
  return row!;
}

/** The kinds of what happened to an entry, from the beginning. */
export async function appealEventsOf({ database }: World, id: string): Promise<string[]> {
  const rows = await database.query<{ kind: string }>(
    'SELECT kind FROM appeal_events WHERE appeal_id = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ kind }) => kind);
}

/** The letters about an entry of one kind, once there are so many. */
export function appealLetters({ database }: World, kind: string, number: string, count = 1) {
  return eventually(async () => {
    const rows = await database.query<{ recipient: string }>(
      'SELECT recipient FROM letters WHERE kind = $1 AND subject LIKE $2',
      [kind, `%${number}%`],
    );
    return rows.length >= count ? rows : undefined;
  });
}
