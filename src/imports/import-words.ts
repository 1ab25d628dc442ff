import type { PanelReport } from '../panel/declaration.js';
import type { ImportReport } from './import-report.js';
import type { SeenTable } from './import-refused.js';
import type { RowError } from './row-error.js';

const SHOWN = 200;
const SHOWN_IN_TERMINAL = 20;

/** What a check of a file or its load has brought, for its page. */
export type ImportWords = Omit<PanelReport, 'busy'>;

/** A text with a full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A table of rows and what is to be said of them; `more` says that there are others. */
export function rowsTable(
  caption: string,
  errors: readonly RowError[],
  more = errors.length > SHOWN,
): NonNullable<PanelReport['tables']> {
  if (errors.length === 0) return [];
  const shown = errors.slice(0, SHOWN);
  const hasSheets = shown.some(({ sheet }) => sheet !== undefined);
  return [
    {
      caption: more || errors.length > SHOWN ? `${caption}. Первые ${shown.length}` : caption,
      head: [...(hasSheets ? ['Лист'] : []), 'Строка', 'Столбец', 'Что не так'],
      rows: shown.map(({ sheet = '—', row, field, reason }) => [
        ...(hasSheets ? [sheet] : []),
        ...[String(row), field ?? '—', reason],
      ]),
    },
  ];
}

/** What a report says when nothing was or would be loaded; undefined where that is not so. */
export function refusalMessage({ refusal, asks }: ImportReport): ImportWords['message'] | undefined {
  return refusal === undefined ? undefined : { tone: asks ? 'wait' : 'bad', text: sentence(refusal) };
}

/** What of a table was seen whose headings were not understood. */
export function seenTable({ titles, rows }: SeenTable): NonNullable<ImportWords['tables']>[number] {
  const head = titles.map((title, index) => title || `№ ${index + 1}`);
  const width = (cells: readonly string[]) => head.map((_, index) => (cells[index] ?? '').slice(0, 60));
  return { caption: 'Начало файла, как его увидел портал', head, rows: rows.map(width) };
}

/** The words as lines for a terminal; `written` is the file that wrong rows were written to, `undo` what takes a load back. */
export function terminalLines(
  report: ImportReport,
  words: ImportWords,
  { dryRun, written, undo }: { dryRun: boolean; written: string; undo: string | undefined },
): string[] {
  return [
    ...(words.lines?.length ? [`${report.fileName}:`] : []),
    ...plainLines(words),
    ...(written === '' ? [] : [`Строки с ошибками записаны в файл ${written}`]),
    ...conclusion(report, words, dryRun, undo),
  ];
}

/** What is told of a file beside its conclusion, as lines of text. */
export function plainLines({ lines = [], tables = [] }: ImportWords): string[] {
  return [...lines, ...tables.flatMap(tableLines)];
}

function tableLines({ caption, head, rows }: NonNullable<PanelReport['tables']>[number]): string[] {
  const hasSheets = head[0] === 'Лист';
  const [first, second] = hasSheets ? head.slice(1) : head;
  const plain = (cells: string[]) => `${first === 'Строка' ? 'строка ' : ''}${cells.join(', ')}`;
  const line = second === 'Столбец' ? rowLine : plain;
  const onSheet = ([sheet, ...cells]: string[]) => `лист «${sheet}», ${line(cells)}`;
  const shown = rows.slice(0, SHOWN_IN_TERMINAL).map((cells) => `  ${(hasSheets ? onSheet : line)(cells)}`);
  return [`${caption}:`, ...shown, ...(rows.length > shown.length ? ['  … и другие'] : [])];
}

function rowLine([row, column, reason]: string[]): string {
  return `строка ${row}${column === '—' ? '' : `, ${column}`}: ${reason}`;
}

function conclusion(
  report: ImportReport,
  { message, lines = [] }: ImportWords,
  dryRun: boolean,
  undo: string | undefined,
): string[] {
  if (report.refusal !== undefined) {
    const hint = report.asks ? ['Загрузить всё равно: ключ --accept'] : [];
    const refusal = sentence(report.refusal);
    return [lines.length > 0 ? refusal : `${report.fileName}: ${refusal}`, ...hint, 'Ничего не загружено.'];
  }
  return [
    ...(message ? [message.text] : []),
    ...(dryRun ? ['Это была проверка: в базе данных ничего не изменилось.'] : []),
    ...(undo === undefined ? [] : [`Номер загрузки: ${undo}. Отменить её: npm run import -- undo ${undo}`]),
  ];
}
