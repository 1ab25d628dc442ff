import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line of the journal loses its names only where it is about a resident whose login was removed, and that is for good: whoever
 * has the product's role and wants to empty a line pays with the login of the person that it is about, for all to see.
 */
export class NamelessForTheRemoved1700000000505 implements MigrationInterface {
  name = 'NamelessForTheRemoved1700000000505';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users DROP CONSTRAINT users_removed, ADD CONSTRAINT users_removed CHECK (removed_at IS NULL OR (
        status = 'blocked' AND removal_due_at IS NULL AND email = '' AND phone = '' AND first_name = '' AND middle_name = ''
        AND password_hash IS NULL));
      CREATE FUNCTION removed_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a login that was removed stays so';
      END $$;
      CREATE TRIGGER users_removed_for_good BEFORE UPDATE OF removed_at ON users FOR EACH ROW
        WHEN (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at)
        EXECUTE FUNCTION removed_for_good();

      CREATE FUNCTION only_of_the_removed() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE removed boolean;
      BEGIN
        -- the table is named with its schema, or a temporary one of that name would answer
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.users WHERE removed_at IS NOT NULL AND id = ANY (
            ARRAY(SELECT one::uuid FROM unnest($1) AS one WHERE one ~ ''^[0-9a-f-]{36}$'')))', TG_TABLE_SCHEMA)
          INTO removed USING ARRAY[
            CASE WHEN OLD.actor_kind = 'resident' THEN OLD.actor_id::text END,
            CASE WHEN OLD.object_kind = 'user' THEN OLD.object_id END, OLD.details->>'userId'];
        IF NOT removed THEN
          RAISE EXCEPTION '% of % is not allowed: the journal only grows', TG_OP, TG_TABLE_NAME;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_events_only_of_the_removed
        BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION only_of_the_removed();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER audit_events_only_of_the_removed ON audit_events;
      DROP TRIGGER users_removed_for_good ON users;
      DROP FUNCTION only_of_the_removed, removed_for_good;
      ALTER TABLE users DROP CONSTRAINT users_removed,
        ADD CONSTRAINT users_removed CHECK (removed_at IS NULL OR (status = 'blocked' AND removal_due_at IS NULL));
    `);
  }
}
