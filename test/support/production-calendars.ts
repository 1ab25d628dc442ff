import {
  type DayKind,
  daysOf,
  isWeekend,
  plain,
  type SpecialDay,
  workingDaysOf,
  type YearCalendar,
} from '../../src/calendar/year-calendar.js';
import { WorkingDays } from '../../src/calendar/working-days.js';

/** The layout of xmlcalendar.ru of what the government has set for three years. */
const XML = {
  2025: `1 0101 0102 0103 0104 0105 0106 0107 0108 0223 0308 0501 0509 0612 1104
    1 0502<0104 0508<0223 0613<0308 1103<1101 1231<0105 2 0307 0430 0611 1101`,
  2026: `1 0101 0102 0103 0104 0105 0106 0107 0108 0223 0308 0501 0509 0612 1104
    1 0109<0103 0309<0308 0511<0509 1231<0104 2 0430 0508 0611 1103`,
  2027: `1 0101 0102 0103 0104 0105 0106 0107 0108 0223 0308 0501 0509 0612 1104
    1 0222<0220 0503<0501 0510<0509 0614<0612 1105<0102 1231<0103 2 0220 0430 0611 1103`,
  // Nobody has set it yet: the holidays of the law, and two moved days that somebody may choose.
  2028: `1 0101 0102 0103 0104 0105 0106 0107 0108 0223 0308 0501 0509 0612 1104
    1 0110<0101 1106<1104 2 0222 0307 1103`,
} as const;

/** A year of these files. */
export type FileYear = keyof typeof XML;

const KINDS: Record<string, DayKind> = { 1: 'off', 2: 'short', 3: 'work' };

/** `[type, day, from where]` of each day of a file. */
function entries(year: FileYear): [type: string, day: string, from?: string][] {
  let type = '1';
  return XML[year].split(/\s+/).flatMap((word): [string, string, string?][] => {
    if (word.length === 1) {
      type = word;
      return [];
    }
    const [day, from] = word.split('<') as [string, string?];
    return [[type, day, from]];
  });
}

/** A year as the file of xmlcalendar.ru tells it; `days` are written in place of its own. */
export function calendarXml(year: FileYear, days?: string): string {
  const dotted = (day: string) => `${day.slice(0, 2)}.${day.slice(2)}`;
  const own = entries(year).map(
    ([type, day, from]) => `<day d="${dotted(day)}" t="${type}"${from ? ` f="${dotted(from)}"` : ''}/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<calendar year="${year}" lang="ru" date="2025.09.24">
  <holidays><holiday id="1" title="Новогодние каникулы"/></holidays>
  <days>
    ${days ?? own.join('\n    ')}
  </days>
</calendar>
`;
}

/** The same year as the product keeps it. */
export function yearCalendar(year: FileYear): YearCalendar {
  const dashed = (day: string) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`;
  return plain(
    year,
    entries(year).map(([type, day, from]): SpecialDay => ({
      day: dashed(day),
      kind: KINDS[type]!,
      ...(from && { from: dashed(from) }),
    })),
  );
}

/** What the portal is supplied with. */
export const WORKING_DAYS = new WorkingDays(([2025, 2026, 2027] as const).map(yearCalendar));

const MONTHS = 'Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь'.split(' ');

/** Years as the file of data.gov.ru tells them. */
export function officialCsv(...years: FileYear[]): string {
  const totals = 'Всего рабочих дней,Всего праздничных и выходных дней';
  const rows = years.map((year) => {
    const calendar = yearCalendar(year);
    const special = new Map(calendar.days.map((it) => [it.day, it]));
    const months = MONTHS.map((_name, index) => {
      const month = `${year}-${String(index + 1).padStart(2, '0')}`;
      const told = daysOf(year).flatMap((day) => {
        const it = special.get(day);
        if (!day.startsWith(month) || (!it && !isWeekend(day)) || it?.kind === 'work') return [];
        return `${Number(day.slice(8))}${it?.kind === 'short' ? '*' : it?.from ? '+' : ''}`;
      });
      return `"${told.join(',')}"`;
    });
    const working = workingDaysOf(calendar);
    return [year, ...months, working, daysOf(year).length - working].join(',');
  });
  return `${[['Год/Месяц', ...MONTHS, totals].join(','), ...rows].join('\n')}\n`;
}
