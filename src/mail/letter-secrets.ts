import { type LetterKind, LETTERS } from './letters.js';

/** Stands where a secret stood. */
export const HIDDEN = '•••••';

type Data = Readonly<Record<string, unknown>> | null;

/** What a letter says with its secrets covered, so that it may be kept and read by others than its receiver. */
export function withoutSecrets(kind: LetterKind, data: Data): Record<string, unknown> | null {
  if (data === null) return null;
  const { secret } = LETTERS[kind];
  const covered = (secret === false ? [] : secret).filter((name) => (data[name] ?? null) !== null);
  return { ...data, ...Object.fromEntries(covered.map((name) => [name, HIDDEN])) };
}

/** Whether something of a letter is covered where others read it. */
export function hasSecrets(kind: LetterKind): boolean {
  return LETTERS[kind].secret !== false;
}
