import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What came in on a day by source and load, kept as payments come and go: in a large company a month has a million of them,
 * which take longer to add up than a page may take. Whoever writes payments adds to the sums of their own load only, so that
 * two loads never wait for each other.
 */
export class PaymentDays1700000000541 implements MigrationInterface {
  name = 'PaymentDays1700000000541';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payment_days (
        paid_on date NOT NULL,
        source text NOT NULL,
        batch_id bigint NOT NULL REFERENCES batches ON DELETE CASCADE,
        count integer NOT NULL,
        kopecks bigint NOT NULL,
        commission_kopecks bigint NOT NULL,
        PRIMARY KEY (paid_on, source, batch_id)
      );
      CREATE FUNCTION payment_days_come() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- in one order, so that two who meet wait and do not lock each other out
        INSERT INTO payment_days AS d
          SELECT paid_on, source, batch_id, count(*), sum(amount_kopecks), sum(commission_kopecks)
          FROM come GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (paid_on, source, batch_id) DO UPDATE SET count = d.count + excluded.count,
          kopecks = d.kopecks + excluded.kopecks, commission_kopecks = d.commission_kopecks + excluded.commission_kopecks;
        RETURN NULL;
      END $$;
      CREATE FUNCTION payment_days_go() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE payment_days d SET count = d.count - g.count, kopecks = d.kopecks - g.kopecks,
          commission_kopecks = d.commission_kopecks - g.commission
        FROM (
          SELECT paid_on, source, batch_id, count(*), sum(amount_kopecks) AS kopecks, sum(commission_kopecks) AS commission
          FROM gone GROUP BY 1, 2, 3) g
        WHERE d.paid_on = g.paid_on AND d.source = g.source AND d.batch_id = g.batch_id;
        DELETE FROM payment_days d USING (SELECT DISTINCT paid_on, source, batch_id FROM gone) g
        WHERE d.paid_on = g.paid_on AND d.source = g.source AND d.batch_id = g.batch_id AND d.count = 0;
        RETURN NULL;
      END $$;
      CREATE TRIGGER payment_days_come AFTER INSERT ON payments
        REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION payment_days_come();
      CREATE TRIGGER payment_days_go AFTER DELETE ON payments
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION payment_days_go();
      -- Charges update a million payments at once, and none of these columns, which nobody changes in many: row by row.
      CREATE FUNCTION payment_days_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE payment_days SET count = count - 1, kopecks = kopecks - OLD.amount_kopecks,
          commission_kopecks = commission_kopecks - OLD.commission_kopecks
        WHERE paid_on = OLD.paid_on AND source = OLD.source AND batch_id = OLD.batch_id;
        INSERT INTO payment_days AS d
          VALUES (NEW.paid_on, NEW.source, NEW.batch_id, 1, NEW.amount_kopecks, NEW.commission_kopecks)
        ON CONFLICT (paid_on, source, batch_id) DO UPDATE SET count = d.count + 1,
          kopecks = d.kopecks + excluded.kopecks, commission_kopecks = d.commission_kopecks + excluded.commission_kopecks;
        DELETE FROM payment_days WHERE paid_on = OLD.paid_on AND source = OLD.source AND batch_id = OLD.batch_id AND count = 0;
        RETURN NULL;
      END $$;
      CREATE TRIGGER payment_days_change AFTER UPDATE OF paid_on, source, batch_id, amount_kopecks, commission_kopecks ON payments
        FOR EACH ROW EXECUTE FUNCTION payment_days_change();
      INSERT INTO payment_days
        SELECT paid_on, source, batch_id, count(*), sum(amount_kopecks), sum(commission_kopecks) FROM payments GROUP BY 1, 2, 3;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER payment_days_come ON payments;
      DROP TRIGGER payment_days_go ON payments;
      DROP TRIGGER payment_days_change ON payments;
      DROP TABLE payment_days;
      DROP FUNCTION payment_days_come, payment_days_go, payment_days_change;
    `);
  }
}
