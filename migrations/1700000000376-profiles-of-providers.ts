import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles of Яндекс ID and of a company's own sign-in, too, open cabinets. */
export class ProfilesOfProviders1700000000376 implements MigrationInterface {
  name = 'ProfilesOfProviders1700000000376';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identities DROP CONSTRAINT identities_provider_check,
        ADD CONSTRAINT identities_provider_check CHECK (provider IN ('vk', 'yandex', 'oidc'));
      ALTER TABLE sign_ins DROP CONSTRAINT sign_ins_way_check,
        ADD CONSTRAINT sign_ins_way_check CHECK (way IN ('password', 'vk', 'yandex', 'oidc')) NOT VALID;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM identities WHERE provider <> 'vk';
      DELETE FROM sign_ins WHERE way NOT IN ('password', 'vk');
      ALTER TABLE identities DROP CONSTRAINT identities_provider_check,
        ADD CONSTRAINT identities_provider_check CHECK (provider IN ('vk'));
      ALTER TABLE sign_ins DROP CONSTRAINT sign_ins_way_check,
        ADD CONSTRAINT sign_ins_way_check CHECK (way IN ('password', 'vk'));
    `);
  }
}
