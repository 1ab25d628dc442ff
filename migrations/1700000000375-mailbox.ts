import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mailbox to which people write: how far it has been read, and which letters have been taken. */
export class Mailbox1700000000375 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mailbox_state (
        -- login, server and folder
        mailbox text PRIMARY KEY,
        -- the name of the numbers, and the last of them that needs no reading any more
        uid_validity text NOT NULL DEFAULT '',
        last_uid bigint NOT NULL DEFAULT 0,
        -- the letter that is being read, and how often that was begun: one of them may break whoever reads it
        trying_uid bigint NOT NULL DEFAULT 0,
        tries integer NOT NULL DEFAULT 0,
        -- what had come before the first visit is for people; by numbers this can be told until they change
        begun_at timestamptz,
        renumbered boolean NOT NULL DEFAULT false,
        read_at timestamptz,
        -- while it cannot be read
        failures integer NOT NULL DEFAULT 0,
        trouble text,
        trouble_since timestamptz,
        told_at timestamptz,
        CHECK ((trouble IS NULL) = (trouble_since IS NULL))
      );
      -- one row for each letter, however often it is met
      CREATE TABLE incoming_letters (
        mark text PRIMARY KEY,
        message_id text NOT NULL,
        taken_at timestamptz NOT NULL,
        -- why nothing could be made of it
        problem text
      );
      CREATE INDEX incoming_letters_taken ON incoming_letters (taken_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE incoming_letters, mailbox_state');
  }
}
