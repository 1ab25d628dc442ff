import { isRowNumber, isUuid } from '../core/ids.js';
import { typedMonth } from '../text/month.js';
import type { PanelColumn, PanelResource } from './declaration.js';
import type { PanelStaff } from './person.js';
import type { Understood } from './understood.js';

/** A filter as it came in the address: a text, or bounds, or the id a reference must have. */
export type FilterValue = string | { from?: string; to?: string; id?: string };

/** What a list asks for; names are known to exist, values are not yet trusted. */
export interface RecordsQuery {
  staff: PanelStaff;
  timeZone: string;
  filters: Record<string, FilterValue>;
}

export const QUICK_SEARCH = 'q';

/** How what was typed is looked for: by indexes or on the way through the list, and what else it may mean. */
export interface Manner {
  readonly byIndex?: boolean | undefined;
  readonly understood?: Understood | undefined;
}

/** Collects values and hands out their placeholders. */
export class Bindings {
  readonly values: unknown[] = [];

  readonly bind = (value: unknown): string => `$${this.values.push(value)}`;
}

/** Whether an id from an address can be an id of this resource at all. */
export function isId(resource: PanelResource, id: string): boolean {
  return isIdOf(resource.idType, id);
}

function isIdOf(type: PanelResource['idType'], id: string): boolean {
  return type === 'number' ? isRowNumber(id) : isUuid(id);
}

/** The declared columns as texts, so that no driver changes them on the way; date-times as ISO 8601 in UTC. */
export function selection(columns: [string, PanelColumn][]): string {
  return columns
    .flatMap(([name, column]) => {
      const { sql } = column;
      if (column.type === 'reference') {
        return [`(${sql})::text AS "${name}"`, `(${column.idSql})::text AS "${name}~~id"`];
      }
      if (column.type === 'datetime') {
        return [`to_char((${sql}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "${name}"`];
      }
      return [`(${column.shownSql ?? sql})::text AS "${name}"`];
    })
    .join(', ');
}

/** What the search box, and the filters that lean on it, look for by indexes; trigrams need three characters. */
export function searched(resource: PanelResource, query: RecordsQuery): { name: string; text: string }[] {
  const entries = Object.entries(query.filters).filter(
    ([name]) => name === QUICK_SEARCH || resource.columns[name]?.searched,
  );
  return entries
    .map(([name, value]) => ({
      name,
      text: (name === QUICK_SEARCH ? meant(resource, value) : plain(value)) ?? '',
    }))
    .filter(({ text }) => text.length >= 3);
}

/** Selects the ids that a search finds, so many in each of its places at most. */
export function found(resource: PanelResource, text: string, most: number, sql: Bindings): string {
  const places = resource.search?.ids?.(sql.bind(pattern(text))) ?? [];
  return places.map((select) => `(${select} LIMIT ${most})`).join(' UNION ');
}

/** The WHERE of a list: whose records, the search box and the filters; a value that cannot be true finds nothing. */
export function condition(
  resource: PanelResource,
  query: RecordsQuery,
  sql: Bindings,
  { byIndex = false, understood }: Manner = {},
): string {
  const parts = [resource.only?.(query.staff, sql.bind)];
  for (const [name, value] of Object.entries(query.filters)) {
    if (name === QUICK_SEARCH) {
      parts.push(search(resource, meant(resource, value), sql, byIndex, understood));
    } else {
      const column = resource.columns[name]!;
      if (byIndex && column.searched && typeof value === 'string') {
        parts.push(search(resource, plain(value), sql, byIndex));
      }
      parts.push(...compare(column, value, query.timeZone, sql));
    }
  }
  const found = parts.filter(Boolean);
  return found.length ? `WHERE ${found.map((part) => `(${part})`).join(' AND ')}` : '';
}

