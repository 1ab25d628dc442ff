import { createHash } from 'node:crypto';
import { composed, WORD_JOINER } from '../text/russian.js';
import type { Form } from './form.js';

/** A field in which a form that came second differs from what stands there now. */
export interface SecondRow {
  readonly name: string;
  readonly label: string;
  /** What stood there when the form was opened; undefined of a long text, which forms do not carry twice. */
  readonly was: string | undefined;
  readonly now: string;
  readonly typed: string;
  /** Whoever came second has not touched it, so it is none of their business. */
  readonly left: boolean;
}

type Values = Readonly<Record<string, string>>;

/** Longer texts go into `opened` by their hash: a form may not become too large to be sent. */
const LONGEST_KEPT = 300;

/** What the fields of a form begin with, for its hidden field `opened`: it tells afterwards which of them somebody has touched. */
export function openedWith(values: Values): string {
  return JSON.stringify(Object.fromEntries(Object.entries(values).map(([name, text]) => [name, mark(text)])));
}

/**
 * Whoever comes second keeps only what they have typed: fields they have left alone become what stands there now, so that
 * sending again undoes nothing that a colleague has done. Gives the fields that differ.
 */
export function secondOf<Name extends string>(
  form: Form<object>,
  labels: Readonly<Record<Name, string>>,
  now: Readonly<Record<Name, string>>,
): SecondRow[] {
  const opened = readOpened(form.values['opened']);
  const names = Object.keys(labels) as Name[];
  const rows = names.map((name): SecondRow => {
    const typed = String(form.values[name] ?? '');
    const was = opened[name];
    const left = was !== undefined && was === mark(typed);
    if (left) form.values[name] = now[name];
    return {
      ...{ name, label: labels[name], now: now[name], typed, left },
      was: was?.startsWith(HASH) ? undefined : (was ?? ''),
    };
  });
  form.values['opened'] = openedWith(Object.fromEntries(names.map((name) => [name, now[name]])));
  return rows.filter(({ name, now: stands, typed }) => {
    const was = opened[name];
    return mark(typed) !== mark(stands) || (was !== undefined && was !== mark(stands));
  });
}

const HASH = '#sha256 ';

/** As a field gives it back when nobody has touched it. */
function mark(text: string): string {
  const sent = composed(text).replaceAll(WORD_JOINER, '').replaceAll('\r\n', '\n').trim();
  return sent.length <= LONGEST_KEPT
    ? sent
    : `${HASH}${createHash('sha256').update(sent).digest('base64url').slice(0, 22)}`;
}

/** What the page says it showed; whatever else came is nothing. */
function readOpened(text: unknown): Partial<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(String(text));
    const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
    return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}
