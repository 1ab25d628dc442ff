import { describe, expect, it } from '@jest/globals';
import { yearCalendar } from '../../test/support/production-calendars.js';
import { isSame, monthTable, previewLines } from './calendar-words.js';

const DECREE = 'Постановление № 1187';
const LOADED = { ...yearCalendar(2027), source: DECREE };
const CHANGED = {
  ...LOADED,
  days: LOADED.days.filter(({ day }) => day !== '2027-11-05' && day !== '2027-02-20'),
};
/** With plain spaces. */
const spaced = (lines: string[]) => lines.map((line) => line.replaceAll('\u00a0', ' '));

describe('What a person reads before a calendar is loaded', () => {
  const preview = (calendar: typeof LOADED, loaded?: typeof LOADED, source = DECREE) =>
    spaced(previewLines({ calendar, workingDays: 247, warnings: [] }, loaded, source));

  it('tells the year, what was moved, short days and weekends of work', () => {
    expect(preview(LOADED)).toEqual([
      '2027 год: 247 рабочих дней, 118 выходных.',
      'Перенесённые выходные: с 20 февраля на 22 февраля, с 1 мая на 3 мая, с 9 мая на 10 мая, с 12 июня на 14 июня, с 2 января на 5 ноября, с 3 января на 31 декабря.',
      'Сокращённые дни: 20 февраля, 30 апреля, 11 июня, 3 ноября.',
      'Рабочие выходные: 20 февраля.',
      'Календарь этого года ещё не загружен.',
    ]);
  });

  it('tells what differs from the year that is loaded', () => {
    expect(preview(CHANGED, LOADED, 'Постановление № 1').slice(4)).toEqual([
      'Календарь 2027 года уже загружен. Файл его изменит:',
      '20 февраля: сокращённый день → выходной',
      '5 ноября: выходной за 2 января → рабочий день',
      'Основание: было «Постановление № 1187», станет «Постановление № 1».',
    ]);
    expect(preview(LOADED, LOADED).slice(4)).toEqual([
      'Календарь 2027 года уже загружен. Дни в файле те же.',
    ]);
    expect([isSame(LOADED, LOADED, DECREE), isSame(CHANGED, LOADED, DECREE)]).toEqual([true, false]);
  });

  it('does not list half a year of differences', () => {
    const days = Array.from({ length: 28 }, (_, index) => String(index + 1).padStart(2, '0')).flatMap((day) =>
      [`2027-02-${day}`, `2027-10-${day}`].map((it) => ({ day: it, kind: 'short' as const })),
    );
    expect(preview({ ...LOADED, days }, LOADED).at(-1)).toMatch(/^И ещё \d+ отличи.*Тот ли это файл\?$/);
  });

  it('tells each month', () => {
    const { rows } = monthTable(LOADED);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toEqual(['Январь', '15', '16', '1, 4, 5, 6, 7, 8']);
    expect(rows[6]).toEqual(['Июль', '22', '9', 'нет']);
  });
});
