import { monthAndYear } from '../text/month.js';
import { money, plural } from '../text/russian.js';
import { type DocumentTotals, monthTotal } from './document.js';

type Column = Exclude<keyof DocumentTotals, 'month'>;

/** The words of people, with those of accountants where they differ, in the order in which they add up. */
const COLUMNS: readonly { key: Column; label: string; term?: string; always: boolean }[] = [
  { key: 'opening', label: 'Долг на начало', term: 'Задолженность на начало периода', always: true },
  { key: 'charged', label: 'Начислено', always: true },
  { key: 'recalculated', label: 'Перерасчёты', always: true },
  { key: 'benefit', label: 'Льготы', always: false },
  { key: 'penalty', label: 'Пени', always: false },
  { key: 'paid', label: 'Оплачено', always: true },
  { key: 'closing', label: 'Долг на конец', term: 'Задолженность на конец периода', always: true },
];

/** A sum of the sheet under its heading. */
interface Cell {
  readonly label: string;
  readonly sum: string;
  /** A debt below zero is money paid ahead. */
  readonly advance: boolean;
  /** Nothing, in a column that only other months need. */
  readonly idle: boolean;
  /** Nothing at all: not told where there is little place. */
  readonly zero: boolean;
}

/** The turnover sheet (оборотная ведомость) of an account as it is shown. */
export interface TurnoverSheet {
  readonly columns: readonly { readonly label: string; readonly term: string }[];
  readonly rows: readonly {
    month: string;
    title: string;
    cells: readonly Cell[];
    /** What the month came to. */
    came: string;
  }[];
  /** Null for one month, which is its own total. */
  readonly total: { title: string; cells: readonly Cell[] } | null;
}

/**
 * Writes months, newest first, as the turnover sheet: closing = opening + charged + recalculated − benefits + penalties
 * − paid. The sums are those of the accounting, whether they keep to it or not.
 */
export function turnoverSheet(months: readonly DocumentTotals[]): TurnoverSheet {
  const columns = COLUMNS.filter(({ key, always }) => always || months.some((month) => month[key] !== 0n));
  const cells = (totals: DocumentTotals) =>
    columns.map(({ key, label, always }) => ({
      label,
      // What lowers a debt has a minus, like a recalculation; what was paid has a column that says so.
      sum: money(key === 'benefit' ? -totals[key] : totals[key]),
      advance: (key === 'opening' || key === 'closing') && totals[key] < 0n,
      idle: !always && totals[key] === 0n,
      zero: totals[key] === 0n,
    }));
  return {
    columns: columns.map(({ label, term = '' }) => ({ label, term })),
    rows: months.map((month) => ({
      month: month.month,
      title: monthAndYear(month.month),
      cells: cells(month),
      came: money(monthTotal(month)),
    })),
    total: months.length < 2 ? null : { title: totalTitle(months.length), cells: cells(total(months)) },
  };
}

function totalTitle(count: number): string {
  return `Итого за ${count}\u00A0${plural(count, 'месяц', 'месяца', 'месяцев')}`;
}

function total(months: readonly DocumentTotals[]): DocumentTotals {
  const sum = (key: Column) => months.reduce((before, month) => before + month[key], 0n);
  const [newest, oldest] = [months[0]!, months.at(-1)!];
  return {
    month: newest.month,
    opening: oldest.opening,
    charged: sum('charged'),
    recalculated: sum('recalculated'),
    benefit: sum('benefit'),
    penalty: sum('penalty'),
    paid: sum('paid'),
    closing: newest.closing,
  };
}
