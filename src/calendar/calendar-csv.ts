import { short, squeezed } from '../imports/cells.js';
import { csvLines, type Line } from '../imports/csv-lines.js';
import type { Delimiter } from '../imports/delimiter.js';
import { isoDay } from '../imports/dates.js';
import { ImportRefused } from '../imports/import-refused.js';
import { monthName } from '../text/month.js';
import { type FileCalendar, type FileDay, otherYear, tooManyDays } from './file-calendar.js';
import { type DayKind, daysOf, isWeekend } from './year-calendar.js';

const MONTHS = Array.from({ length: 12 }, (_, index) =>
  monthName(`2000-${String(index + 1).padStart(2, '0')}`),
);
const KINDS: Readonly<Record<string, DayKind>> = {
  ...{ off: 'off', выходной: 'off', праздник: 'off', нерабочий: 'off', 1: 'off' },
  ...{ short: 'short', сокращенный: 'short', предпраздничный: 'short', 2: 'short' },
  ...{ work: 'work', рабочий: 'work', рабочийвыходной: 'work', 3: 'work' },
};
const ADVICE =
  'Нужен календарь с xmlcalendar.ru или data.gov.ru (столбцы «Год/Месяц», «Январь»…) либо столбцы date и kind';

/** Reads a CSV in the layout of data.gov.ru, a row for a year, or with a row for each special day. */
export async function readCsv(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
  year: number,
): Promise<FileCalendar> {
  const lines = csvLines(text, delimiter);
  const first = await lines.next();
  if (first.done) throw new ImportRefused('Файл пустой');
  const headings = first.value.cells.map(squeezed);
  if (headings[0] === 'годмесяц') return officialYear(headings, lines, year);
  const date = headings.findIndex((heading) => ['date', 'дата', 'день'].includes(heading));
  const kind = headings.findIndex((heading) => ['kind', 'вид', 'тип'].includes(heading));
  if (date < 0 || kind < 0) throw new ImportRefused(`Это не производственный календарь. ${ADVICE}`);
  const from = headings.findIndex((heading) => ['from', 'откуда', 'перенесенс'].includes(heading));
  return dayByDay(lines, { date, kind, from }, year);
}

/** A row has the days off of each month: `8` is off, `7*` works an hour less, `9+` is a day off moved there. */
async function officialYear(
  headings: readonly string[],
  lines: AsyncIterable<Line>,
  year: number,
): Promise<FileCalendar> {
  const columns = MONTHS.map((month) => headings.indexOf(month));
  const missing = columns.indexOf(-1);
  if (missing >= 0) throw new ImportRefused(`В файле нет столбца «${MONTHS[missing]}»`);
  const rows = new Map<number, Line>();
  for await (const line of lines) {
    const told = Number(/^\d{4}$/.exec(line.cells[0]!.trim())?.[0]);
    if (!told) throw new ImportRefused(`Строка ${line.row}: «${short(line.cells[0]!)}» — не год`);
    if (rows.has(told)) throw new ImportRefused(`Строка ${line.row}: год ${told} назван дважды`);
    tooManyDays([...rows]);
    rows.set(told, line);
  }
  if (rows.size === 0) throw new ImportRefused('В файле только заголовки столбцов');
  otherYear([...rows.keys()], year);
  const { row, cells } = rows.get(year)!;
  const days = columns.flatMap((column, index) => monthDays(cells[column] ?? '', year, index, row));
  const counted = cells[headings.indexOf('всегорабочихдней')] ?? '';
  return {
    year,
    days: [...days, ...workingWeekends(days, year, row)],
    ...(/^\d{1,3}$/.test(counted.trim()) && { counted: Number(counted) }),
  };
}

function monthDays(cell: string, year: number, index: number, place: number): FileDay[] {
  if (cell.trim() === '') throw new ImportRefused(`Строка ${place}: столбец «${MONTHS[index]}» пустой`);
  return cell.split(',').map((part): FileDay => {
    const [, day, mark] = /^(\d{1,2})([*+]?)$/.exec(part.trim()) ?? [];
    if (day === undefined) {
      throw new ImportRefused(
        `Строка ${place}, столбец «${MONTHS[index]}»: «${short(part)}» — не день. Бывает 7, 7* и 7+`,
      );
    }
    return {
      place,
      day: `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`,
      kind: mark === '*' ? 'short' : 'off',
      ...(mark === '+' && { from: '' }),
    };
  });
}

/** The layout names each day off; a Saturday or a Sunday that it leaves out is one of work. */
function workingWeekends(days: readonly FileDay[], year: number, place: number): FileDay[] {
  const named = new Set(days.map(({ day }) => day));
  return daysOf(year)
    .filter((day) => isWeekend(day) && !named.has(day))
    .map((day) => ({ place, day, kind: 'work' }));
}

interface Columns {
  readonly date: number;
  readonly kind: number;
  /** -1 where there is none. */
  readonly from: number;
}

async function dayByDay(lines: AsyncIterable<Line>, columns: Columns, year: number): Promise<FileCalendar> {
  const days: FileDay[] = [];
  for await (const { row: place, cells } of lines) {
    const word = squeezed(cells[columns.kind] ?? '');
    const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
    if (!kind) {
      throw new ImportRefused(
        `Строка ${place}: вид «${short(cells[columns.kind] ?? '')}» не известен. Бывает off (выходной), short (сокращённый), work (рабочий)`,
      );
    }
    const from = cells[columns.from]?.trim() ?? '';
    days.push({
      place,
      day: dayOf(cells[columns.date] ?? '', place),
      kind,
      ...(from !== '' && { from: dayOf(from, place) }),
    });
    tooManyDays(days);
  }
  if (days.length === 0) throw new ImportRefused('В файле только заголовки столбцов');
  otherYear([...new Set(days.map(({ day }) => Number(day.slice(0, 4))))], year);
  return { year, days };
}

function dayOf(text: string, place: number): string {
  const day = isoDay(text.trim());
  if (day === undefined) {
    throw new ImportRefused(`Строка ${place}: «${short(text)}» — не дата. Нужна дата вида 31.12.2028`);
  }
  return day;
}