function search(
  resource: PanelResource,
  text: string | undefined,
  sql: Bindings,
  byIndex: boolean,
  understood?: Understood,
): string {
  if (text === undefined || !resource.search) return 'false';
  if (!text) return 'true';
  const { where, ids } = resource.search;
  if (understood?.alone) return `${resource.idSql} IN (${understood.ids(sql.bind)})`;
  const bound = sql.bind(pattern(text));
  if (!ids) return where(bound);
  if (byIndex || understood) {
    const selects = [...ids(bound), ...(understood ? [understood.ids(sql.bind)] : [])];
    return `${resource.idSql} IN (${selects.map((select) => `(${select})`).join(' UNION ')})`;
  }
  // PostgreSQL takes a CASE for true of half the rows, and so walks in the list's order until a page is full
  return `CASE WHEN ${where(bound)} THEN true END`;
}

function meant(resource: PanelResource, value: FilterValue): string | undefined {
  const text = plain(value);
  return text && (resource.search?.meant?.(text) ?? text);
}

function compare(column: PanelColumn, value: FilterValue, timeZone: string, sql: Bindings): string[] {
  if (column.type === 'reference' && typeof value === 'object') {
    const id = value.id ?? '';
    return [isIdOf(column.idType, id) ? `${column.idSql} = ${sql.bind(id)}` : 'false'];
  }
  if (column.type === 'enum' || column.type === 'boolean') {
    const known = column.type === 'enum' ? Object.keys(column.options) : ['true', 'false'];
    const text = plain(value);
    if (!text || !known.includes(text)) return ['false'];
    const where = column.type === 'enum' ? column.options[text]?.where : undefined;
    return [where ?? `(${column.sql})::text = ${sql.bind(text)}`];
  }
  if (column.type === 'text' || column.type === 'reference') {
    const text = plain(value);
    return [
      text === undefined
        ? 'false'
        : `(${column.sql})::text COLLATE "ru-x-icu" ILIKE ${sql.bind(pattern(text))}`,
    ];
  }
  const bounds = typeof value === 'object' ? value : { from: value, to: value };
  return [
    bound(column, '>=', bounds.from, timeZone, sql),
    bound(column, '<=', bounds.to, timeZone, sql),
  ].filter((part) => part !== undefined);
}

function bound(
  column: PanelColumn,
  sign: '>=' | '<=',
  value: string | undefined,
  timeZone: string,
  sql: Bindings,
): string | undefined {
  if (!value) return undefined;
  if (column.type === 'date' || column.type === 'datetime') {
    if (!isDate(value)) return 'false';
    if (column.type === 'date') return `${column.sql} ${sign} ${sql.bind(value)}::date`;
    const day = `${sql.bind(value)}::date${sign === '<=' ? ' + 1' : ''}`;
    const zone = sql.bind(timeZone);
    return `${column.sql} ${sign === '<=' ? '<' : '>='} (${day})::timestamp AT TIME ZONE ${zone}`;
  }
  if (column.type === 'month') {
    const month = typedMonth(value);
    return month === undefined ? 'false' : `${column.sql} ${sign} ${sql.bind(`${month}-01`)}::date`;
  }
  const number = value
    .replace(/[\s\u00a0]/g, '')
    .replace('\u2212', '-')
    .replace(',', '.');
  if (!/^-?\d{1,12}(\.\d{1,4})?$/.test(number)) return 'false';
  return `${column.sql} ${sign} ${sql.bind(number)}::numeric${sums(column) ? ' * 100' : ''}`;
}

function sums({ type }: PanelColumn): boolean {
  return type === 'money' || type === 'balance';
}

export function isDate(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  // Date.parse lets 30 February through as 2 March, PostgreSQL would refuse it
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value) && value >= '1900';
}

/** A text as it was typed, without what no search has. */
export function plain(value: FilterValue): string | undefined {
  if (typeof value !== 'string' || value.length > 200) return undefined;
  if (/[\u0000-\u001f]/.test(value)) return undefined;
  // our pages tie «ул.» to its name with such spaces, and people copy from them
  return value.replace(/[\u00a0\u202f]/g, ' ').trim();
}

function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
