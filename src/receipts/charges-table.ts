import { monthAndYear } from '../text/month.js';
import { decimal, money } from '../text/russian.js';
import { isCapitalRepair } from '../billing/recipients/capital-repair.js';
import { type LineSums, type Receipt, type ReceiptLine, sumOf, unexplained } from './receipt.js';

/** One cell of the table: numbers stand on the right and are never broken. */
export interface Cell {
  readonly text: string;
  readonly numeric: boolean;
}

/** A row of the table of charges; the first cell is its heading. */
export interface ChargesRow {
  readonly cells: readonly Cell[];
  /** A sum of the rows above. */
  readonly sum: boolean;
  /** The same between name and total in words, for large print, where a table does not fit. */
  readonly words: string;
}

/** Rows of one part of the receipt. */
interface ChargesGroup {
  readonly title: string;
  readonly rows: readonly ChargesRow[];
}

/** Charges and capital repair as one table. */
export interface ChargesTable {
  readonly columns: readonly Cell[];
  readonly groups: readonly ChargesGroup[];
  readonly total: ChargesRow;
}

interface Column {
  readonly title: string;
  readonly numeric?: false;
  readonly line: (line: ReceiptLine) => string;
  readonly sum?: (sums: LineSums) => string;
}

const CHARGES = 'Расчёт размера платы за содержание жилого помещения и коммунальные услуги';
const CAPITAL_REPAIR = 'Расчёт размера взноса на капитальный ремонт';

const COLUMNS: Column[] = [
  { title: 'Услуга', numeric: false, line: ({ service }) => service },
  { title: 'Ед. изм.', numeric: false, line: ({ unit }) => unit },
  { title: 'Объём индив.', line: ({ volume }) => quantity(volume) },
  { title: 'Объём общедом.', line: ({ commonVolume }) => quantity(commonVolume) },
  { title: 'Тариф, руб.', line: ({ tariff }) => rate(tariff) },
  {
    title: 'Начислено, руб.',
    line: ({ charged }) => roubles(charged),
    sum: ({ charged }) => roubles(charged),
  },
];
const INCREASE_COLUMNS: Column[] = [
  { title: 'Повыш. коэф.', line: ({ increaseFactor }) => quantity(increaseFactor) },
  {
    title: 'Превыше\u00ADние, руб.',
    line: ({ increase }) => unlessZero(increase),
    sum: ({ increase }) => unlessZero(increase),
  },
];
const RECALCULATED: Column[] = [
  {
    title: 'Перерас\u00ADчёт, руб.',
    line: ({ recalculated }) => unlessZero(recalculated),
    sum: ({ recalculated }) => unlessZero(recalculated),
  },
];
const BENEFITS: Column[] = [
  {
    title: 'Льготы, руб.',
    line: ({ benefit }) => unlessZero(benefit),
    sum: ({ benefit }) => unlessZero(benefit),
  },
];
const TOTALS: Column[] = [
  { title: 'Итого, руб.', line: ({ total }) => roubles(total), sum: ({ total }) => roubles(total) },
];

/** The table of charges of a receipt; columns of increase factors only where there is one, of benefits where they may be known. */
export function chargesTable(receipt: Receipt): ChargesTable {
  const { lines, hidesBenefits } = receipt;
  const increased = lines.some(({ increase, increaseFactor }) => increase !== 0n || increaseFactor !== null);
  const columns = [
    ...COLUMNS,
    ...(increased ? INCREASE_COLUMNS : []),
    ...RECALCULATED,
    ...(hidesBenefits ? [] : BENEFITS),
    ...TOTALS,
  ];
  const rest = unexplained(receipt);
  const repair = lines.filter(({ service }) => isCapitalRepair(service));
  const services = lines.filter(({ service }) => !isCapitalRepair(service));
  const groups = [
    { title: CHARGES, lines: services, rest },
    { title: CAPITAL_REPAIR, lines: repair, rest: undefined },
  ].filter((group) => group.lines.length > 0 || group.rest);
  return {
    columns: columns.map(({ title, numeric }) => ({ text: title, numeric: numeric ?? true })),
    groups: groups.map((group) => ({
      title: group.title,
      rows: [
        ...group.lines.map((line) => ({
          cells: cells(columns, (column) => column.line(line)),
          sum: false,
          words: words(line),
        })),
        ...(group.rest ? [sumRow(columns, 'Без разбивки по услугам', group.rest, false)] : []),
        ...(groups.length > 1
          ? [sumRow(columns, 'Итого по разделу', withRest(group.lines, group.rest))]
          : []),
      ],
    })),
    total: sumRow(columns, `Всего за ${monthAndYear(receipt.period)}`, withRest(lines, rest)),
  };
}

/** Kopecks as a table shows them, «5 123,45»: the unit stands in the heading. */
export function roubles(kopecks: bigint): string {
  return money(kopecks).slice(0, -2);
}

function cells(columns: Column[], text: (column: Column) => string): Cell[] {
  return columns.map((column) => ({ text: text(column), numeric: column.numeric ?? true }));
}

function sumRow(columns: Column[], title: string, sums: LineSums, sum = true): ChargesRow {
  const text = (column: Column) => (column === columns[0] ? title : (column.sum?.(sums) ?? ''));
  return { cells: cells(columns, text), sum, words: '' };
}

function words(line: ReceiptLine): string {
  const unit = line.unit && `\u00A0${line.unit}`;
  const parts: [title: string, value: string][] = [
    ['объём', line.volume === null ? '' : `${decimal(line.volume)}${unit}`],
    ['общедомовой объём', line.commonVolume === null ? '' : `${decimal(line.commonVolume)}${unit}`],
    ['тариф', line.tariff === null ? '' : `${rate(line.tariff)}\u00A0₽`],
    // Else it is the total, which stands beside.
    ['начислено', line.charged === line.total ? '' : money(line.charged)],
    ['повышающий коэффициент', quantity(line.increaseFactor)],
    ['превышение', line.increase === 0n ? '' : money(line.increase)],
    ['перерасчёт', line.recalculated === 0n ? '' : money(line.recalculated)],
    ['льгота', line.benefit === 0n ? '' : money(line.benefit)],
  ];
  return parts
    .filter(([, value]) => value !== '')
    .map(([title, value]) => `${title}\u00A0${value}`)
    .join(', ');
}

function withRest(lines: readonly LineSums[], rest: LineSums | undefined): LineSums {
  return sumOf(rest ? [...lines, rest] : lines);
}

function unlessZero(kopecks: bigint): string {
  return kopecks === 0n ? '' : roubles(kopecks);
}

function quantity(text: string | null): string {
  return text === null ? '' : decimal(text);
}

/** Tariffs keep their kopecks: 23.5 is «23,50». */
function rate(text: string | null): string {
  return text === null ? '' : decimal(text, 2);
}
