import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { ImportRefused } from '../imports/import-refused.js';
import { type FileCalendar, type FileDay, tooManyDays } from './file-calendar.js';
import type { DayKind } from './year-calendar.js';

const KINDS: Readonly<Record<string, DayKind>> = { 1: 'off', 2: 'short', 3: 'work' };
const WHERE = ['calendar', 'days', 'day'];

/**
 * Reads the layout of xmlcalendar.ru, piece by piece: `d` is a month and a day, `t` off, short or a weekend of work,
 * `f` the day that a day off was moved from. Nothing but elements and the five entities of XML is taken.
 */
export async function readXml(text: AsyncIterable<string>): Promise<FileCalendar> {
  const days: FileDay[] = [];
  const open: string[] = [];
  let year = 0;
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new ImportRefused(
      'В файле есть DOCTYPE, а в производственном календаре его не бывает. Возможно, сохранилась страница сайта: скачайте сам файл XML',
    );
  });
  parser.on('opentag', (tag) => {
    if (open.length === 0) year = yearOf(tag);
    open.push(tag.name);
    if (open.length !== WHERE.length || !WHERE.every((name, index) => open[index] === name)) return;
    days.push(dayOf(tag, year, parser.line));
    tooManyDays(days);
  });
  parser.on('closetag', () => open.pop());
  try {
    for await (const piece of text) parser.write(piece);
    parser.close();
  } catch (error) {
    if (error instanceof ImportRefused || !isAboutXml(error)) throw error;
    throw new ImportRefused(
      `Файл XML составлен неверно или обрезан (строка ${parser.line}). Скачайте его заново`,
    );
  }
  return { year, days };
}

/** saxes throws plain errors that begin with the place, `12:5: unclosed tag`. */
function isAboutXml(error: unknown): boolean {
  return error instanceof Error && /^\d+:\d+: /.test(error.message);
}

function yearOf({ name, attributes }: SaxesTagPlain): number {
  if (name !== 'calendar') {
    throw new ImportRefused(
      `Это не производственный календарь: файл XML начинается с <${name.slice(0, 40)}>, а должен с <calendar year="…">`,
    );
  }
  const { year = '', country = 'ru' } = attributes;
  if (country.toLowerCase() !== 'ru') throw new ImportRefused('Это календарь другой страны');
  if (!/^\d{4}$/.test(year)) {
    throw new ImportRefused('В файле не сказано, за какой он год: у <calendar> нет year="2028"');
  }
  return Number(year);
}

function dayOf({ attributes }: SaxesTagPlain, year: number, line: number): FileDay {
  const { d = '', t = '', f } = attributes;
  const kind = Object.hasOwn(KINDS, t) ? KINDS[t] : undefined;
  if (!kind) {
    throw new ImportRefused(
      `Строка ${line}: у дня «${d.slice(0, 20)}» вид t="${t.slice(0, 20)}", а бывает 1, 2 или 3`,
    );
  }
  return {
    place: line,
    day: dashed(d, year, line),
    kind,
    ...(f !== undefined && { from: dashed(f, year, line) }),
  };
}

/** `01.09` of a year as `2026-01-09`; whether there is such a day is asked later. */
function dashed(text: string, year: number, line: number): string {
  const [, month, day] = /^(\d{2})\.(\d{2})$/.exec(text) ?? [];
  if (month === undefined) {
    throw new ImportRefused(
      `Строка ${line}: «${text.slice(0, 20)}» — не день. Нужны месяц и день вида 01.09`,
    );
  }
  return `${year}-${month}-${day}`;
}
