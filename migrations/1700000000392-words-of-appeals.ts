import type { MigrationInterface, QueryRunner } from 'typeorm';

const UNDOTTED = 'Ошибки нет, расчет такой:';
const DOTTED = 'Ошибки нет, расчёт такой:';

/** Words that were supplied and that nobody has changed since; «Другое» stands last, as people must choose a topic now. */
export class WordsOfAppeals1700000000392 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE appeal_topics SET title = 'Штраф за неверный расчёт платы', version = version + 1
        WHERE id = 'wrong-charge' AND title = 'Штраф за неверный расчет платы';
      UPDATE appeal_topics SET place = (SELECT least(1000, max(place) + 1) FROM appeal_topics), version = version + 1
        WHERE id = 'general' AND place = 1;
      UPDATE answer_templates SET text = replace(text, '${UNDOTTED}', '${DOTTED}'), version = version + 1
        WHERE strpos(text, '${UNDOTTED}') > 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE answer_templates SET text = replace(text, '${DOTTED}', '${UNDOTTED}'), version = version + 1
        WHERE strpos(text, '${DOTTED}') > 0;
      UPDATE appeal_topics SET place = 1, version = version + 1 WHERE id = 'general';
      UPDATE appeal_topics SET title = 'Штраф за неверный расчет платы', version = version + 1
        WHERE id = 'wrong-charge' AND title = 'Штраф за неверный расчёт платы';
    `);
  }
}
