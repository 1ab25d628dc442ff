import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who came in, when, how and from what device: of residents and of staff; how often a wrong password was typed since. */
export class SignIns1700000000343 implements MigrationInterface {
  name = 'SignIns1700000000343';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sign_ins (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        at timestamptz(3) NOT NULL,
        way text NOT NULL CHECK (way IN ('password', 'vk')),
        device text NOT NULL,
        ip text NOT NULL,
        session_id uuid NOT NULL,
        new_device boolean NOT NULL,
        failed_before integer NOT NULL,
        link_hmac bytea UNIQUE,
        told_to text,
        disowned_at timestamptz(3),
        CHECK ((link_hmac IS NULL) OR (told_to IS NOT NULL))
      );
      CREATE INDEX sign_ins_user ON sign_ins (user_id, id);
      CREATE INDEX sign_ins_at ON sign_ins (at);
      CREATE TABLE failed_sign_ins (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        count integer NOT NULL CHECK (count > 0),
        last_at timestamptz(3) NOT NULL
      );
      CREATE INDEX failed_sign_ins_last_at ON failed_sign_ins (last_at);
      CREATE TABLE staff_sign_ins (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        at timestamptz(3) NOT NULL,
        way text NOT NULL CHECK (way IN ('password', 'code')),
        device text NOT NULL,
        ip text NOT NULL,
        new_device boolean NOT NULL,
        failed_before integer NOT NULL
      );
      CREATE INDEX staff_sign_ins_staff ON staff_sign_ins (staff_id, id);
      CREATE INDEX staff_sign_ins_at ON staff_sign_ins (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE staff_sign_ins, failed_sign_ins, sign_ins');
  }
}
