import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { EVENTS_OF_REQUEST, type RequestEventRow } from '../requests.sql.js';
import type { ServiceRequest } from '../service-request.js';
import type { RequestState } from '../states.js';

/** A request with the names of what it points at. */
export interface RequestOfOffice extends ServiceRequest {
  title: string;
  question: string;
  first_title: string;
  first_reference: string;
  fix_title: string;
  fix_reference: string;
  taken_name: string | null;
  executor_name: string | null;
  executor_phone: string | null;
  parent_number: string | null;
  account_number: string | null;
}

const REQUEST_FOR_OFFICE = new Prepared<RequestOfOffice>(
  'request for office',
  `SELECT r.*, k.title, k.question, k.first_title, k.first_reference, k.fix_title, k.fix_reference,
     s.name AS taken_name, e.name AS executor_name, e.phone AS executor_phone, m.number AS parent_number,
     a.number AS account_number
   FROM service_requests r JOIN request_categories k ON k.id = r.category
   LEFT JOIN staff_names s ON s.id = r.taken_by LEFT JOIN executors e ON e.id = r.executor_id
   LEFT JOIN service_requests m ON m.id = r.parent_id LEFT JOIN account_places a ON a.id = r.account_id
   WHERE r.id = $1`,
);

/** Another request that has to do with one: of the same house, or merged into it. */
export interface RelatedRequest {
  id: string;
  number: string;
  address: string;
  title: string;
  text: string;
  state: RequestState;
  parent_id: string | null;
}

const RELATED = (where: string): string => `
  SELECT r.id, r.number, r.address, k.title, left(r.text, 100) AS text, r.state, r.parent_id
  FROM service_requests r JOIN request_categories k ON k.id = r.category WHERE ${where}`;

const OPEN_OF_HOUSE = new Prepared<RelatedRequest>(
  'open requests of house for office',
  RELATED(`r.house_id = $1 AND r.due_at IS NOT NULL AND r.parent_id IS NULL AND r.id <> $2 AND r.id IS DISTINCT FROM $3
           ORDER BY r.due_at, r.id LIMIT 20`),
);

const CHILDREN = new Prepared<RelatedRequest>(
  'requests merged into one',
  RELATED('r.parent_id = $1 ORDER BY r.registered_at, r.id LIMIT 50'),
);

const TEMPLATES = new Prepared<{ id: string; title: string; text: string }>(
  'message templates',
  'SELECT id, title, text FROM message_templates ORDER BY title LIMIT 100',
);

const TEMPLATE = new Prepared<{ text: string }>(
  'message template',
  'SELECT text FROM message_templates WHERE id = $1',
);

const BY_NUMBER = new Prepared<{ id: string }>(
  'request by number',
  'SELECT id FROM service_requests WHERE number = $1',
);

/** All that the desk shows of one request. */
export interface Detail {
  readonly request: RequestOfOffice;
  readonly events: RequestEventRow[];
  readonly house: RelatedRequest[];
  readonly children: RelatedRequest[];
  readonly templates: { id: string; title: string; text: string }[];
}

/** Reads what the desk shows of one request. */
@Injectable()
export class DeskDetails {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async find(id: string): Promise<Detail | undefined> {
    const request = await this.request(id);
    if (!request) return undefined;
    const [events, house, children, templates] = await Promise.all([
      EVENTS_OF_REQUEST.rows(this.pool, id),
      request.house_id === null ? [] : OPEN_OF_HOUSE.rows(this.pool, request.house_id, id, request.parent_id),
      CHILDREN.rows(this.pool, id),
      TEMPLATES.rows(this.pool),
    ]);
    return { request, events, house, children, templates };
  }

  request(id: string): Promise<RequestOfOffice | undefined> {
    return REQUEST_FOR_OFFICE.first(this.pool, id);
  }

  /** The words of a template. */
  async template(id: string | undefined): Promise<string | undefined> {
    return id === undefined ? undefined : (await TEMPLATE.first(this.pool, id))?.text;
  }

  /** The id of a request by its number as people type it: `2026-000151`, or `151` of this year. */
  async byNumber(typed: string, year: number): Promise<string | undefined> {
    const [, ofYear = String(year), sequence] =
      /^№?\s*(?:(\d{4})\s*-\s*)?(\d{1,6})$/.exec(typed.trim()) ?? [];
    if (sequence === undefined) return undefined;
    const found = await BY_NUMBER.first(this.pool, `${ofYear}-${sequence.padStart(6, '0')}`);
    return found?.id;
  }
}
