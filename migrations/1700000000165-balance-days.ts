import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Balances are known by the day: as a moment, the end of the day would be one that has not come when it is today. */
export class BalanceDays1700000000165 implements MigrationInterface {
  name = 'BalanceDays1700000000165';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The last second of a day is on the same day in UTC for all zones of Russia.
      ALTER TABLE accounts ALTER COLUMN balance_at TYPE date USING (least(balance_at, now()) AT TIME ZONE 'UTC')::date;
      ALTER TABLE accounts RENAME COLUMN balance_at TO balance_on;
      DROP FUNCTION refresh_balances(uuid[], text);

      -- Sets the balance of accounts: the latest document or statement, less the payments that came after it.
      CREATE FUNCTION refresh_balances(ids uuid[]) RETURNS void LANGUAGE sql AS $$
        UPDATE accounts a SET balance_kopecks = b.kopecks, balance_on = b.day
        FROM (
          SELECT i.id,
                 anchor.kopecks - coalesce(later.paid, 0) AS kopecks,
                 greatest(anchor.until, later.until) AS day
          FROM unnest(ids) AS i (id)
          LEFT JOIN LATERAL (
            SELECT * FROM (
              SELECT closing_kopecks AS kopecks, counted_until AS until, true AS document
              FROM payment_documents WHERE account_id = i.id AND superseded_by IS NULL
              ORDER BY period DESC LIMIT 1) d
            UNION ALL
            SELECT * FROM (
              SELECT amount_kopecks, as_of, false
              FROM balance_statements WHERE account_id = i.id AND superseded_by IS NULL
              ORDER BY as_of DESC LIMIT 1) s
            ORDER BY until DESC, document DESC LIMIT 1) anchor ON true
          LEFT JOIN LATERAL (
            SELECT sum(amount_kopecks) AS paid, max(paid_on) AS until FROM payments p
            WHERE p.account_id = i.id
              AND CASE WHEN anchor.document THEN p.document_id IS NULL ELSE p.paid_on > anchor.until END) later ON true
        ) b
        WHERE a.id = b.id AND (a.balance_kopecks, a.balance_on) IS DISTINCT FROM (b.kopecks, b.day);
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION refresh_balances(uuid[]);
      ALTER TABLE accounts RENAME COLUMN balance_on TO balance_at;
      ALTER TABLE accounts ALTER COLUMN balance_at TYPE timestamptz USING balance_at::timestamp AT TIME ZONE 'UTC';
      CREATE FUNCTION refresh_balances(ids uuid[], zone text) RETURNS void LANGUAGE sql AS $$
        UPDATE accounts a SET balance_kopecks = b.kopecks, balance_at = b.at
        FROM (
          SELECT i.id,
                 anchor.kopecks - coalesce(later.paid, 0) AS kopecks,
                 (greatest(anchor.until, later.until) + 1)::timestamp AT TIME ZONE zone - interval '1 second' AS at
          FROM unnest(ids) AS i (id)
          LEFT JOIN LATERAL (
            SELECT * FROM (
              SELECT closing_kopecks AS kopecks, counted_until AS until, true AS document
              FROM payment_documents WHERE account_id = i.id AND superseded_by IS NULL
              ORDER BY period DESC LIMIT 1) d
            UNION ALL
            SELECT * FROM (
              SELECT amount_kopecks, as_of, false
              FROM balance_statements WHERE account_id = i.id AND superseded_by IS NULL
              ORDER BY as_of DESC LIMIT 1) s
            ORDER BY until DESC, document DESC LIMIT 1) anchor ON true
          LEFT JOIN LATERAL (
            SELECT sum(amount_kopecks) AS paid, max(paid_on) AS until FROM payments p
            WHERE p.account_id = i.id
              AND CASE WHEN anchor.document THEN p.document_id IS NULL ELSE p.paid_on > anchor.until END) later ON true
        ) b
        WHERE a.id = b.id AND (a.balance_kopecks, a.balance_at) IS DISTINCT FROM (b.kopecks, b.at);
      $$;
    `);
  }
}
