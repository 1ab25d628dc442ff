/** Of whom the office writes to: all conditions hold at once, and one that is absent holds for everybody. */
export interface Audience {
  readonly house?: string;
  /** Flats by number: an entrance of the house. */
  readonly flats?: { readonly from: number; readonly to: number };
  /** Kopecks that are past their day, at least so many. */
  readonly debt?: string;
  /** More is owed past its day than was charged in so many last months that were to be paid by now. */
  readonly months?: number;
}

/** After how many months a debt may be asked for. */
export const DEBT_MONTHS = [1, 2, 3, 6, 12] as const;

/** Why a resident does not get the letter, and what the office may do about it. */
export const LEFT_OUT = {
  blocked: 'Доступ в кабинет закрыт',
  unconfirmed: 'E-mail не подтверждён',
  refused: 'Письма из офиса отключены жителем',
  money: 'Баланс и квитанции арендатору не открыты',
  bounced: 'Последнее письмо на этот адрес вернулось',
} as const;

export type LeftOut = keyof typeof LEFT_OUT;

const ROUBLES = /^(\d{1,9})(?:[.,](\d{1,2}))?$/;

/** Kopecks of a sum as people type it: «1000», «1 000,50»; undefined where it is none. */
export function kopecksOf(typed: string): string | undefined {
  const [, roubles, rest = ''] = ROUBLES.exec(typed.replace(/[\s\u00a0\u202f₽]/g, '')) ?? [];
  if (roubles === undefined) return undefined;
  const kopecks = BigInt(roubles) * 100n + BigInt(rest.padEnd(2, '0'));
  return kopecks > 0n ? String(kopecks) : undefined;
}

/** A sum as a field shows it. */
export function roublesOf(kopecks: string): string {
  const sum = kopecks.padStart(3, '0');
  const [whole, rest] = [sum.slice(0, -2), sum.slice(-2)];
  return rest === '00' ? whole : `${whole},${rest}`;
}
