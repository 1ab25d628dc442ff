import { describe, expect, it } from '@jest/globals';
import { meterOf, type MeterRow, type ReadingRow } from '../meters/meter.js';
import { missedMonths, missedWords } from './missed-months.js';

/** What is said on a day of November 2026, its window 20 to 25, of readings of these months; each adds 6,1 m³. */
function said(
  day: string,
  months: string[],
  more: Partial<MeterRow> = {},
  last: Partial<ReadingRow> = {},
): string {
  const readings = months.map((month, index) => ({
    id: index,
    period: month,
    status: 'accepted' as const,
    reading: [String((100 + 6.1 * index).toFixed(3))],
    taken_on: `${month}-22`,
    source: 'cabinet' as const,
    reject_reason: null,
    user_id: null,
    locked: false,
    cancelled: false,
    certificate_id: null,
    ...(index === months.length - 1 && last),
  }));
  const row: MeterRow = {
    id: '1',
    resource: 'cold_water',
    number: '1',
    place: '',
    tariffs: 1,
    capacity: 5,
    decimals: 3,
    automatic: false,
    verification_due: null,
    installed_on: '2024-01-01',
    initial: null,
    start_day: 20,
    end_day: 25,
    ends_next_month: false,
    strict: false,
    readings: readings.reverse(),
    ...more,
  };
  const missed = missedMonths(meterOf(row, day));
  return missed ? missedWords(missed).replaceAll('\u00A0', ' ') : '';
}

const until = (last: number) =>
  Array.from({ length: last - 4 }, (_, n) => `2026-${String(n + 5).padStart(2, '0')}`);

describe('Who has not sent readings for a month', () => {
  it('reads the month, the average and what helps', () => {
    expect(said('2026-11-28', until(10))).toBe(
      'За ноябрь показаний нет, начислим по среднему, около 6,1 м³. Передайте их, и пересчитаем в квитанции за декабрь.',
    );
  });

  it('reads all months that were missed', () => {
    expect(said('2026-11-28', until(8))).toBe(
      'За сентябрь, октябрь и ноябрь показаний нет, начислим по среднему, около 6,1 м³ в месяц. Передайте их, и пересчитаем в квитанции за декабрь.',
    );
  });

  it('reads the average of day and night apart', () => {
    const two = (month: number) => [String(1000 + 156 * month), String(400 + 84 * month)];
    const readings = Array.from({ length: 6 }, (_, month) => ({
      ...{ id: month, period: `2026-${String(month + 5).padStart(2, '0')}`, status: 'accepted' as const },
      ...{ reading: two(month), taken_on: '2026-10-22', source: 'cabinet' as const, reject_reason: null },
      ...{ user_id: null, locked: false, cancelled: false, certificate_id: null },
    })).reverse();
    expect(
      said('2026-11-28', [], { resource: 'electricity', tariffs: 2, capacity: 6, decimals: 0, readings }),
    ).toContain('по среднему, около 156 кВт·ч днём и 84 кВт·ч ночью. ');
  });

  it('reads of the norm where the law ends the average', () => {
    expect(said('2026-11-28', until(7))).toContain('уже 4 месяца: за такое время начисляют по нормативу');
  });

  it('reads when to send where nothing is taken now', () => {
    expect(said('2026-11-28', until(10), { strict: true })).toContain('Передайте их с 20 декабря, и');
  });

  it.each([
    ['the window is open still', '2026-11-24', until(10), {}, {}],
    ['what was sent waits to be looked at', '2026-11-28', until(11), {}, { status: 'sent' as const }],
    [
      'the last was rejected, which is told elsewhere',
      '2026-11-28',
      until(11),
      {},
      { status: 'rejected' as const },
    ],
    ['the meter sends by itself', '2026-11-28', until(10), { automatic: true }, {}],
    ['the meter is new', '2026-11-28', [], { installed_on: '2026-11-12' }, {}],
  ])('reads nothing while %s', (_, day, months, more, last) => {
    expect(said(day, months, more, last)).toBe('');
  });
});
