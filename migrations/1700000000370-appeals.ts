import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people write to the office: one register of all ways and kinds, what happens to each entry, and terms as data. */
export class Appeals1700000000370 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what it is about, and by when it has to be answered: terms run from the day after the registration
      CREATE TABLE appeal_topics (
        id text PRIMARY KEY CHECK (id ~ '^[a-z-]{2,30}$'),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
        place integer NOT NULL UNIQUE,
        active boolean NOT NULL DEFAULT true,
        -- whether residents choose it themselves; the others are given by the office
        for_residents boolean NOT NULL,
        term_count integer NOT NULL CHECK (term_count BETWEEN 0 AND 366),
        term_unit text NOT NULL CHECK (term_unit IN ('working', 'day', 'month')),
        reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
        version integer NOT NULL DEFAULT 1
      );
      INSERT INTO appeal_topics (place, id, title, for_residents, term_count, term_unit, reference) VALUES
        (1, 'general', 'Другое', true, 10, 'working', 'п. 36 Правил, утв. ПП РФ № 416'),
        (2, 'utilities', 'Качество воды, тепла, света, газа', true, 3, 'working', 'пп. «к» п. 31 Правил, утв. ПП РФ № 354'),
        (3, 'charges', 'Начисления и оплата', true, 10, 'working', 'п. 36 Правил, утв. ПП РФ № 416'),
        (4, 'works', 'Перечни, объёмы и качество работ по дому', true, 5, 'working', 'п. 40(1) Правил, утв. ПП РФ № 491'),
        (5, 'meter-check', 'Проверка счетчика', true, 10, 'day', 'пп. «е(2)» п. 31 Правил, утв. ПП РФ № 354'),
        (6, 'papers', 'Копии актов и показаний общедомового счетчика', true, 3, 'working', 'п. 34 Правил, утв. ПП РФ № 416'),
        (7, 'staff', 'Работа сотрудников и подрядчиков', true, 10, 'working', 'п. 36 Правил, утв. ПП РФ № 416'),
        (8, 'wrong-charge', 'Штраф за неверный расчет платы', false, 30, 'day', 'ч. 6 ст. 157 ЖК РФ'),
        (9, 'refund', 'Возврат или снижение платы', false, 2, 'month', 'ч. 11 и 12 ст. 156 ЖК РФ'),
        (10, 'charges-visit', 'Проверка начислений на личном приёме', false, 0, 'working', 'пп. «д» п. 31 Правил, утв. ПП РФ № 354');

      -- the last number of each year: whoever takes the next one holds the row until the entry is there
      CREATE TABLE appeal_numbers (
        year integer PRIMARY KEY,
        last integer NOT NULL CHECK (last BETWEEN 1 AND 999999)
      );

      CREATE TABLE appeals (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        year integer NOT NULL,
        sequence integer NOT NULL CHECK (sequence BETWEEN 1 AND 999999),
        number text NOT NULL GENERATED ALWAYS AS ('К-' || year::text || '-' || lpad(sequence::text, 6, '0')) STORED UNIQUE,
        kind text NOT NULL CHECK (kind IN ('complaint', 'suggestion', 'gratitude', 'question')),
        channel text NOT NULL CHECK (channel IN ('cabinet', 'site', 'email', 'paper')),
        topic text NOT NULL REFERENCES appeal_topics,
        -- local days: when it came, from which its term runs, and by which it is to be answered
        registered_at timestamptz NOT NULL,
        received_day date NOT NULL,
        title text COLLATE "ru-x-icu" NOT NULL CHECK (length(title) <= 120),
        text text NOT NULL CHECK (length(text) <= 10000),
        -- who: a resident, or whatever is known of a stranger
        user_id uuid REFERENCES users ON DELETE SET NULL,
        account_id uuid REFERENCES accounts,
        house_id uuid REFERENCES houses,
        address text COLLATE "ru-x-icu" NOT NULL DEFAULT '' CHECK (length(address) <= 300),
        author_name text COLLATE "ru-x-icu" NOT NULL DEFAULT '' CHECK (length(author_name) <= 200),
        author_email text NOT NULL DEFAULT '' CHECK (length(author_email) <= 254),
        author_phone text NOT NULL DEFAULT '' CHECK (length(author_phone) <= 32),
        paper_answer boolean NOT NULL DEFAULT false,
        postal_address text NOT NULL DEFAULT '' CHECK (length(postal_address) <= 300),
        -- whether the author lets it be published without who they are
        publish boolean NOT NULL DEFAULT false,
        state text NOT NULL DEFAULT 'registered'
          CHECK (state IN ('registered', 'in_progress', 'answered', 'conversation', 'dismissed')),
        -- whether the office owes an answer
        waits boolean NOT NULL GENERATED ALWAYS AS (state IN ('registered', 'in_progress', 'conversation')) STORED,
        version integer NOT NULL DEFAULT 1,
        -- the last day for an answer, and the one from which it is called soon; unknown while a calendar is missing
        due_day date,
        soon_day date,
        first_due_day date,
        responsible_id uuid REFERENCES staff,
        taken_at timestamptz,
        first_answered_at timestamptz,
        answered_at timestamptz,
        -- the one question back, and the mark «помог ли ответ»
        asked_back_at timestamptz,
        rating integer CHECK (rating BETWEEN 1 AND 5),
        rating_text text NOT NULL DEFAULT '' CHECK (length(rating_text) <= 1000),
        -- tells a form that was sent twice from another one
        form_mark text UNIQUE,
        -- whether its author gets no confirmation: an automatic sender, or an address that has had too many
        silent boolean NOT NULL DEFAULT false,
        erased_at timestamptz,
        UNIQUE (year, sequence),
        CHECK ((due_day IS NULL) = (soon_day IS NULL)),
        CHECK (state <> 'answered' OR answered_at IS NOT NULL),
        CHECK ((answered_at IS NULL) = (first_answered_at IS NULL))
      );
      CREATE INDEX appeals_due ON appeals (due_day, registered_at, id) WHERE waits;
      CREATE INDEX appeals_due_responsible ON appeals (responsible_id, due_day, registered_at, id) WHERE waits;
      CREATE INDEX appeals_registered ON appeals (registered_at DESC, id DESC);
      CREATE INDEX appeals_answered ON appeals (answered_at DESC, id DESC) WHERE NOT waits;
      CREATE INDEX appeals_user ON appeals (user_id, registered_at DESC, id DESC);
      CREATE INDEX appeals_account ON appeals (account_id, registered_at DESC);
      CREATE INDEX appeals_house ON appeals (house_id, registered_at DESC);
      CREATE INDEX appeals_responsible ON appeals (responsible_id);
      CREATE INDEX appeals_topic ON appeals (topic);

      -- what happened: the timeline and the conversation; only added to, until the text is erased
      CREATE TABLE appeal_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        appeal_id uuid NOT NULL REFERENCES appeals ON DELETE CASCADE,
        at timestamptz NOT NULL,
        kind text NOT NULL CHECK (kind ~ '^[a-z-]{2,30}$'),
        actor_kind text NOT NULL CHECK (actor_kind IN ('resident', 'author', 'staff', 'system')),
        actor_id uuid,
        actor_name text NOT NULL DEFAULT '' CHECK (length(actor_name) <= 200),
        text text NOT NULL DEFAULT '' CHECK (length(text) <= 20000),
        details jsonb NOT NULL DEFAULT '{}',
        -- whether the author reads it too
        open boolean NOT NULL
      );
      CREATE INDEX appeal_events_appeal ON appeal_events (appeal_id, id);
      CREATE FUNCTION appeal_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.text <> '' OR NEW.details <> '{}' OR NEW.actor_name <> ''
          OR (NEW.id, NEW.appeal_id, NEW.at, NEW.kind, NEW.actor_kind, NEW.open)
            IS DISTINCT FROM (OLD.id, OLD.appeal_id, OLD.at, OLD.kind, OLD.actor_kind, OLD.open) THEN
          RAISE EXCEPTION 'events of appeals are only added, and erased';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER appeal_events_stay BEFORE UPDATE ON appeal_events FOR EACH ROW EXECUTE FUNCTION appeal_events_stay();

      CREATE TABLE appeal_files (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        appeal_id uuid NOT NULL REFERENCES appeals ON DELETE CASCADE,
        event_id bigint NOT NULL REFERENCES appeal_events ON DELETE CASCADE,
        file text NOT NULL UNIQUE,
        kind text NOT NULL CHECK (kind IN ('photo', 'pdf')),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
        -- of photos only
        width integer,
        height integer,
        bytes integer NOT NULL,
        created_at timestamptz NOT NULL,
        CHECK ((kind = 'photo') = (width IS NOT NULL)),
        CHECK ((width IS NULL) = (height IS NULL))
      );
      CREATE INDEX appeal_files_appeal ON appeal_files (appeal_id);
      CREATE INDEX appeal_files_event ON appeal_files (event_id);

      -- letters that belong to an entry, ours and theirs: what answers one of them belongs to it too
      CREATE TABLE appeal_threads (
        message_id text PRIMARY KEY CHECK (length(message_id) BETWEEN 3 AND 1000),
        appeal_id uuid NOT NULL REFERENCES appeals ON DELETE CASCADE,
        at timestamptz NOT NULL
      );
      CREATE INDEX appeal_threads_appeal ON appeal_threads (appeal_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE appeal_threads, appeal_files, appeal_events, appeals, appeal_numbers, appeal_topics;
      DROP FUNCTION appeal_events_stay;
    `);
  }
}
