import { describe, expect, it } from '@jest/globals';
import { calendarFile } from './calendar-file.js';

const file = (title: string, first = '2026-12-20', last = '2026-12-25') =>
  calendarFile(
    [{ id: 'readings-1', title, text: 'Текст', first, last, url: 'https://kabinet.ru/accounts' }],
    {
      name: 'Кабинет',
      host: 'kabinet.ru',
      at: new Date('2026-11-28T10:00:00.123Z'),
    },
  );

describe('The calendar of a phone', () => {
  it('gets whole days, the last of which is in them, and one name for the same date whenever the file is made', () => {
    const lines = file('Передать показания').split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'UID:readings-1@kabinet.ru',
        'DTSTAMP:20261128T100000Z',
        'DTSTART;VALUE=DATE:20261220',
        'DTEND;VALUE=DATE:20261226',
        'SUMMARY:Передать показания',
        'TRIGGER:PT9H',
      ]),
    );
    expect(lines.at(-1)).toBe('');
  });

  it.each([
    ['2026-12-31', '20270101'],
    ['2028-02-28', '20280229'],
    ['2026-10-25', '20261026'],
  ])('gets %s as a day that ends on %s', (last, end) => {
    expect(file('Срок', last, last)).toContain(`DTEND;VALUE=DATE:${end}`);
  });

  it('is not led astray by signs of its own in a title', () => {
    expect(file('ул. Мира, д. 5; кв. 3\\4\r\nBEGIN:VALARM')).toContain(
      'SUMMARY:ул. Мира\\, д. 5\\; кв. 3\\\\4\\nBEGIN:VALARM\r\n',
    );
  });

  it('gets lines of 75 octets at most, and whole letters', () => {
    const text = file('Ы🙂'.repeat(100));
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${'Ы🙂'.repeat(100)}\r\n`);
  });
});
