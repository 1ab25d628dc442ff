import { describe, expect, it } from '@jest/globals';
import { calendarXml, type FileYear, yearCalendar } from '../../test/support/production-calendars.js';
import { readXml } from './calendar-xml.js';
import { checked } from './file-calendar.js';

async function read(...pieces: string[]): ReturnType<typeof readXml> {
  async function* text(): AsyncGenerator<string> {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  return readXml(text());
}

describe('A calendar in XML', () => {
  it.each([2025, 2026, 2027, 2028] as const)(
    'of %i is read as xmlcalendar.ru writes it',
    async (year: FileYear) => {
      expect(checked(await read(calendarXml(year)), year)).toMatchObject({
        calendar: yearCalendar(year),
        warnings: [],
      });
    },
  );

  it('may come in pieces of any size', async () => {
    const whole = calendarXml(2027);
    expect(await read(...whole)).toEqual(await read(whole));
  });

  it('takes days of the place where they belong only', async () => {
    const stray = '<note><day d="06.01" t="1"/></note>';
    const odd = calendarXml(2027).replace('<days>', `${stray}<days>${stray}`);
    expect(checked(await read(odd), 2027).calendar).toEqual(yearCalendar(2027));
  });

  const body = '<calendar year="2028"><days>&x;</days></calendar>';
  it.each([
    ['with an external entity', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${body}`, 'DOCTYPE'],
    ['that swells', `<!DOCTYPE a [<!ENTITY x "${'y'.repeat(99)}">]>${body}`, 'DOCTYPE'],
    ['that is a page', '<!DOCTYPE html><html></html>', 'сохранилась страница сайта'],
    ['with an entity that nobody knows', body, 'составлен неверно'],
    ['that breaks off', calendarXml(2028).slice(0, 400), 'составлен неверно или обрезан'],
    ['of something else', '<rss version="2.0"/>', 'начинается с <rss>'],
    ['of another country', '<calendar year="2028" country="by"/>', 'другой страны'],
    ['without a year', '<calendar><days/></calendar>', 'не сказано, за какой он год'],
    ['with a day of no kind', calendarXml(2028, '<day d="01.03" t="4"/>'), 'вид t="4", а бывает 1, 2 или 3'],
    ['with a kind of the machine', calendarXml(2028, '<day d="01.03" t="toString"/>'), 'вид t="toString"'],
    [
      'with a day that is none',
      calendarXml(2028, '<day d="3 января" t="1"/>'),
      'Строка 5: «3 января» — не день',
    ],
    ['with 400 days', calendarXml(2028, '<day d="01.03" t="1"/>'.repeat(400)), 'больше 366 дней'],
  ])('%s is refused', async (_what, xml, why) => {
    await expect(read(xml)).rejects.toThrow(why);
  });
});
