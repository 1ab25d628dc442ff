import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Callers are found by how a surname begins and how an account or a telephone ends. The trigram indexes read whatever holds
 * these letters anywhere, which is much of a big company; these stop at the first few.
 */
export class LookupsOfCallers1700000000355 implements MigrationInterface {
  name = 'LookupsOfCallers1700000000355';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX accounts_owner_begins ON accounts (search_key(owner_name) text_pattern_ops);
      CREATE INDEX accounts_number_ends ON accounts (reverse(number) text_pattern_ops);
      CREATE INDEX users_surname_begins ON users (search_key(last_name) text_pattern_ops);
      CREATE INDEX users_phone_ends ON users (reverse(phone) text_pattern_ops) WHERE phone <> '';
      CREATE INDEX service_requests_phone_ends ON service_requests (reverse(phone) text_pattern_ops) WHERE phone <> '';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX accounts_owner_begins, accounts_number_ends, users_surname_begins, users_phone_ends, service_requests_phone_ends',
    );
  }
}
