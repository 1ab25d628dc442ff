import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions of «Обратная связь» join the register, in the order they came, with the ids that the journal knows. */
export class FeedbackToAppeals1700000000381 implements MigrationInterface {
  name = 'FeedbackToAppeals1700000000381';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
       SELECT f.*, s.name AS staff_name, extract(year FROM f.created_at AT TIME ZONE $1)::integer AS year,
         (f.created_at AT TIME ZONE $1)::date AS day, regexp_replace(f.contact, '\\D', '', 'g') AS digits,
         btrim(regexp_replace(split_part(btrim(f.text, E' \\t\\n'), E'\\n', 1), '\\s+', ' ', 'g')) AS line
       FROM feedback f LEFT JOIN staff s ON s.id = f.answered_by`,
      [process.env['TIME_ZONE'] || 'Asia/Irkutsk'],
    );
    // as the portal writes moments: to the millisecond, by which lists go on
    await runner.query(
      `UPDATE moved SET created_at = date_trunc('milliseconds', created_at),
         answered_at = date_trunc('milliseconds', answered_at)`,
    );
    // their terms are counted when the product starts; nobody is written to
    await runner.query(`
      INSERT INTO appeals (id, year, sequence, kind, channel, topic, registered_at, received_day, title, text, user_id,
        author_name, author_email, author_phone, state, responsible_id, taken_at, first_answered_at, answered_at, silent)
      SELECT m.id, m.year,
        coalesce(n.last, 0) + row_number() OVER (PARTITION BY m.year ORDER BY m.created_at, m.id),
        'question', 'site', 'general', m.created_at, m.day,
        CASE WHEN length(line) > 80 THEN left(line, 79) || '…' ELSE line END, m.text, m.user_id, m.name,
        CASE WHEN contact LIKE '%@%' THEN contact ELSE '' END,
        CASE WHEN contact LIKE '%@%' THEN ''
          WHEN digits ~ '^[78]\\d{10}$' THEN '+7' || right(digits, 10)
          WHEN digits ~ '^\\d{10}$' THEN '+7' || digits
          ELSE left(contact, 32) END,
        CASE WHEN m.answered_at IS NULL THEN 'registered' ELSE 'answered' END,
        m.answered_by, m.answered_at, m.answered_at, m.answered_at, true
      FROM moved m LEFT JOIN appeal_numbers n ON n.year = m.year;

      INSERT INTO appeal_numbers (year, last)
      SELECT year, max(sequence) FROM appeals GROUP BY year
      ON CONFLICT (year) DO UPDATE SET last = excluded.last;

      INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_id, actor_name, open)
      SELECT id, created_at, 'registered', CASE WHEN user_id IS NULL THEN 'author' ELSE 'resident' END, user_id, name, true
      FROM moved ORDER BY created_at, id;

      INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_id, actor_name, text, open)
      SELECT id, answered_at, 'answered', 'staff', answered_by, coalesce(staff_name, ''), coalesce(answer, ''), true
      FROM moved WHERE answered_at IS NOT NULL ORDER BY answered_at, id;

      DROP TABLE feedback;

      -- what the journal calls an entry
      CREATE VIEW registered_appeals AS SELECT id, number, author_name, text FROM appeals;
    `);
  }

  /** Questions from the site go back, with their last answers; their numbers are free again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW registered_appeals;
      CREATE TABLE feedback (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL CHECK (length(name) <= 120),
        contact text NOT NULL CHECK (length(contact) <= 254),
        text text NOT NULL CHECK (length(text) <= 4000),
        user_id uuid REFERENCES users ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        answered_at timestamptz,
        answered_by uuid REFERENCES staff,
        answer text CHECK (length(answer) <= 4000)
      );
      CREATE INDEX feedback_created_at ON feedback (created_at DESC);
      CREATE INDEX feedback_user ON feedback (user_id);
      CREATE INDEX feedback_search ON feedback
        USING gin (search_key(name || chr(10) || contact || chr(10) || text) gin_trgm_ops);
      CREATE INDEX feedback_unanswered ON feedback (created_at) WHERE answered_at IS NULL;
      INSERT INTO feedback (id, name, contact, text, user_id, created_at, answered_at, answered_by, answer)
      SELECT a.id, left(a.author_name, 120), coalesce(nullif(a.author_email, ''), a.author_phone), left(a.text, 4000), a.user_id,
        a.registered_at, a.answered_at, a.responsible_id,
        (SELECT left(e.text, 4000) FROM appeal_events e
         WHERE e.appeal_id = a.id AND e.kind = 'answered' ORDER BY e.id DESC LIMIT 1)
      FROM appeals a WHERE a.channel = 'site';
      DELETE FROM appeals WHERE channel = 'site';
    `);
  }
}
