import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Numbers of meters as people and programs spell them: with «№», any hyphen, spaces, zeros in front, and Cyrillic letters
 * that look like Latin ones. Two spellings of one key at one flat are one meter.
 */
export class MeterNumberKeys1700000000480 implements MigrationInterface {
  name = 'MeterNumberKeys1700000000480';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION meter_number_key(number text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(nullif(ltrim(plain, '0'), ''), plain) FROM (
          SELECT translate(
            regexp_replace(upper(replace(number, '№', '') COLLATE "ru-x-icu"), '[^[:alnum:]]', '', 'g'),
            'АВЕКМНОРСТУХЁO', 'ABEKMH0PCTYXE0') AS plain) p
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION meter_number_key(text)');
  }
}
