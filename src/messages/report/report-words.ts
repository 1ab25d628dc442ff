import { type ExcelCell, STYLES } from '../../panel/excel-sheet.js';
import { calendarDay } from '../../text/month.js';
import { IN_TIME, type InTime } from './in-time.js';
import type { ReportLine } from './report.service.js';
import type { ReportSet } from './report.sql.js';

/** The terms in the order of the columns. */
export const TERMS = Object.entries(IN_TIME) as [InTime, string][];

const SETS: Record<ReportSet, string> = {
  all: 'Всего',
  kind: 'Вид',
  topic: 'Тема',
  house: 'Дом',
  channel: 'Как поступило',
  day: 'День',
};

type Column = readonly [head: string, cell: (line: ReportLine) => ExcelCell];

const whole = (of: (line: ReportLine) => number | null): Column[1] => {
  return (line) => {
    const number = of(line);
    return number === null ? null : { number, style: STYLES.number };
  };
};

/** One table over all parts of the report. */
const COLUMNS: readonly Column[] = [
  ['По чему', ({ set }) => SETS[set]],
  ['Название', ({ set, title }) => (set === 'day' ? calendarDay(title) : title)],
  ['Поступило', whole(({ count }) => count)],
  ...TERMS.map(([term, title]): Column => [title, whole((line) => line[term])]),
  ['Медиана до ответа, рабочих дней', whole(({ median }) => median)],
  ['9 из 10 ответов, рабочих дней', whole(({ most }) => most)],
  ...[1, 2, 3, 4, 5].map((mark): Column => [`Оценок ${mark}`, whole(({ marks }) => marks[mark - 1]!)]),
  [
    'Средняя оценка',
    ({ mean }) => (mean === null ? null : { number: Math.round(mean * 100) / 100, style: STYLES.money }),
  ],
];

/** The heading of the report as a workbook. */
export function reportHeads(): string[] {
  return COLUMNS.map(([head]) => head);
}

/** A line of the report as a workbook. */
export function reportCells(line: ReportLine): ExcelCell[] {
  return COLUMNS.map(([, cell]) => cell(line));
}
