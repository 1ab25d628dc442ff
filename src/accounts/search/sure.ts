import type { FoundAccount } from './account-search.sql.js';
import type { SpokenAddress } from './spoken-address.js';

/** Why the first of what was found is what was meant: nothing else was found, or it was named whole. */
export type Sure = 'only' | 'exact';

/** How an account fits what was said: the smaller the rank, the better; `whole` where its number or its flat was named. */
export interface Ranked {
  readonly row: FoundAccount;
  readonly rank: number;
  readonly whole: boolean;
}

/** Whether nothing but the first can have been meant; a closed account is no rival of an open one that was named whole. */
export function sureOf([first, ...others]: readonly Ranked[]): Sure | undefined {
  if (!first) return undefined;
  if (others.length === 0) return 'only';
  const rivals = others.filter(({ row }) => first.row.closed || !row.closed);
  return first.whole && rivals.every(({ rank }) => rank > first.rank) ? 'exact' : undefined;
}

/** A number as people say it who leave out its first zeros. */
export function withoutFirstZeros(number: string): string {
  return number.replace(/^0+/, '');
}

/** Where nothing but digits was said, the account whose number they are comes before those that only end so. */
export function rankOfNumber(
  { number }: FoundAccount,
  { words, kinds, numbers, flat }: SpokenAddress,
): Omit<Ranked, 'row'> | undefined {
  const digits = numbers.join('');
  if (words.length > 0 || kinds.length > 0 || flat !== '' || !/^\d+$/.test(digits)) return undefined;
  const whole = withoutFirstZeros(digits) === withoutFirstZeros(number);
  return { rank: whole ? 0 : 1, whole };
}
