import type { AccountsReport } from './accounts-report.js';
import type { HouseTwin } from './house-twins.js';

export const SHOWN_HOUSES = 3;
export const MOST_TWINS = 50;
/** Fewer new houses with a single account each are some private houses. */
const MANY_HOUSES = 10;
/** A street of private houses has as many accounts as houses; a column with flats in it, too. */
const NEARLY_ALL = 0.8;

/** Houses that a load would make. */
export interface NewHouses {
  readonly count: number;
  /** The accounts that would come into them. */
  readonly accounts: number;
  readonly first: readonly string[];
  /** Those that are most likely there already, or are the same house. */
  readonly twins: readonly (HouseTwin & { readonly isThere: boolean })[];
}

/** What is told of numbers that look like others, and how a file is mended where they are the same. */
export interface Doubt {
  readonly told: string;
  readonly mend: string;
}

/** What is asked about such numbers: two accounts of one flat would be made of one. */
export function doubtQuestion({ told, mend }: Doubt): string {
  return `${told}. Если счета те же, ${mend}; если разные, загрузите его`;
}

/** Why somebody has to look before such houses, or such accounts (`doubts`), are made; nothing where nobody needs to. */
export function questionAbout(
  { count, accounts, twins }: NewHouses,
  [doubt]: readonly Doubt[],
  accept: boolean,
): Pick<AccountsReport, 'refusal' | 'asks'> {
  if (accept) return {};
  if (count >= MANY_HOUSES && count >= accounts * NEARLY_ALL) {
    return {
      refusal: `Новых домов почти столько же, сколько в них лицевых счетов: ${count} и ${accounts}. Похоже, в столбце адреса стоит и номер квартиры. Поправьте файл; если это частные дома, загрузите его`,
      asks: true,
    };
  }
  const known = twins.filter(({ isThere }) => isThere).length;
  if (known > 0) {
    return {
      refusal: `Новых адресов, похожих на дома, которые уже есть: ${known}. Если дома те же, напишите адреса в файле как в портале; если разные, загрузите его`,
      asks: true,
    };
  }
  if (doubt) return { refusal: doubtQuestion(doubt), asks: true };
  return {};
}

/** What a report says of new houses: before a load that there are none such yet, after it that they have been added. */
export function housesTold({ count, first }: NewHouses, loaded: boolean): string[] {
  if (count === 0) return [];
  const examples = first.map((address) => `«${address}»`).join(', ');
  return [
    `${loaded ? 'Добавлено домов' : 'Домов, которых ещё нет в системе'}: ${count} (${examples}${count > first.length ? ' и другие' : ''})`,
  ];
}
