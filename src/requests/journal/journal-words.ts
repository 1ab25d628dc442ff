import { type ExcelCell, STYLES } from '../../panel/excel-sheet.js';
import { excelMoment } from '../../panel/excel-cell.js';
import { span } from '../../text/moments.js';
import { dateTime } from '../../text/russian.js';
import { CHANNELS } from '../channels.js';
import { REQUEST_STATES } from '../states.js';
import type { JournalRow } from './journal.sql.js';
import { type Kept, keptOf } from './kept.js';

const WORDS: Record<Kept, string> = {
  kept: 'в срок',
  late: 'с опозданием',
  running: 'срок не истёк',
  none: '',
};

/** A term of a request, by when it was to be kept and whether it was. */
interface TermTold {
  readonly title: string;
  readonly until: string;
  readonly kept: Kept;
  readonly told: string;
}

/** Tells how a request stood to its terms: the first step, if it has one, and the end of the work. */
function termsTold(row: JournalRow, now: Date, timeZone: string): TermTold[] {
  const told = (title: string, due: Date, doneAt: Date | null): TermTold => {
    const kept = keptOf({ state: row.state, due, doneAt }, now);
    const over = (doneAt ?? now).getTime() - due.getTime();
    const late = doneAt ? `на ${span(over)} позже` : `просрочено на ${span(over)}`;
    return { title, until: dateTime(due, timeZone), kept, told: kept === 'late' ? late : WORDS[kept] };
  };
  return [
    ...(row.first_due ? [told(row.first_title, row.first_due, row.first_done_at)] : []),
    told(row.fix_title, row.fix_due, row.finished_at),
  ];
}

/** Whether the work was accepted, in words: a mark, or that it was sent back. */
function acceptedTold({ state, rating, rating_text: text, reopened }: JournalRow): string {
  const back = reopened > 0 ? `возвращали: ${reopened}` : '';
  const mark = rating === null ? '' : `принято, оценка ${rating}${text === '' ? '' : `: «${text}»`}`;
  const silent = rating === null && state === 'closed' ? 'принято без оценки' : '';
  return [mark || silent, back].filter(Boolean).join('; ');
}

/** Why it is in the state that it is in, where somebody has said so. */
function reasonTold(row: JournalRow, timeZone: string): string {
  if (row.state === 'declined') return row.decline_reason;
  if (row.state !== 'deferred') return '';
  return `до ${dateTime(row.deferred_until!, timeZone)}: «${row.defer_reason}»`;
}

/** A row of the journal as pages show it. */
export function journalLine(row: JournalRow, now: Date, timeZone: string): object {
  return {
    ...row,
    channel: CHANNELS[row.channel],
    state: REQUEST_STATES[row.state].office,
    terms: termsTold(row, now, timeZone),
    accepted: acceptedTold(row),
    reason: reasonTold(row, timeZone),
  };
}

type Column = readonly [head: string, cell: (row: JournalRow, now: Date, timeZone: string) => ExcelCell];

const moment =
  (of: (row: JournalRow) => Date | null): Column[1] =>
  (row, _now, timeZone) =>
    excelMoment(of(row), timeZone);
const keptWord = (row: JournalRow, due: Date | null, doneAt: Date | null, now: Date): string =>
  WORDS[keptOf({ state: row.state, due, doneAt }, now)];

/** A column of the workbook for each field that the rules for dispatch services name. */
const COLUMNS: readonly Column[] = [
  ['Номер', ({ number }) => number],
  ['Зарегистрирована', moment((row) => row.registered_at)],
  ['Как поступила', ({ channel }) => CHANNELS[channel]],
  ['Внешний номер', (row) => row.external_number],
  ['Адрес', ({ address }) => address],
  ['Заявитель', ({ applicant }) => applicant],
  ['Телефон', ({ phone }) => phone],
  ['Что случилось', ({ category }) => category],
  ['Авария', ({ emergency }) => (emergency ? 'Да' : 'Нет')],
  ['Описание', ({ text }) => text],
  ['Когда дома', ({ access }) => access],
  ['Первый шаг', (row) => (row.first_due ? row.first_title : '')],
  ['Первый шаг до', moment((row) => row.first_due)],
  ['Первый шаг сделан', moment((row) => row.first_due && row.first_done_at)],
  ['Первый шаг в срок', (row, now) => keptWord(row, row.first_due, row.first_done_at, now)],
  ['Выполнить до', moment((row) => row.fix_due)],
  ['Выполнено в срок', (row, now) => keptWord(row, row.fix_due, row.finished_at, now)],
  ['Кто записал', ({ registrar }) => registrar],
  ['Кто взял в работу', ({ taker }) => taker],
  ['Исполнитель', ({ executor }) => executor],
  ['Начато', moment((row) => row.started_at)],
  ['Окончено', moment((row) => row.finished_at)],
  ['Что сделано', (row) => row.work_done],
  ['Материалы', ({ materials }) => materials],
  ['Заявитель уведомлён письмом', moment((row) => row.notified_at)],
  ['Оценка', ({ rating }) => (rating === null ? null : { number: rating, style: STYLES.number })],
  ['Приёмка', acceptedTold],
  ['Состояние', ({ state }) => REQUEST_STATES[state].office],
  ['Причина', (row, _now, timeZone) => reasonTold(row, timeZone)],
  ['Закрыта', moment((row) => row.closed_at)],
];

/** The heading of the journal as a workbook. */
export function journalHeads(): string[] {
  return COLUMNS.map(([head]) => head);
}

/** A row of the journal as a workbook. */
export function journalCells(row: JournalRow, now: Date, timeZone: string): ExcelCell[] {
  return COLUMNS.map(([, cell]) => cell(row, now, timeZone));
}
