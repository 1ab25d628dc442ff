import type { World } from './world.js';

/** An announcement straight in the database, as the office makes it; times are in hours from now. Gives its id. */
export async function announce(
  { database }: World,
  houses: string[] | 'all',
  {
    kind = 'emergency',
    service = 'cold-water',
    title = 'Авария на вводе',
    text = 'Подавать заявку не нужно.',
    entrances = '',
    from = -1,
    to = 6,
  }: {
    kind?: 'emergency' | 'planned' | 'news';
    service?: string;
    title?: string;
    text?: string;
    entrances?: string;
    from?: number;
    to?: number | null;
  } = {},
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `WITH told AS (
       INSERT INTO announcements (kind, service, title, text, note, whole_company, starts_at, ends_at, published_at)
       VALUES ($1, $2, $3, $4, 'Секрет для своих', $5, now() + $6 * interval '1 hour', now() + $7 * interval '1 hour', now())
       RETURNING id),
     places AS (
       INSERT INTO announcement_places SELECT told.id, h.id, $9 FROM told, houses h WHERE h.address = ANY ($8::text[])),
     mailing AS (INSERT INTO announcement_mailings (announcement_id, kind, version) SELECT id, 'published', 1 FROM told)
     SELECT id FROM told`,
    [
      ...[kind, kind === 'news' ? null : service, title, text, houses === 'all', from, to],
      ...[houses === 'all' ? [] : houses, entrances],
    ],
  );
  return row!.id;
}

/** Waits until all letters about announcements are written. */
export async function lettersAreWritten({ database }: World): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const waiting = await database.query('SELECT FROM announcement_mailings WHERE done_at IS NULL');
    if (waiting.length === 0) return;
    if (Date.now() > deadline) throw new Error('Letters about announcements are not written');
  }
}
