import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one, type Queryable, rowsOf } from '../core/query.js';
import { deadline, type Term } from './terms.js';

/** What can happen, with its terms and where in the law they stand. */
export interface RequestCategory {
  readonly id: string;
  readonly title: string;
  /** Asked where it may be an emergency; empty where it never is. */
  readonly question: string;
  readonly emergency_hint: string;
  readonly first_title: string;
  readonly first_minutes: number | null;
  readonly first_reference: string;
  readonly first_emergency_only: boolean;
  readonly first_from_hour: number | null;
  readonly first_to_hour: number | null;
  readonly fix_title: string;
  readonly fix_minutes: number;
  readonly fix_reference: string;
}

const COLUMNS = `id, title, question, emergency_hint, first_title, first_minutes, first_reference, first_emergency_only,
  first_from_hour, first_to_hour, fix_title, fix_minutes, fix_reference`;

/** The terms that a request of a category has. */
export function termsOf(category: RequestCategory, emergency: boolean): { first?: Term; fix: Term } {
  const { first_minutes: minutes, first_from_hour: from, first_to_hour: to } = category;
  const hours = from !== null && to !== null ? { from, to } : undefined;
  const applies = minutes !== null && (emergency || !category.first_emergency_only);
  return { ...(applies && { first: { minutes, hours } }), fix: { minutes: category.fix_minutes } };
}

/** When the terms of a request end. */
export function duesOf(
  category: RequestCategory,
  emergency: boolean,
  from: Date,
  minuteOfDay: (at: Date) => number,
): { firstDue: Date | null; fixDue: Date } {
  const { first, fix } = termsOf(category, emergency);
  return {
    firstDue: first ? deadline(from, first, minuteOfDay) : null,
    fixDue: deadline(from, fix, minuteOfDay),
  };
}

/** What can happen: the table that the office edits. */
@Injectable()
export class RequestCategories {
  constructor(private readonly database: DataSource) {}

  /** Those that residents and dispatchers choose from, in their order. */
  async all(): Promise<RequestCategory[]> {
    return rowsOf<RequestCategory>(
      this.database,
      `SELECT ${COLUMNS} FROM request_categories WHERE active ORDER BY place, id`,
    );
  }

  /** One of them, also one that is not offered any more. */
  async find(id: string, on: Queryable = this.database): Promise<RequestCategory | undefined> {
    return one<RequestCategory>(on, `SELECT ${COLUMNS} FROM request_categories WHERE id = $1`, [id]);
  }

  /** What all of them are called, also those that are not offered any more. */
  async titles(): Promise<Map<string, string>> {
    const rows = await rowsOf<{ id: string; title: string }>(
      this.database,
      'SELECT id, title FROM request_categories ORDER BY place, id',
    );
    return new Map(rows.map(({ id, title }) => [id, title]));
  }
}
