import { until } from '../../text/moments.js';
import { inSentence } from '../../text/russian.js';
import type { RequestCategory } from '../categories.service.js';

/** When the terms of a request end, and what else the caller is told of it. */
interface Told {
  readonly category: RequestCategory;
  readonly firstDue: Date | null;
  readonly fixDue: Date;
  readonly now: Date;
  readonly timeZone: string;
  readonly number?: string;
  /** Who comes, with what the caller may ask for at the door. */
  readonly executor?: string | null;
  readonly badge?: string | null;
  readonly comesAt?: string;
  /** Whether a letter with the number goes to whoever it is from. */
  readonly letter: boolean;
}

/** What to read aloud to a caller. */
export interface Said {
  /** The term that comes first: «до 12:42». */
  readonly until: string;
  readonly text: string;
}

/** The law's terms as a sentence: what is to be done by when, who comes, and how the caller learns the number. */
export function saidToCaller(told: Told): Said {
  const { category, firstDue, fixDue, now, timeZone, number } = told;
  const first = firstDue && firstDue < fixDue ? firstDue : undefined;
  const fix = `${inSentence(category.fix_title)}: ${until(fixDue, now, timeZone)}`;
  const terms = first ? `${inSentence(category.first_title)}: ${until(first, now, timeZone)}, ${fix}` : fix;
  const badge = told.badge ? `, удостоверение №\u00a0${told.badge}` : '';
  const comes = told.executor
    ? `Придёт ${told.executor}${badge}${told.comesAt ? `, ${told.comesAt}` : ''}.`
    : '';
  const how = told.letter
    ? number === undefined
      ? 'Номер придёт письмом.'
      : 'Номер придёт и письмом.'
    : number === undefined
      ? 'Номер скажу сейчас.'
      : '';
  return {
    until: until(first ?? fixDue, now, timeZone),
    text: [
      number === undefined ? 'Записываю.' : `Заявка записана, номер ${number}.`,
      `Сроки по закону: ${terms}.`,
      comes,
      how,
    ]
      .filter(Boolean)
      .join(' ')
      .replace(/\.$/, ''),
  };
}
