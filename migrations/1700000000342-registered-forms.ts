import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A form registers one request, however often it comes; by this it is found again. */
export class RegisteredForms1700000000342 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE UNIQUE INDEX request_events_form ON request_events ((details->>'form')) WHERE kind = 'registered' AND details ? 'form'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX request_events_form');
  }
}
