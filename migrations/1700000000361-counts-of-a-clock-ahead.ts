import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What take_attempts does with a counter that is there already. */
const counts = (begins: string): string => `
      CREATE OR REPLACE FUNCTION take_attempts(keys text[], free int[], seconds int[]) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        now_ms bigint := floor(extract(epoch FROM clock_timestamp()) * 1000);
        taken rate_limits;
      BEGIN
        FOR i IN 1 .. cardinality(keys) LOOP
          INSERT INTO rate_limits AS old (key, points, expire)
          VALUES (keys[i], 1, now_ms + seconds[i] * 1000::bigint)
          ON CONFLICT (key) DO UPDATE SET
            points = CASE WHEN ${begins} THEN 1 ELSE old.points + 1 END,
            expire = CASE WHEN ${begins} THEN excluded.expire ELSE old.expire END
          RETURNING * INTO taken;
          IF taken.points > free[i] THEN
            RETURN greatest(taken.expire - now_ms, 1);
          END IF;
        END LOOP;
        RETURN 0;
      END $$;`;

/**
 * Lets a counter begin anew whose end is more than a minute later than that of one that begins now: a clock that was ahead
 * has set it, and it would shut people out until it is so late again. A call that has waited for another looked at the clock
 * before it: a counter that ends a little later than its own would is kept, or what was counted meanwhile would be lost.
 */
export class CountsOfAClockAhead1700000000361 implements MigrationInterface {
  name = 'CountsOfAClockAhead1700000000361';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(counts('old.expire <= now_ms OR old.expire > excluded.expire + 60000'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(counts('old.expire <= now_ms'));
  }
}
