import { type LetterKind, LETTERS } from './letters.js';

/** Stands where a secret stood. */
export const HIDDEN = '•••••';

type Data = Readonly<Record<string, unknown>> | null;

/** What a letter says with its secrets covered, wherever in it they stand, so that it may be kept and read by others than its receiver. */
export function withoutSecrets(kind: LetterKind, data: Data): Record<string, unknown> | null {
  const { secret } = LETTERS[kind];
  return data === null ? null : covered(data, new Set<string>(secret === false ? [] : secret));
}

function covered(
  data: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]): [string, unknown] => [
    name,
    names.has(name) && isTold(value) ? HIDDEN : inside(value, names),
  ]);
  return Object.fromEntries(entries);
}

function inside(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => inside(one, names));
  return isTold(value) && typeof value === 'object' ? covered({ ...value }, names) : value;
}

/** A template leaves out what is not there. */
function isTold(value: unknown): value is NonNullable<unknown> {
  return value !== null && value !== undefined && value !== false;
}

/** Whether something of a letter is covered where others read it. */
export function hasSecrets(kind: LetterKind): boolean {
  return LETTERS[kind].secret !== false;
}
