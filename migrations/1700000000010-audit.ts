import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The journal of who did what: rows are only ever added. */
export class Audit1700000000010 implements MigrationInterface {
  name = 'Audit1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor_kind text NOT NULL CHECK (actor_kind IN ('resident', 'staff', 'system', 'stranger')),
        actor_id uuid,
        actor_name text,
        action text NOT NULL,
        object_kind text,
        object_id text,
        details jsonb NOT NULL DEFAULT '{}',
        ip text
      );
      CREATE INDEX audit_events_at ON audit_events (at DESC);
      CREATE INDEX audit_events_object ON audit_events (object_kind, object_id);
      CREATE INDEX audit_events_actor ON audit_events (actor_id, at DESC);

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% of % is not allowed: the journal only grows', TG_OP, TG_TABLE_NAME;
      END $$;
      CREATE TRIGGER audit_events_only_grow
        BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_events; DROP FUNCTION refuse_change`);
  }
}
