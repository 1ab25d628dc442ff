import { describe, expect, it } from '@jest/globals';
import { plain } from './year-calendar.js';
import { checked, type FileDay } from './file-calendar.js';
import { yearCalendar } from '../../test/support/production-calendars.js';

const DAYS: FileDay[] = yearCalendar(2027).days.map((day, index) => ({ ...day, place: index + 1 }));

function without(...days: string[]): FileDay[] {
  return DAYS.filter(({ day }) => !days.includes(day));
}

describe('A calendar of a file', () => {
  it('is kept without what goes without saying', () => {
    const file = { year: 2027, days: [...DAYS, { place: 99, day: '2027-01-02', kind: 'off' } as const] };
    const { calendar, workingDays, warnings } = checked(file, 2027);
    expect(calendar).toEqual(yearCalendar(2027));
    expect([workingDays, warnings]).toEqual([247, []]);
  });

  it('warns where people work on a holiday of the law, or on a weekend that is not moved', () => {
    const odd = checked({ year: 2027, days: without('2027-02-22', '2027-11-04') }, 2027);
    expect(odd.workingDays).toBe(249);
    expect(odd.warnings).toEqual([
      'Проверьте: 4\u00a0ноября\u00a02027 — праздник по закону, а в файле рабочий день',
      'Проверьте: 20\u00a0февраля\u00a02027 — рабочий выходной, и он никуда не перенесён',
    ]);
  });

  it.each<[string, FileDay, string]>([
    [
      'twice',
      { place: 7, day: '2027-11-04', kind: 'off' },
      'Строка 7: день 4\u00a0ноября\u00a02027 назван дважды',
    ],
    [
      'that is not there',
      { place: 7, day: '2027-02-29', kind: 'off' },
      'Строка 7: дня 29.02.2027 в 2027 году нет',
    ],
    [
      'that is no weekend, as one of work',
      { place: 7, day: '2027-06-01', kind: 'work' },
      'не суббота и не воскресенье',
    ],
    [
      'that was moved to a Sunday',
      { place: 7, day: '2027-10-03', kind: 'off', from: '2027-10-02' },
      'и так выходной',
    ],
    [
      'that was moved from a Friday',
      { place: 7, day: '2027-10-04', kind: 'off', from: '2027-10-01' },
      'другого года',
    ],
    [
      'of work that was moved',
      { place: 7, day: '2027-10-04', kind: 'short', from: '2027-10-02' },
      'перенести можно',
    ],
  ])('is refused for a day %s', (_what, day, why) => {
    expect(() => checked({ year: 2027, days: [...DAYS, day] }, 2027)).toThrow(why);
  });

  it('is refused where a Saturday gives its day off away and stays off itself', () => {
    expect(() => checked({ year: 2027, days: without('2027-02-20') }, 2027)).toThrow(
      /^Строка \d+: выходной перенесён с 20.февраля.2027 на 22.февраля.2027, но 20.февраля.2027 не назван рабочим/,
    );
  });

  it('is refused as one of another year, without days, or with a count that cannot be', () => {
    expect(() => checked({ year: 2026, days: DAYS }, 2028)).toThrow('Файл за 2026 год, а вы выбрали 2028');
    expect(() => checked({ year: 2027, days: [] }, 2027)).toThrow('нет ни одного дня');
    expect(() => checked({ year: 2027, days: DAYS, counted: 246 }, 2027)).toThrow(
      'рабочих дней 246, а по дням их 247',
    );
    expect(() => checked({ year: 2027, days: DAYS.slice(0, 2) }, 2027)).toThrow(
      'По файлу в году 259 рабочих дней',
    );
    expect(plain(2027, DAYS).days).toHaveLength(DAYS.length);
  });
});
