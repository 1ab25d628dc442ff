import type { PanelAction, PanelField, PanelFields, PanelResource } from './declaration.js';
import { calendarDay, monthAndYear } from '../text/month.js';
import { dateTime } from '../text/russian.js';
import { readInput } from './inputs.js';
import type { PanelChange, PanelOffice, Told } from './panel-office.js';
import { type Database, type Row, VERSION } from './records.js';
import type { ConflictView } from './view.js';

/** Where records and the journal are read, and the clock by which people read it. */
export interface Journal {
  readonly database: Database;
  readonly office: PanelOffice;
  readonly timeZone: string;
}

/** The form that came second: what it was opened with, as far as it says, and what was typed. */
interface Second {
  readonly action: PanelAction;
  readonly before: Record<string, unknown>;
  readonly input: Record<string, unknown>;
}

/** Tells whoever came second what has changed, by whom, and what to send with the next try. */
export async function conflictOf(
  { office, timeZone }: Journal,
  resource: PanelResource,
  row: Row,
  { action, before, input }: Second,
): Promise<ConflictView> {
  const version = row[VERSION] ?? '';
  const fields = Object.entries(action.fields ?? {}).filter(([, { from }]) => from);
  const values = Object.fromEntries(fields.map(([name, field]) => [name, startOf(field, row)]));
  const [now, was] = [values, before].map((sent) => readAs(Object.fromEntries(fields), sent));
  const rows = fields.map(([name, field]) => {
    const texts = { was: was![name], now: now![name], typed: input[name] };
    const shown = Object.entries(texts).map(([key, value]) => [key, wordsOf(field, value)]);
    return { field: name, label: field.label, ...Object.fromEntries(shown) } as ConflictView['rows'][number];
  });
  const change = await office.lastChange(toldOf(resource, row)!, version);
  return {
    told: change
      ? `Пока форма была открыта, эту запись изменили: ${whoAndWhen(change, timeZone)}.`
      : 'Пока форма была открыта, эта запись изменилась: её обновила загрузка из файла.',
    rows: rows.filter(({ was, now, typed }) => was !== now || typed !== now),
    version,
    values,
  };
}

/** Why an action does not fit a record any more: what has become of it, and who did that. */
export async function movedOn(
  { office, timeZone }: Journal,
  resource: PanelResource,
  row: Row,
): Promise<string> {
  const told = toldOf(resource, row);
  const change = told && (await office.lastChange(told));
  const by = change ? ` ${changeIn(change, timeZone)}` : '';
  return `Запись уже изменилась.${by}${stateOf(resource, row)} Обновите страницу`;
}

/** A change in words: «Показания отклонены»: Пётр Клерков, 23 ноября 2026, 06:10. */
export function changeIn(change: PanelChange, timeZone: string): string {
  return `«${change.action}»: ${whoAndWhen(change, timeZone)}.`;
}

/** Which lines of the journal are about a record. */
export function toldOf({ journal }: PanelResource, row: Row): Told | undefined {
  if (journal === undefined || typeof journal === 'string') {
    return journal === undefined ? undefined : { kind: journal, id: row['id']! };
  }
  const details: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(journal.details ?? {})) details[name] = row[column];
  return { ...journal, id: row[journal.id] ?? '', details };
}

/** What the record says of itself, where it has a state. */
function stateOf({ columns }: PanelResource, row: Row): string {
  const [name, column] = Object.entries(columns).find(([key]) => key === 'state' || key === 'status') ?? [];
  const option = column?.type === 'enum' ? column.options[row[name!] ?? ''] : undefined;
  return option ? ` ${column!.label}: «${option.label}».` : '';
}

function whoAndWhen({ who, at }: PanelChange, timeZone: string): string {
  return `${who}, ${dateTime(at, timeZone)}`;
}

/** What a form starts with, as the browser does it (components/action-form.tsx). */
function startOf(field: PanelField, row: Row): unknown {
  const value = row[field.type === 'date' ? `${field.from}~~day` : field.from!] ?? '';
  return field.type === 'checkbox' ? value === 'true' : value;
}

function readAs(fields: PanelFields, sent: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(sent).filter(([name]) => Object.hasOwn(fields, name));
  return readInput(fields, Object.fromEntries(known), undefined).input;
}

function wordsOf(field: PanelField, value: unknown): string {
  if (field.type === 'checkbox') return value === undefined ? '' : value ? 'Да' : 'Нет';
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (text === '') return '';
  if (field.type === 'select') return field.options[text] ?? text;
  if (field.type === 'date') return calendarDay(text);
  return field.type === 'month' ? monthAndYear(text) : text;
}
