import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outages, planned works and news: what is told to which houses, until when, who has asked to hear of the end, and the letters. */
export class Announcements1700000000345 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE announcements (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind IN ('emergency', 'planned', 'news')),
        -- what is off; by the words of request_categories, so that the form of a request can match it
        service text CHECK (service IN ('cold-water', 'hot-water', 'heating', 'electricity', 'lift', 'gas', 'other')),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
        text text NOT NULL DEFAULT '' CHECK (length(text) <= 4000),
        -- for colleagues: never leaves the office
        note text NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
        whole_company boolean NOT NULL,
        starts_at timestamptz NOT NULL,
        -- of an emergency it may not be known yet
        ends_at timestamptz,
        published_at timestamptz NOT NULL,
        published_by uuid REFERENCES staff,
        ended_at timestamptz,
        ended_by uuid REFERENCES staff,
        version integer NOT NULL DEFAULT 1,
        -- from this moment on residents see it no more, by itself
        over_at timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(least(ended_at, ends_at), 'infinity')) STORED,
        CHECK ((service IS NULL) = (kind = 'news')),
        CHECK (kind = 'emergency' OR ends_at IS NOT NULL),
        CHECK (ends_at > starts_at),
        CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
      );
      CREATE INDEX announcements_over ON announcements (over_at, starts_at);
      CREATE INDEX announcements_published ON announcements (published_at DESC, id DESC);

      CREATE TABLE announcement_places (
        announcement_id uuid NOT NULL REFERENCES announcements ON DELETE CASCADE,
        house_id uuid NOT NULL REFERENCES houses,
        -- in words: «подъезды 1 и 2»; the whole house where it is empty
        entrances text NOT NULL DEFAULT '' CHECK (length(entrances) <= 100),
        PRIMARY KEY (announcement_id, house_id)
      );
      CREATE INDEX announcement_places_house ON announcement_places (house_id);

      -- An announcement is for the whole company or for houses, at least one.
      CREATE FUNCTION announcement_has_places() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE told uuid; whole boolean;
      BEGIN
        IF TG_TABLE_NAME = 'announcements' THEN told := NEW.id;
        ELSIF TG_OP = 'DELETE' THEN told := OLD.announcement_id;
        ELSE told := NEW.announcement_id;
        END IF;
        SELECT whole_company INTO whole FROM announcements WHERE id = told;
        IF whole = EXISTS (SELECT FROM announcement_places WHERE announcement_id = told) THEN
          RAISE EXCEPTION 'an announcement is for the whole company or for houses' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER announcement_has_places AFTER INSERT OR UPDATE OF whole_company ON announcements
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION announcement_has_places();
      CREATE CONSTRAINT TRIGGER announcement_keeps_places AFTER INSERT OR UPDATE OR DELETE ON announcement_places
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION announcement_has_places();

      -- «Сообщить мне, когда дадут»
      CREATE TABLE announcement_asks (
        announcement_id uuid NOT NULL REFERENCES announcements ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        asked_at timestamptz NOT NULL,
        PRIMARY KEY (announcement_id, user_id)
      );
      CREATE INDEX announcement_asks_user ON announcement_asks (user_id);

      -- letters to many are written in portions: how far each mailing is
      CREATE TABLE announcement_mailings (
        announcement_id uuid NOT NULL REFERENCES announcements ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('published', 'prolonged', 'ended')),
        version integer NOT NULL,
        reached uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        letters integer NOT NULL DEFAULT 0,
        done_at timestamptz,
        PRIMARY KEY (announcement_id, kind, version)
      );
      CREATE INDEX announcement_mailings_waiting ON announcement_mailings (announcement_id, version) WHERE done_at IS NULL;

      -- some database may hold numbers of announcements that never were
      UPDATE service_requests SET announcement_id = NULL WHERE announcement_id IS NOT NULL;
      ALTER TABLE service_requests ADD CONSTRAINT service_requests_announcement_id_fkey
        FOREIGN KEY (announcement_id) REFERENCES announcements ON DELETE SET NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE service_requests DROP CONSTRAINT service_requests_announcement_id_fkey;
      UPDATE service_requests SET announcement_id = NULL WHERE announcement_id IS NOT NULL;
      DROP TABLE announcement_mailings, announcement_asks, announcement_places, announcements;
      DROP FUNCTION announcement_has_places;
    `);
  }
}
