import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What penalties, duties and court costs of a payment document consist of; their sum stands in the document. */
export class DocumentPenalties1700000000482 implements MigrationInterface {
  name = 'DocumentPenalties1700000000482';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE document_penalties (
        document_id bigint NOT NULL REFERENCES payment_documents ON DELETE CASCADE,
        position integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('penalty', 'forfeit', 'fine', 'duty', 'costs')),
        ground text NOT NULL,
        -- The months or days that they are counted for, in the words of the file.
        span text NOT NULL,
        kopecks bigint NOT NULL,
        PRIMARY KEY (document_id, position)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE document_penalties');
  }
}
