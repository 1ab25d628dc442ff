import type { PanelColumn, PanelOption } from './declaration.js';

/** Where a column stands and what can be done by it: see the fields of `PanelColumn` that have these names. */
type Mark = 'list' | 'aside' | 'filter' | 'sort' | 'nullable' | 'searched' | 'hidden';

type Options = Record<string, PanelOption & { where?: string }>;

/** A column of words. */
export const text = plain('text');
/** A column of kopecks, shown as roubles. */
export const money = plain('money');
/** A column of kopecks, positive when they are owed, as its label has to say; what is paid ahead says so in words. */
export const balance = plain('balance');
/** A column of days. */
export const date = plain('date');
/** A column of months, given as their first day. */
export const month = plain('month');
/** A column of moments. */
export const datetime = plain('datetime');
/** A column that says «Да» or «Нет». */
export const yesNo = plain('boolean');
/** A column that says how many rows there are and what they add up to: a number and kopecks with a space between. */
export const rowsAndSum = plain('rows');
/** A column of numbers. */
export const number = plain('number');

/** A column of numbers of something: `unit` stands after each. */
export function quantity(label: string, unit: string, sql: string, ...marks: Mark[]): PanelColumn {
  return { type: 'number', label, unit, sql, ...marked(marks) };
}

/** A column of few known values, each with its word and colour. */
export function choice(label: string, sql: string, options: Options, ...marks: Mark[]): PanelColumn {
  return { type: 'enum', label, sql, options, ...marked(marks) };
}

/** A column that leads to a record of another resource. */
export function reference(
  label: string,
  resource: string,
  sql: string,
  idSql: string,
  ...marks: Mark[]
): PanelColumn {
  return { type: 'reference', label, resource, sql, idSql, ...marked(marks) };
}

function plain(
  type: 'text' | 'money' | 'balance' | 'date' | 'month' | 'datetime' | 'boolean' | 'rows' | 'number',
) {
  return (label: string, sql: string, ...marks: Mark[]): PanelColumn => ({
    type,
    label,
    sql,
    ...marked(marks),
  });
}

function marked(marks: readonly Mark[]): object {
  return Object.fromEntries(marks.map((mark) => (mark === 'hidden' ? ['show', false] : [mark, true])));
}
