import { type ExcelCell, STYLES } from '../../panel/excel-sheet.js';
import { span } from '../../text/moments.js';
import { calendarDay } from '../../text/month.js';
import type { ReportLine } from './report.service.js';
import type { ReportSet } from './report.sql.js';

/** Numbers of a line as pages show them. */
export function lineTold(line: ReportLine): object {
  return {
    ...line,
    median: line.median === null ? '' : span(line.median * 1000),
    mean: markTold(line.mean),
    hasFirst: line.first_kept + line.first_late + line.first_running > 0,
  };
}

/** A mean of marks: «4,33». */
export function markTold(mean: number | null): string {
  return mean === null ? '' : mean.toFixed(2).replace('.', ',');
}

const SETS: Record<ReportSet, string> = {
  all: 'Всего',
  kind: 'Что случилось',
  house: 'Дом',
  executor: 'Исполнитель',
  channel: 'Как поступила',
  day: 'День',
};

const HOUR_SECONDS = 3600;

type Column = readonly [head: string, cell: (line: ReportLine) => ExcelCell];

const whole = (of: (line: ReportLine) => number): Column[1] => {
  return (line) => ({ number: of(line), style: STYLES.number });
};
const hundredths = (of: (line: ReportLine) => number | null): Column[1] => {
  return (line) => {
    const number = of(line);
    return number === null ? null : { number: Math.round(number * 100) / 100, style: STYLES.money };
  };
};

/** One table over all parts of the report. */
const COLUMNS: readonly Column[] = [
  ['По чему', ({ set }) => SETS[set]],
  ['Название', ({ set, title }) => (set === 'day' ? calendarDay(title) : title)],
  ['Заявок', whole(({ count }) => count)],
  ['Аварий', whole(({ emergencies }) => emergencies)],
  ['Первый шаг в срок', whole((line) => line.first_kept)],
  ['Первый шаг с опозданием', whole((line) => line.first_late)],
  ['Первый шаг, срок не истёк', whole((line) => line.first_running)],
  ['Выполнено в срок', whole((line) => line.fix_kept)],
  ['С опозданием', whole((line) => line.fix_late)],
  ['Срок не истёк', whole((line) => line.fix_running)],
  ['Отклонено', whole(({ declined }) => declined)],
  ['Возвращено жителями', whole(({ reopened }) => reopened)],
  ['Медиана до окончания, ч', hundredths(({ median }) => median && median / HOUR_SECONDS)],
  ...[1, 2, 3, 4, 5].map((mark): Column => [`Оценок ${mark}`, whole(({ marks }) => marks[mark - 1]!)]),
  ['Средняя оценка', hundredths(({ mean }) => mean)],
];

/** The heading of the report as a workbook. */
export function reportHeads(): string[] {
  return COLUMNS.map(([head]) => head);
}

/** A line of the report as a workbook. */
export function reportCells(line: ReportLine): ExcelCell[] {
  return COLUMNS.map(([, cell]) => cell(line));
}
