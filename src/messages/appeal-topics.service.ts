import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one, type Queryable, rowsOf } from '../core/query.js';
import type { AnswerTerm } from './appeal-term.js';

/** What an entry is about, with the term that the law gives for the answer. */
export interface AppealTopic extends AnswerTerm {
  readonly id: string;
  readonly title: string;
  /** Where in the law the term stands. */
  readonly reference: string;
  readonly for_residents: boolean;
}

const COLUMNS = 'id, title, reference, for_residents, term_count, term_unit';

/** The topic of whatever names none. */
export const GENERAL_TOPIC = 'general';

/** What entries are about: the table that the office edits. */
@Injectable()
export class AppealTopics {
  constructor(private readonly database: DataSource) {}

  /** Those that are offered now, in their order. */
  async all(): Promise<AppealTopic[]> {
    return rowsOf<AppealTopic>(
      this.database,
      `SELECT ${COLUMNS} FROM appeal_topics WHERE active ORDER BY place, id`,
    );
  }

  /** Those that residents choose from. */
  async forResidents(): Promise<AppealTopic[]> {
    return (await this.all()).filter((topic) => topic.for_residents);
  }

  /** One of them, also one that is not offered any more. */
  find(id: string, on: Queryable = this.database): Promise<AppealTopic | undefined> {
    return one<AppealTopic>(on, `SELECT ${COLUMNS} FROM appeal_topics WHERE id = $1`, [id]);
  }

  /** The same; where there is no such topic, the general one. */
  async findOrGeneral(id: string, on: Queryable): Promise<AppealTopic> {
    return (await this.find(id, on)) ?? (await this.find(GENERAL_TOPIC, on))!;
  }

  /** What all of them are called, also those that are not offered any more. */
  async titles(): Promise<Map<string, string>> {
    const rows = await rowsOf<{ id: string; title: string }>(
      this.database,
      'SELECT id, title FROM appeal_topics ORDER BY place, id',
    );
    return new Map(rows.map(({ id, title }) => [id, title]));
  }
}
