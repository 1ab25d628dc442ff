import type { World } from './world.js';

/** What somebody has written and what was answered, straight in the database. */
export interface WrittenEntry {
  kind?: string;
  title?: string;
  text?: string;
  answer?: string;
  signed?: string;
  /** Login of the author. */
  author?: string;
  account?: string;
  publish?: boolean;
  /** Days ago. */
  written?: number;
  answered?: number;
}

let sequence = 0;

/** An answered entry of the book as the register keeps it; gives its id. */
export async function writeEntry({ database }: World, entry: WrittenEntry = {}): Promise<string> {
  const {
    kind = 'complaint',
    title = 'Шум лифта',
    text = 'Лифт гудит и стучит.',
    answer = 'Починили лебёдку.',
    signed = 'Инженер Лыков И. А.',
    author = '',
    account = null,
    publish = true,
    written = 10,
    answered = 3,
  } = entry;
  sequence += 1;
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, user_id, author_name,
       account_id, house_id, address, publish, state, answered_at, first_answered_at)
     SELECT 2026, $1, $2, 'cabinet', 'general', now() - $3 * interval '1 day', (now() AT TIME ZONE 'Asia/Irkutsk' - $3 * interval '1 day')::date, $4, $5, u.id,
       coalesce(concat_ws(' ', u.last_name, u.first_name, u.middle_name), ''), c.id, c.house_id, coalesce(c.address, ''), $8,
       'answered', now() - $9 * interval '1 day', now() - $9 * interval '1 day'
     FROM (SELECT) one LEFT JOIN users u ON u.login = $6 LEFT JOIN account_places c ON c.id = $7::uuid
     RETURNING id`,
    [sequence, kind, written, title, text, author, account, publish, answered],
  );
  await database.query(
    `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, details, open)
     VALUES ($1, now() - $4 * interval '1 day', 'answered', 'staff', 'Лыков И.', $2, jsonb_build_object('signed', $3::text), true)`,
    [row!.id, answer, signed, answered],
  );
  return row!.id;
}
