import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the public page of the book shows: only what a moderator has cleared, and only while its author agrees. */
export class AppealPublications1700000000390 implements MigrationInterface {
  name = 'AppealPublications1700000000390';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appeal_publications (
        appeal_id uuid PRIMARY KEY REFERENCES appeals ON DELETE CASCADE,
        state text NOT NULL CHECK (state IN ('waiting', 'published', 'removed', 'refused', 'withdrawn')),
        version integer NOT NULL DEFAULT 1,
        -- when it was written, which is the order of the book
        asked_at timestamptz NOT NULL,
        answered_at timestamptz NOT NULL,
        number text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        title text NOT NULL DEFAULT '' CHECK (length(title) <= 200),
        question text NOT NULL DEFAULT '' CHECK (length(question) <= 20000),
        answer text NOT NULL DEFAULT '' CHECK (length(answer) <= 20000),
        signed text NOT NULL DEFAULT '' CHECK (length(signed) <= 200),
        place text NOT NULL DEFAULT '' CHECK (length(place) <= 300),
        -- between the two days; unknown in a year without a calendar
        working_days integer,
        decided_at timestamptz,
        decided_by uuid REFERENCES staff,
        words tsvector NOT NULL GENERATED ALWAYS AS (words_of(title || ' ' || question || ' ' || answer)) STORED,
        -- whatever is not published has no text here: there is nothing that could be read
        CHECK (state = 'published' OR (number || kind || title || question || answer || signed || place) = ''),
        CHECK (state <> 'published' OR (number <> '' AND kind <> '' AND question <> '' AND answer <> ''))
      );
      CREATE INDEX appeal_publications_newest ON appeal_publications (asked_at DESC, appeal_id DESC) WHERE state = 'published';
      CREATE INDEX appeal_publications_kind ON appeal_publications (kind, asked_at DESC, appeal_id DESC)
        WHERE state = 'published';
      CREATE INDEX appeal_publications_words ON appeal_publications USING gin (words) WHERE state = 'published';
      CREATE INDEX appeal_publications_state ON appeal_publications (state, answered_at DESC, appeal_id DESC);
      CREATE INDEX appeal_publications_staff ON appeal_publications (decided_by);

      -- an answered entry whose author agrees waits for a moderator; without the consent nothing stays, in the same moment
      CREATE FUNCTION appeal_publications_follow() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.publish AND NEW.erased_at IS NULL THEN
          IF NEW.answered_at IS NOT NULL THEN
            INSERT INTO appeal_publications AS p (appeal_id, state, asked_at, answered_at)
            VALUES (NEW.id, 'waiting', NEW.registered_at, NEW.answered_at)
            ON CONFLICT (appeal_id) DO UPDATE SET state = 'waiting', version = p.version + 1 WHERE p.state = 'withdrawn';
          END IF;
        ELSE
          UPDATE appeal_publications SET state = 'withdrawn', version = version + 1, number = '', kind = '', title = '',
            question = '', answer = '', signed = '', place = '', working_days = NULL
          WHERE appeal_id = NEW.id AND state <> 'withdrawn';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER appeal_publications_follow AFTER INSERT OR UPDATE OF publish, answered_at, erased_at ON appeals
        FOR EACH ROW EXECUTE FUNCTION appeal_publications_follow();
      INSERT INTO appeal_publications (appeal_id, state, asked_at, answered_at)
        SELECT id, 'waiting', registered_at, answered_at FROM appeals
        WHERE publish AND erased_at IS NULL AND answered_at IS NOT NULL;

      -- how many are published, by kind: nobody counts a million of them for each page
      CREATE TABLE appeal_publication_counts (kind text PRIMARY KEY, count bigint NOT NULL);
      CREATE FUNCTION appeal_publications_count() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO appeal_publication_counts AS c (kind, count)
            SELECT kind, count(*) FROM come WHERE state = 'published' GROUP BY kind ORDER BY kind
            ON CONFLICT (kind) DO UPDATE SET count = c.count + EXCLUDED.count;
        ELSIF TG_OP = 'DELETE' THEN
          INSERT INTO appeal_publication_counts AS c (kind, count)
            SELECT kind, -count(*) FROM gone WHERE state = 'published' GROUP BY kind ORDER BY kind
            ON CONFLICT (kind) DO UPDATE SET count = c.count + EXCLUDED.count;
        ELSE
          INSERT INTO appeal_publication_counts AS c (kind, count)
            SELECT kind, sum(change) FROM (
              SELECT kind, 1 AS change FROM come WHERE state = 'published'
              UNION ALL SELECT kind, -1 FROM gone WHERE state = 'published') changes
            GROUP BY kind HAVING sum(change) <> 0 ORDER BY kind
            ON CONFLICT (kind) DO UPDATE SET count = c.count + EXCLUDED.count;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER appeal_publications_come AFTER INSERT ON appeal_publications
        REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION appeal_publications_count();
      CREATE TRIGGER appeal_publications_go AFTER DELETE ON appeal_publications
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION appeal_publications_count();
      CREATE TRIGGER appeal_publications_change AFTER UPDATE ON appeal_publications
        REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION appeal_publications_count();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER appeal_publications_follow ON appeals;
      DROP TABLE appeal_publications, appeal_publication_counts;
      DROP FUNCTION appeal_publications_follow, appeal_publications_count;
    `);
  }
}
