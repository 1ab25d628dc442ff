import { area, decimal } from '../../text/russian.js';
import { withoutTail } from '../../text/tail.js';

/** What the office may correct of an account at the window; null is unknown. */
export interface AccountFacts {
  readonly owner_name: string;
  /** A decimal as a form gives it: no zeros at its end. */
  readonly total_area: string | null;
  readonly residents: number | null;
}

/** The facts of a row of `accounts`, as forms give them. */
export function factsOf({ owner_name, total_area, residents }: AccountFacts): AccountFacts {
  return { owner_name, total_area: total_area && plainDecimal(total_area), residents };
}

/** The same in words: what a check page, a conflict and the journal show. */
export function shownFacts({ owner_name, total_area, residents }: AccountFacts): {
  readonly owner: string;
  readonly area: string;
  readonly residents: string;
} {
  return {
    owner: owner_name,
    area: total_area === null ? '' : area(total_area),
    residents: residents === null ? '' : String(residents),
  };
}

/** What the fields of a form begin with. */
export function typedFacts({ owner_name, total_area, residents }: AccountFacts): {
  readonly owner: string;
  readonly area: string;
  readonly residents: string;
} {
  return {
    owner: owner_name,
    area: total_area === null ? '' : decimal(total_area),
    residents: residents === null ? '' : String(residents),
  };
}

/** Why an area cannot be so, undefined where it can; the 0 that stands there already may stay. */
export function wrongArea(will: string | null, now: string | null = null): string | undefined {
  const isNothing = (metres: string | null): boolean => metres !== null && Number(metres) === 0;
  return isNothing(will) && !isNothing(now)
    ? 'Площадь не бывает 0. Если она неизвестна, оставьте поле пустым'
    : undefined;
}

/** «54.30» is «54.3». */
function plainDecimal(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const significant = withoutTail(fraction, /0/);
  return significant === '' ? whole : `${whole}.${significant}`;
}
