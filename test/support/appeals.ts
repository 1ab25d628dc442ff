import type { Client } from './client.js';
import type { World } from './world.js';

/** Writes into the book through the form; gives the entry's id. */
export async function writeAppeal(
  resident: Client,
  fields: Record<string, string | boolean> = {},
): Promise<string> {
  const form = (await resident.get('/book/new')).form('/book/new');
  const answer = await form.submit({
    ...{ kind: 'complaint', topic: 'general', text: 'Лифт в первом подъезде стучит по ночам.' },
    ...fields,
  });
  if (answer.status !== 303) throw new Error(`The entry was refused: ${answer.errors.join('; ')}`);
  return answer.location!.split('/').pop()!;
}

/** An entry as it stands in the register, and what was answered. */
interface GivenAppeal {
  kind?: string;
  channel?: string;
  topic?: string;
  title?: string;
  text?: string;
  /** The login of a resident who has written it; else `name`, `email` and `phone` of a stranger. */
  author?: string;
  name?: string;
  email?: string;
  phone?: string;
  /** The id of an account. */
  account?: string;
  publish?: boolean;
  state?: string;
  registeredAt?: Date;
  /** Local days, `2026-12-07`; null where the calendar is missing. */
  due?: string | null;
  soon?: string | null;
  /** The text of an answer, who has signed it, and when it was given. */
  answer?: string;
  signed?: string;
  answeredAt?: Date;
}

/** Writes an entry straight into its tables, as it would have become in time; gives its id. */
export async function giveAppeal({ database }: World, given: GivenAppeal = {}): Promise<string> {
  const registeredAt = given.registeredAt ?? new Date();
  const answeredAt = given.answer === undefined ? null : (given.answeredAt ?? new Date());
  const dayAfter = (days: number) =>
    new Date(registeredAt.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const { due = dayAfter(14), soon = due === null ? null : dayAfter(8) } = given;
  const text = given.text ?? 'Лифт в первом подъезде стучит по ночам.';
  const [row] = await database.query<{ id: string }>(
    `WITH taken AS (
       INSERT INTO appeal_numbers AS n (year, last) VALUES ($1, 1)
       ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last),
     appeal AS (
       INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, user_id, author_name,
         author_email, author_phone, account_id, house_id, address, publish, state, due_day, soon_day, first_due_day,
         answered_at, first_answered_at)
       SELECT $1, taken.last, $2, $3, $4, $5, $6, $7, $8, u.id,
         CASE WHEN u.id IS NULL THEN $9 ELSE concat_ws(' ', u.last_name, u.first_name, u.middle_name) END,
         coalesce(u.email, $10), coalesce(u.phone, $11), p.id, p.house_id, coalesce(p.address, ''), $12, $13,
         $14::date, $15::date, $14::date, $16::timestamptz, $16::timestamptz
       FROM taken LEFT JOIN users u ON u.login = $17 LEFT JOIN account_places p ON p.id = $18::uuid
       RETURNING id, user_id, author_name),
     begun AS (
       INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_id, actor_name, open)
       SELECT id, $5, 'registered', CASE WHEN user_id IS NULL THEN 'author' ELSE 'resident' END, user_id, author_name, true
       FROM appeal)
     SELECT id FROM appeal`,
    [
      ...[
        registeredAt.getFullYear(),
        given.kind ?? 'complaint',
        given.channel ?? 'cabinet',
        given.topic ?? 'general',
      ],
      ...[registeredAt, dayAfter(0), given.title ?? text.slice(0, 80), text, given.name ?? ''],
      ...[given.email ?? '', given.phone ?? '', given.publish ?? false],
      ...[given.state ?? (answeredAt ? 'answered' : 'registered'), due, soon, answeredAt],
      ...[given.author ?? '', given.account ?? null],
    ],
  );
  if (answeredAt) {
    await database.query(
      `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, details, open)
       VALUES ($1, $2, 'answered', 'staff', 'Лыков И.', $3, jsonb_build_object('signed', $4::text), true)`,
      [row!.id, answeredAt, given.answer, given.signed ?? 'Инженер Лыков И. А.'],
    );
  }
  return row!.id;
}
