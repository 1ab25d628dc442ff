import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the office typed at a change of the owner is its own word: the journal has it, former residents do not read it. */
export class GroundsOfOwnerChanges1700000000504 implements MigrationInterface {
  name = 'GroundsOfOwnerChanges1700000000504';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE account_links l SET end_reason = 'у квартиры сменился владелец' FROM audit_events e
      WHERE e.action = 'household.owner-changed' AND e.object_kind = 'account' AND e.object_id = l.account_id::text
        AND l.ended_by = 'staff' AND l.end_reason = e.details->>'reason'
        AND l.ended_at BETWEEN e.at - interval '10 seconds' AND e.at + interval '10 seconds'`);
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}
