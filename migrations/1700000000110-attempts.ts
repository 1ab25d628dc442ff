import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts one attempt by several counters in one round trip: a sign-in asks three of them. */
export class Attempts1700000000110 implements MigrationInterface {
  name = 'Attempts1700000000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- In turn, up to the first counter that refuses; returns the milliseconds to wait, or 0.
      CREATE FUNCTION take_attempts(keys text[], free int[], seconds int[]) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        now_ms bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
        taken rate_limits;
      BEGIN
        FOR i IN 1 .. cardinality(keys) LOOP
          INSERT INTO rate_limits AS old (key, points, expire)
          VALUES (keys[i], 1, now_ms + seconds[i] * 1000::bigint)
          ON CONFLICT (key) DO UPDATE SET
            points = CASE WHEN old.expire <= now_ms THEN 1 ELSE old.points + 1 END,
            expire = CASE WHEN old.expire <= now_ms THEN excluded.expire ELSE old.expire END
          RETURNING * INTO taken;
          IF taken.points > free[i] THEN
            RETURN greatest(taken.expire - now_ms, 1);
          END IF;
        END LOOP;
        RETURN 0;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION take_attempts');
  }
}
