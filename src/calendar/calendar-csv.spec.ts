import { describe, expect, it } from '@jest/globals';
import { officialCsv, yearCalendar } from '../../test/support/production-calendars.js';
import { readCsv } from './calendar-csv.js';
import { checked } from './file-calendar.js';

async function read(text: string, year: number, delimiter: ',' | ';' = ','): ReturnType<typeof readCsv> {
  async function* pieces(): AsyncGenerator<string> {
    yield await Promise.resolve(text);
  }
  return readCsv(pieces(), delimiter, year);
}

const OFFICIAL = officialCsv(2026, 2027, 2028);

describe('A calendar as data.gov.ru writes it', () => {
  it.each([2026, 2027, 2028] as const)('gives %i from a file of all years', async (year) => {
    const { calendar, workingDays, warnings } = checked(await read(OFFICIAL, year), year);
    const known = yearCalendar(year);
    // it does not say from where a day was moved
    const days = known.days.map(({ from, ...day }) => (from ? { ...day, from: '' } : day));
    expect(calendar).toEqual({ year, days });
    expect([workingDays, warnings]).toEqual([year === 2028 ? 248 : 247, []]);
  });

  it('is refused for a year that it has not, and where it contradicts itself', async () => {
    await expect(read(OFFICIAL, 2029)).rejects.toThrow('Файл за 2026–2028 годы, а вы выбрали 2029');
    await expect(read(officialCsv(2026), 2028)).rejects.toThrow('Файл за 2026 год, а вы выбрали 2028');
    const other = await read(OFFICIAL.replaceAll(',247,', ',246,'), 2027);
    expect(() => checked(other, 2027)).toThrow('рабочих дней 246, а по дням их 247');
  });

  it.each([
    ['a month is missing', OFFICIAL.replace('Март', 'Mart'), 'нет столбца «март»'],
    ['a month is empty', OFFICIAL.replaceAll(/"1,2,3,4,5,6,7,8[^"]*"/g, '""'), 'столбец «январь» пустой'],
    ['a day is none', OFFICIAL.replaceAll('3*', '3?'), '«3?» — не день. Бывает 7, 7* и 7+'],
    ['a year is told twice', OFFICIAL + officialCsv(2028).split('\n')[1], 'год 2028 назван дважды'],
    ['a row is of no year', `${OFFICIAL}итого,1\n`, '«итого» — не год'],
    ['there are headings only', OFFICIAL.split('\n')[0]!, 'только заголовки'],
  ])('is refused where %s', async (_what, csv, why) => {
    await expect(read(csv, 2028)).rejects.toThrow(why);
  });
});

describe('A calendar day by day', () => {
  const own = yearCalendar(2027).days.map(({ day, kind, from }) => `${day};${kind};${from ?? ''}`);

  it('is read with words of either language, in any order', async () => {
    const file = await read(['date;kind;from', ...own.toReversed()].join('\n'), 2027, ';');
    expect(checked(file, 2027).calendar).toEqual(yearCalendar(2027));
    const words = { off: 'Выходной', short: 'сокращённый', work: 'рабочий выходной' };
    const russian = yearCalendar(2027).days.map(
      ({ day, kind }) => `${day.split('-').reverse().join('.')};${words[kind]}`,
    );
    const plainDays = yearCalendar(2027).days.map(({ from: _from, ...day }) => day);
    const told = checked(await read(['Дата;Вид', ...russian].join('\n'), 2027, ';'), 2027).calendar;
    expect(told.days).toEqual(plainDays);
  });

  it.each([
    ['of another year', '2027-01-01;off', 'Файл за 2027 год, а вы выбрали 2028'],
    ['of no kind', '2028-01-03;нет', 'Строка 2: вид «нет» не известен'],
    ['without a date', '32.01.2028;off', 'Строка 2: «32.01.2028» — не дата'],
    ['that is longer than a year', '2028-01-03;off\n'.repeat(400), 'больше 366 дней'],
    ['without days', '', 'только заголовки'],
  ])('is refused %s', async (_what, rows, why) => {
    await expect(read(`date;kind\n${rows}`, 2028, ';')).rejects.toThrow(why);
  });

  it('is refused with a day of another year among its own', async () => {
    const file = await read(['date;kind;from', ...own, '2028-01-03;off;'].join('\n'), 2027, ';');
    expect(() => checked(file, 2027)).toThrow('дня 03.01.2028 в 2027 году нет');
  });

  it('is no other table', async () => {
    await expect(read('account;address\n1;2\n', 2028, ';')).rejects.toThrow('не производственный календарь');
  });
});
