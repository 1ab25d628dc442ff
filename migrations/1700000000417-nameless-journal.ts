import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lines of the journal may lose who they are about, once, and nothing else of them ever changes. What they lose leaves its
 * MAC behind, so that whether a line is the one that was written can still be proven; the salt of it goes too, so that
 * nobody can guess what stood there.
 */
export class NamelessJournal1700000000417 implements MigrationInterface {
  name = 'NamelessJournal1700000000417';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_events ADD COLUMN salt uuid, ADD COLUMN personal_mac bytea;
      -- lines that are there have none: giving them one would write the whole journal anew
      ALTER TABLE audit_events ALTER COLUMN salt SET DEFAULT gen_random_uuid();

      DROP TRIGGER audit_events_only_grow ON audit_events;
      CREATE TRIGGER audit_events_only_grow
        BEFORE DELETE OR TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE FUNCTION only_nameless() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.personal_mac IS NOT NULL OR NEW.personal_mac IS NULL OR NEW.salt IS NOT NULL
          OR (NEW.id, NEW.at, NEW.actor_kind, NEW.actor_id, NEW.action, NEW.object_kind, NEW.object_id, NEW.request_id)
            IS DISTINCT FROM
            (OLD.id, OLD.at, OLD.actor_kind, OLD.actor_id, OLD.action, OLD.object_kind, OLD.object_id, OLD.request_id)
          OR NEW.actor_name <> OLD.actor_name OR (OLD.actor_name IS NULL AND NEW.actor_name IS NOT NULL)
          OR NEW.ip <> OLD.ip OR (OLD.ip IS NULL AND NEW.ip IS NOT NULL)
          OR NOT OLD.details @> NEW.details THEN
          RAISE EXCEPTION '% of % is not allowed: the journal only grows', TG_OP, TG_TABLE_NAME;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_events_only_nameless
        BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION only_nameless();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER audit_events_only_nameless ON audit_events;
      DROP TRIGGER audit_events_only_grow ON audit_events;
      DROP FUNCTION only_nameless;
      CREATE TRIGGER audit_events_only_grow
        BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE audit_events DROP COLUMN salt, DROP COLUMN personal_mac;
    `);
  }
}
