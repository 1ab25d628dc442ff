import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the office finds: one row for each entry of any kind, with the words of all that was said in it. Filters are words
 * too, which no text can hold: «~request», «~open», the thirty days and the sixteen times thirty days in which it came, so that one index answers all.
 */
export class Search1700000000388 implements MigrationInterface {
  name = 'Search1700000000388';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE search_entries (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind ~ '^[a-z-]{2,30}$'),
        at timestamptz NOT NULL,
        words tsvector NOT NULL
      );

      -- for those who compare their own entries only, one by one
      CREATE VIEW entry_words AS SELECT id, words FROM search_entries;

      CREATE FUNCTION search_tags(kind text, at timestamptz, open boolean) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT array_to_tsvector(ARRAY['~' || kind, '~' || floor(extract(epoch FROM at) / 2592000)::text,
          '~y' || floor(extract(epoch FROM at) / 41472000)::text, CASE WHEN open THEN '~open' ELSE '~over' END])
      $$;
      -- A vector holds a megabyte at most: a conversation of a book's size is found by its beginning.
      CREATE FUNCTION search_joined(words tsvector, more text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN length(words) > 20000 THEN words ELSE words || strip(words_of(more)) END
      $$;
    `);
    await runner.query(REQUESTS);
    await runner.query(APPEALS);
    await runner.query(`
      CREATE INDEX search_entries_at ON search_entries (at DESC, id DESC);
      -- a list of what is not in the index yet would be read by each search
      CREATE INDEX search_entries_words ON search_entries USING gin (words) WITH (fastupdate = off);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER search ON service_requests;
      DROP TRIGGER search_gone ON service_requests;
      DROP TRIGGER search ON request_events;
      DROP TRIGGER search ON appeals;
      DROP TRIGGER search_gone ON appeals;
      DROP TRIGGER search ON appeal_events;
      DROP TRIGGER search_erased ON appeal_events;
      DROP FUNCTION search_request, search_request_said, search_appeal, search_appeal_said, search_appeal_erased, search_gone;
      DROP VIEW entry_words;
      DROP TABLE search_entries;
      DROP FUNCTION request_own_words, appeal_own_words, search_tags, search_joined;
    `);
  }
}

/**
 * What is written in a request itself changes seldom, its being open twice; what is said of it is added. The triggers come
 * first: whoever writes waits until all rows are there.
 */
const REQUESTS = `
  CREATE FUNCTION request_own_words(r service_requests) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(chr(10), r.number, r.external_number, r.address, r.applicant, r.phone, r.access,
      (SELECT title FROM request_categories WHERE id = r.category),
      r.text, r.work_done, r.materials, r.decline_reason, r.defer_reason, r.rating_text)
  $$;
  CREATE FUNCTION search_request() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    open boolean := NEW.due_at IS NOT NULL;
    said text;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF request_own_words(OLD) = request_own_words(NEW) AND OLD.registered_at = NEW.registered_at THEN
        IF open <> (OLD.due_at IS NOT NULL) THEN
          UPDATE search_entries
          SET words = ts_delete(words, ARRAY['~open', '~over']) || search_tags(kind, at, open) WHERE id = NEW.id;
        END IF;
        RETURN NULL;
      END IF;
      said := (SELECT string_agg(text, chr(10) ORDER BY id) FROM request_events WHERE request_id = NEW.id AND text <> '');
    END IF;
    INSERT INTO search_entries (id, kind, at, words)
    VALUES (NEW.id, 'request', NEW.registered_at, search_joined(
      search_joined(search_tags('request', NEW.registered_at, open), request_own_words(NEW)), said))
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, words = excluded.words;
    RETURN NULL;
  END $$;
  CREATE FUNCTION search_request_said() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE search_entries SET words = search_joined(words, NEW.text) WHERE id = NEW.request_id;
    RETURN NULL;
  END $$;
  CREATE FUNCTION search_gone() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM search_entries WHERE id = OLD.id;
    RETURN NULL;
  END $$;

  CREATE TRIGGER search AFTER INSERT OR UPDATE ON service_requests
    FOR EACH ROW EXECUTE FUNCTION search_request();
  CREATE TRIGGER search_gone AFTER DELETE ON service_requests FOR EACH ROW EXECUTE FUNCTION search_gone();
  CREATE TRIGGER search AFTER INSERT ON request_events
    FOR EACH ROW WHEN (NEW.text <> '') EXECUTE FUNCTION search_request_said();

  INSERT INTO search_entries (id, kind, at, words)
  SELECT r.id, 'request', r.registered_at, search_joined(search_joined(
    search_tags('request', r.registered_at, r.due_at IS NOT NULL), request_own_words(r)), e.said)
  FROM service_requests r
  LEFT JOIN (SELECT request_id, string_agg(text, chr(10) ORDER BY id) AS said
             FROM request_events WHERE text <> '' GROUP BY request_id) e ON e.request_id = r.id
  ORDER BY r.registered_at;
`;

/** The same of what is written to the office; its texts are erased in the end, and must not be found then. */
const APPEALS = `
  CREATE FUNCTION appeal_own_words(a appeals) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(chr(10), a.number, a.title, a.address, a.author_name, a.author_email, a.author_phone,
      (SELECT t.title FROM appeal_topics t WHERE t.id = a.topic AND t.id <> 'general'),
      a.text, a.postal_address, a.rating_text)
  $$;
  CREATE FUNCTION search_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    said text;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF appeal_own_words(OLD) = appeal_own_words(NEW) AND (OLD.kind, OLD.registered_at) = (NEW.kind, NEW.registered_at) THEN
        IF NEW.waits <> OLD.waits THEN
          UPDATE search_entries
          SET words = ts_delete(words, ARRAY['~open', '~over']) || search_tags(kind, at, NEW.waits) WHERE id = NEW.id;
        END IF;
        RETURN NULL;
      END IF;
      said := (SELECT string_agg(text, chr(10) ORDER BY id) FROM appeal_events WHERE appeal_id = NEW.id AND text <> '');
    END IF;
    INSERT INTO search_entries (id, kind, at, words)
    VALUES (NEW.id, NEW.kind, NEW.registered_at, search_joined(
      search_joined(search_tags(NEW.kind, NEW.registered_at, NEW.waits), appeal_own_words(NEW)), said))
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, at = excluded.at, words = excluded.words;
    RETURN NULL;
  END $$;
  CREATE FUNCTION search_appeal_said() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE search_entries SET words = search_joined(words, NEW.text) WHERE id = NEW.appeal_id;
    RETURN NULL;
  END $$;
  CREATE FUNCTION search_appeal_erased() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE search_entries s SET words = search_joined(
      search_joined(search_tags(a.kind, a.registered_at, a.waits), appeal_own_words(a)),
      (SELECT string_agg(text, chr(10) ORDER BY id) FROM appeal_events WHERE appeal_id = a.id AND text <> ''))
    FROM appeals a
    WHERE a.id = s.id AND s.id IN (SELECT appeal_id FROM erased WHERE text = '');
    RETURN NULL;
  END $$;

  CREATE TRIGGER search AFTER INSERT OR UPDATE ON appeals FOR EACH ROW EXECUTE FUNCTION search_appeal();
  CREATE TRIGGER search_gone AFTER DELETE ON appeals FOR EACH ROW EXECUTE FUNCTION search_gone();
  CREATE TRIGGER search AFTER INSERT ON appeal_events
    FOR EACH ROW WHEN (NEW.text <> '') EXECUTE FUNCTION search_appeal_said();
  CREATE TRIGGER search_erased AFTER UPDATE ON appeal_events
    REFERENCING NEW TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION search_appeal_erased();

  INSERT INTO search_entries (id, kind, at, words)
  SELECT a.id, a.kind, a.registered_at, search_joined(search_joined(
    search_tags(a.kind, a.registered_at, a.waits), appeal_own_words(a)), e.said)
  FROM appeals a
  LEFT JOIN (SELECT appeal_id, string_agg(text, chr(10) ORDER BY id) AS said
             FROM appeal_events WHERE text <> '' GROUP BY appeal_id) e ON e.appeal_id = a.id
  ORDER BY a.registered_at;
`;
