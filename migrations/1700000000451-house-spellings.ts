import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses by which a house was known before it became a part of another one: files of the accounting go on saying them. */
export class HouseSpellings1700000000451 implements MigrationInterface {
  name = 'HouseSpellings1700000000451';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE house_spellings (
        address text COLLATE "ru-x-icu" PRIMARY KEY CHECK (length(address) BETWEEN 1 AND 300),
        house_id uuid NOT NULL REFERENCES houses ON DELETE CASCADE,
        -- the id that the house had, for whoever comes back to its page
        former_id uuid NOT NULL UNIQUE
      );
      CREATE INDEX house_spellings_house ON house_spellings (house_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE house_spellings');
  }
}
