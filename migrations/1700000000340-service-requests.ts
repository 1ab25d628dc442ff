import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests to the emergency dispatch service, what happens to them, who works on them, and the terms of the law. */
export class ServiceRequests1700000000340 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what can happen, and by when it has to be put right: terms run from the registration
      CREATE TABLE request_categories (
        id text PRIMARY KEY CHECK (id ~ '^[a-z-]{2,30}$'),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
        place integer NOT NULL UNIQUE,
        active boolean NOT NULL DEFAULT true,
        -- asked where it may be an emergency: «Вода льётся прямо сейчас?»
        question text NOT NULL DEFAULT '' CHECK (length(question) <= 100),
        emergency_hint text NOT NULL DEFAULT '' CHECK (length(emergency_hint) <= 200),
        -- the first step that has a term of its own, such as to stop a leak; none where the title is empty
        first_title text NOT NULL DEFAULT '' CHECK (length(first_title) <= 60),
        first_minutes integer CHECK (first_minutes BETWEEN 1 AND 100000),
        first_reference text NOT NULL DEFAULT '' CHECK (length(first_reference) <= 200),
        first_emergency_only boolean NOT NULL DEFAULT false,
        -- hours of the day in which the first term runs; day and night where they are empty
        first_from_hour integer CHECK (first_from_hour BETWEEN 0 AND 23),
        first_to_hour integer CHECK (first_to_hour BETWEEN 1 AND 24),
        fix_title text NOT NULL CHECK (length(fix_title) BETWEEN 1 AND 60),
        fix_minutes integer NOT NULL CHECK (fix_minutes BETWEEN 1 AND 100000),
        fix_reference text NOT NULL CHECK (length(fix_reference) BETWEEN 1 AND 200),
        version integer NOT NULL DEFAULT 1,
        CHECK ((first_title = '') = (first_minutes IS NULL)),
        CHECK ((first_from_hour IS NULL) = (first_to_hour IS NULL) AND first_from_hour < first_to_hour)
      );
      INSERT INTO request_categories (place, id, title, question, emergency_hint, first_title, first_minutes, first_reference,
        first_emergency_only, first_from_hour, first_to_hour, fix_title, fix_minutes, fix_reference) VALUES
      (1, 'leak', 'Протечка', 'Вода льётся прямо сейчас?', 'Остановить течь должны за 30 минут. Лучше позвонить.',
        'Остановить течь', 30, 'п. 13 Правил, утв. ПП РФ № 416', true, NULL, NULL, 'Починить', 4320, 'п. 13 Правил, утв. ПП РФ № 416'),
      (2, 'cold-water', 'Нет холодной воды', '', '', '', NULL, '', false, NULL, NULL,
        'Вернуть воду', 240, 'прил. 1 к Правилам, утв. ПП РФ № 354'),
      (3, 'hot-water', 'Нет горячей воды', '', '', '', NULL, '', false, NULL, NULL,
        'Вернуть воду', 240, 'прил. 1 к Правилам, утв. ПП РФ № 354'),
      (4, 'heating', 'Холодно, нет отопления', 'Батарея или труба течёт?', 'Остановить течь должны за 30 минут. Лучше позвонить.',
        'Остановить течь', 30, 'п. 13 Правил, утв. ПП РФ № 416', true, NULL, NULL,
        'Вернуть тепло', 960, 'прил. 1 к Правилам, утв. ПП РФ № 354'),
      (5, 'electricity', 'Нет света', 'Искрит или пахнет гарью?', 'Отключить опасный участок должны за 30 минут. Лучше позвонить.',
        'Отключить опасный участок', 30, 'п. 13 Правил, утв. ПП РФ № 416', true, NULL, NULL,
        'Вернуть свет', 1440, 'прил. 1 к Правилам, утв. ПП РФ № 354'),
      (6, 'sewage', 'Засор', 'Вода поднимается на пол?', 'Лучше позвонить и не сливать воду.',
        'Устранить засор', 120, 'п. 13 Правил, утв. ПП РФ № 416', false, NULL, NULL, 'Починить', 4320, 'п. 13 Правил, утв. ПП РФ № 416'),
      (7, 'lift', 'Лифт', 'В кабине остались люди?', 'Освободить людей должны за 30 минут. Лучше позвонить.',
        'Освободить людей', 30, 'п. 4 Правил, утв. ПП РФ № 743', true, NULL, NULL,
        'Запустить лифт', 1440, 'прил. 2 к Правилам, утв. постановлением Госстроя РФ № 170'),
      (8, 'chute', 'Мусоропровод', '', '', 'Устранить засор', 120, 'п. 13 Правил, утв. ПП РФ № 416', false, 8, 23,
        'Починить', 4320, 'п. 13 Правил, утв. ПП РФ № 416'),
      (9, 'roof', 'Крыша', '', '', '', NULL, '', false, NULL, NULL,
        'Остановить протечку крыши', 1440, 'прил. 2 к Правилам, утв. постановлением Госстроя РФ № 170'),
      (10, 'entrance', 'Подъезд', '', '', '', NULL, '', false, NULL, NULL,
        'Починить', 10080, 'прил. 2 к Правилам, утв. постановлением Госстроя РФ № 170'),
      (11, 'yard', 'Двор', '', '', '', NULL, '', false, NULL, NULL, 'Починить', 10080, 'срок управляющей компании'),
      (12, 'intercom', 'Домофон', '', '', '', NULL, '', false, NULL, NULL, 'Починить', 4320, 'срок управляющей компании'),
      (13, 'other', 'Другое', 'Это угрожает людям или имуществу?', 'Устранить опасность должны за 30 минут. Лучше позвонить.',
        'Устранить опасность', 30, 'п. 13 Правил, утв. ПП РФ № 416', true, NULL, NULL,
        'Починить', 4320, 'п. 13 Правил, утв. ПП РФ № 416');

      -- own people and contractors
      CREATE TABLE executors (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text COLLATE "ru-x-icu" NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        trade text NOT NULL DEFAULT '' CHECK (length(trade) <= 100),
        contractor boolean NOT NULL DEFAULT false,
        -- what a resident asks for before they open the door
        badge text NOT NULL DEFAULT '' CHECK (length(badge) <= 30),
        phone text NOT NULL DEFAULT '' CHECK (length(phone) <= 32),
        email text NOT NULL DEFAULT '' CHECK (length(email) <= 254),
        disabled_at timestamptz,
        -- links to the page of their orders are signed; those made before this moment are good no more
        links_from timestamptz NOT NULL DEFAULT '-infinity',
        version integer NOT NULL DEFAULT 1
      );
      CREATE UNIQUE INDEX executors_name ON executors (name) WHERE disabled_at IS NULL;

      -- the last number of each year: whoever takes the next one holds the row until the request is there
      CREATE TABLE request_numbers (
        year integer PRIMARY KEY,
        last integer NOT NULL CHECK (last BETWEEN 1 AND 999999)
      );

      CREATE TABLE service_requests (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        year integer NOT NULL,
        sequence integer NOT NULL CHECK (sequence BETWEEN 1 AND 999999),
        number text NOT NULL GENERATED ALWAYS AS (year::text || '-' || lpad(sequence::text, 6, '0')) STORED UNIQUE,
        channel text NOT NULL CHECK (channel IN ('cabinet', 'phone', 'office', 'email', 'max', 'gis')),
        external_number text NOT NULL DEFAULT '' CHECK (length(external_number) <= 60),
        registered_at timestamptz NOT NULL,
        -- where: an account, a house, or words that the office has yet to check
        account_id uuid REFERENCES accounts,
        house_id uuid REFERENCES houses,
        address text COLLATE "ru-x-icu" NOT NULL CHECK (length(address) BETWEEN 1 AND 300),
        -- who
        user_id uuid REFERENCES users ON DELETE SET NULL,
        applicant text COLLATE "ru-x-icu" NOT NULL DEFAULT '' CHECK (length(applicant) <= 200),
        phone text NOT NULL DEFAULT '' CHECK (length(phone) <= 32),
        access text NOT NULL DEFAULT '' CHECK (length(access) <= 300),
        -- what
        category text NOT NULL REFERENCES request_categories,
        emergency boolean NOT NULL,
        text text NOT NULL DEFAULT '' CHECK (length(text) <= 4000),
        -- how far it is
        state text NOT NULL DEFAULT 'open'
          CHECK (state IN ('open', 'in_progress', 'deferred', 'completed', 'closed', 'declined')),
        version integer NOT NULL DEFAULT 1,
        first_due timestamptz,
        first_done_at timestamptz,
        fix_due timestamptz NOT NULL,
        deferred_until timestamptz,
        defer_reason text NOT NULL DEFAULT '' CHECK (length(defer_reason) <= 500),
        -- what burns next: the term that is still to be kept, and when it begins to be called soon
        due_at timestamptz,
        soon_at timestamptz,
        taken_by uuid REFERENCES staff,
        executor_id uuid REFERENCES executors,
        executor_step text CHECK (executor_step IN ('accepted', 'arrived')),
        comes_at text NOT NULL DEFAULT '' CHECK (length(comes_at) <= 100),
        started_at timestamptz,
        finished_at timestamptz,
        closed_at timestamptz,
        work_done text NOT NULL DEFAULT '' CHECK (length(work_done) <= 2000),
        materials text NOT NULL DEFAULT '' CHECK (length(materials) <= 1000),
        decline_reason text NOT NULL DEFAULT '' CHECK (length(decline_reason) <= 1000),
        rating integer CHECK (rating BETWEEN 1 AND 5),
        rating_text text NOT NULL DEFAULT '' CHECK (length(rating_text) <= 1000),
        reopened integer NOT NULL DEFAULT 0,
        -- a duplicate has a parent, which has none itself: its clock and its number stay its own
        parent_id uuid REFERENCES service_requests,
        announcement_id uuid,
        UNIQUE (year, sequence),
        CHECK (parent_id <> id),
        CHECK ((due_at IS NOT NULL) = (state IN ('open', 'in_progress', 'deferred'))),
        CHECK ((due_at IS NULL) = (soon_at IS NULL)),
        CHECK (state <> 'deferred' OR deferred_until IS NOT NULL),
        CHECK ((state IN ('completed', 'closed')) = (finished_at IS NOT NULL)),
        CHECK ((state IN ('closed', 'declined')) = (closed_at IS NOT NULL))
      );
      CREATE INDEX service_requests_due ON service_requests (due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX service_requests_due_house ON service_requests (house_id, due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX service_requests_due_category ON service_requests (category, due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX service_requests_due_state ON service_requests (state, due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX service_requests_due_executor ON service_requests (executor_id, due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX service_requests_due_taken ON service_requests (taken_by, due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX service_requests_registered ON service_requests (registered_at DESC, id DESC);
      CREATE INDEX service_requests_house ON service_requests (house_id, registered_at DESC);
      CREATE INDEX service_requests_user ON service_requests (user_id, registered_at DESC);
      CREATE INDEX service_requests_account ON service_requests (account_id, registered_at DESC);
      CREATE INDEX service_requests_executor ON service_requests (executor_id, finished_at DESC);
      CREATE INDEX service_requests_completed ON service_requests (finished_at) WHERE state = 'completed';
      CREATE INDEX service_requests_closed ON service_requests (closed_at) WHERE closed_at IS NOT NULL;
      CREATE INDEX service_requests_parent ON service_requests (parent_id) WHERE parent_id IS NOT NULL;
      CREATE INDEX service_requests_announcement ON service_requests (announcement_id) WHERE announcement_id IS NOT NULL;
      CREATE INDEX service_requests_search ON service_requests USING gin (
        search_key(year::text || '-' || lpad(sequence::text, 6, '0') || chr(10) || address || chr(10) || applicant || chr(10) || phone)
        gin_trgm_ops);

      -- what happened: the timeline, the journal and the source of letters; only added to
      CREATE TABLE request_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        request_id uuid NOT NULL REFERENCES service_requests ON DELETE CASCADE,
        at timestamptz NOT NULL,
        kind text NOT NULL CHECK (kind ~ '^[a-z-]{2,30}$'),
        actor_kind text NOT NULL CHECK (actor_kind IN ('resident', 'staff', 'executor', 'system')),
        actor_id uuid,
        actor_name text NOT NULL DEFAULT '' CHECK (length(actor_name) <= 200),
        text text NOT NULL DEFAULT '' CHECK (length(text) <= 4000),
        details jsonb NOT NULL DEFAULT '{}',
        -- whether residents read it too
        open boolean NOT NULL
      );
      CREATE INDEX request_events_request ON request_events (request_id, id);

      CREATE FUNCTION request_events_told() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('request_events', NEW.id::text);
        RETURN NULL;
      END $$;
      CREATE TRIGGER request_events_told AFTER INSERT ON request_events FOR EACH ROW EXECUTE FUNCTION request_events_told();
      CREATE FUNCTION request_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'events of requests are only added';
      END $$;
      CREATE TRIGGER request_events_stay BEFORE UPDATE ON request_events FOR EACH ROW EXECUTE FUNCTION request_events_stay();

      CREATE TABLE request_photos (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        request_id uuid NOT NULL REFERENCES service_requests ON DELETE CASCADE,
        event_id bigint NOT NULL REFERENCES request_events ON DELETE CASCADE,
        user_id uuid REFERENCES users ON DELETE SET NULL,
        file text NOT NULL UNIQUE,
        width integer NOT NULL,
        height integer NOT NULL,
        bytes integer NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX request_photos_request ON request_photos (request_id);
      CREATE INDEX request_photos_event ON request_photos (event_id);
      CREATE INDEX request_photos_user ON request_photos (user_id);

      -- who of the office is looking at a request now
      CREATE TABLE request_viewers (
        request_id uuid NOT NULL REFERENCES service_requests ON DELETE CASCADE,
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (request_id, staff_id)
      );
      CREATE INDEX request_viewers_seen ON request_viewers (seen_at);

      -- words for messages to residents
      CREATE TABLE message_templates (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        title text NOT NULL UNIQUE CHECK (length(title) BETWEEN 1 AND 60),
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
        version integer NOT NULL DEFAULT 1
      );
      INSERT INTO message_templates (title, text) VALUES
        ('Мастер придёт сегодня', 'Мастер придёт сегодня. Пожалуйста, будьте дома и держите телефон рядом.'),
        ('Нужен доступ', 'Мастер приходил, но не смог попасть в квартиру. Напишите, когда вы будете дома.'),
        ('Нужно фото', 'Пришлите, пожалуйста, фото: так мастер возьмёт с собой нужные детали.'),
        ('Ждём деталь', 'Нужной детали нет на складе, мы её заказали. Напишем, как только привезут.');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE message_templates, request_viewers, request_photos, request_events, service_requests,
        request_numbers, executors, request_categories;
      DROP FUNCTION request_events_told, request_events_stay;
    `);
  }
}
