import type { Request } from 'express';
import { clean, hasForbiddenCharacters } from '../../text/russian.js';
import type { Answer, Provider } from './provider.js';

const LONGEST = 4000;
const LONGEST_EXPLANATION = 120;

/** What the address of a return says; undefined when something is missing, doubled or strange. */
export function answerOf({ query }: Request, { brings, mayBring }: Provider): Answer | undefined {
  const needed = ['code', 'state', ...brings];
  const names = [...needed, ...mayBring.filter((name) => query[name] !== undefined)];
  if (!names.every((name) => isUsable(query[name]))) return undefined;
  return Object.fromEntries(names.map((name) => [name, query[name]])) as Answer;
}

/** The `state` of a return that brings an error. */
export function stateOf({ query: { state } }: Request): string | undefined {
  return isUsable(state) ? state : undefined;
}

/** Why a company's own sign-in has refused, in its words: short, and shown as text. */
export function explained({ query }: Request, { said }: Provider): string {
  const why = query['error_description'];
  if (!isUsable(why)) return '';
  const letters = [...clean(why)];
  if (letters.length === 0) return '';
  const end = letters.length > LONGEST_EXPLANATION ? '…' : '';
  return ` ${said} отвечает: ${letters.slice(0, LONGEST_EXPLANATION).join('')}${end}`;
}

function isUsable(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= LONGEST && !hasForbiddenCharacters(value)
  );
}
