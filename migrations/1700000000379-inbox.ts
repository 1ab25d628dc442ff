import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The inbox of the office: each tab and filter by an index, words for answers, and answers that are not finished. */
export class Inbox1700000000379 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- when the office was done with an entry; what was closed without an answer stands among answers by when it came
      ALTER TABLE appeals ADD over_at timestamptz GENERATED ALWAYS AS
        (CASE WHEN state IN ('answered', 'dismissed') THEN coalesce(answered_at, registered_at) END) STORED;
      DROP INDEX appeals_answered;
      CREATE INDEX appeals_over ON appeals (over_at DESC, id DESC) WHERE over_at IS NOT NULL;
      CREATE INDEX appeals_over_kind ON appeals (kind, over_at DESC, id DESC) WHERE over_at IS NOT NULL;
      CREATE INDEX appeals_over_house ON appeals (house_id, over_at DESC, id DESC) WHERE over_at IS NOT NULL;
      CREATE INDEX appeals_over_responsible ON appeals (responsible_id, over_at DESC, id DESC) WHERE over_at IS NOT NULL;
      CREATE INDEX appeals_due_kind ON appeals (kind, due_day, registered_at, id) WHERE waits;
      CREATE INDEX appeals_due_house ON appeals (house_id, due_day, registered_at, id) WHERE waits;
      CREATE INDEX appeals_search ON appeals USING gin (
        search_key(number || chr(10) || author_name || chr(10) || address || chr(10) || author_email || chr(10) || author_phone || chr(10) || title)
        gin_trgm_ops);
      CREATE INDEX appeals_email ON appeals (lower(author_email), registered_at DESC) WHERE author_email <> '';
      -- the name under the last answer of somebody of the office
      CREATE INDEX appeal_events_answers ON appeal_events (actor_id, id DESC) WHERE kind = 'answered';

      -- whoever writes from outside is looked for by the address
      CREATE OR REPLACE VIEW residents AS
        SELECT id, public_no, login, email, phone, status, last_name, first_name, middle_name,
          concat_ws(' ', last_name, first_name) AS name,
          concat_ws(' ', last_name, first_name, nullif(middle_name, '')) AS full_name,
          email_key, email_confirmed_at IS NOT NULL AS email_confirmed
        FROM users;

      CREATE TABLE answer_templates (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        title text NOT NULL UNIQUE CHECK (length(title) BETWEEN 1 AND 60),
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 5000),
        version integer NOT NULL DEFAULT 1
      );
      INSERT INTO answer_templates (title, text) VALUES
        ('Проверка с актом', 'Здравствуйте, {имя}!

Мы проверили то, о чём вы написали {дата} (обращение № {номер}, {адрес}), и составили акт. Его копия приложена к ответу.'),
        ('Начисления проверены', 'Здравствуйте, {имя}!

Мы проверили начисления по адресу {адрес}. Ошибки нет, расчет такой:'),
        ('Спасибо', 'Здравствуйте, {имя}!

Спасибо за ваше обращение № {номер}. Передали ваши слова сотрудникам.');

      -- an answer that somebody has begun
      CREATE TABLE answer_drafts (
        appeal_id uuid NOT NULL REFERENCES appeals ON DELETE CASCADE,
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
        signed text NOT NULL CHECK (length(signed) <= 100),
        saved_at timestamptz NOT NULL,
        PRIMARY KEY (appeal_id, staff_id)
      );
      CREATE INDEX answer_drafts_saved ON answer_drafts (saved_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE answer_drafts, answer_templates;
      DROP VIEW residents;
      CREATE VIEW residents AS
        SELECT id, public_no, login, email, phone, status, last_name, first_name, middle_name,
          concat_ws(' ', last_name, first_name) AS name,
          concat_ws(' ', last_name, first_name, nullif(middle_name, '')) AS full_name
        FROM users;
      DROP INDEX appeal_events_answers, appeals_email, appeals_search, appeals_due_house, appeals_due_kind,
        appeals_over_responsible, appeals_over_house, appeals_over_kind, appeals_over;
      ALTER TABLE appeals DROP COLUMN over_at;
      CREATE INDEX appeals_answered ON appeals (answered_at DESC, id DESC) WHERE NOT waits;
    `);
  }
}
