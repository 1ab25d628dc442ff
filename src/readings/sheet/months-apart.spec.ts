import { describe, expect, it } from '@jest/globals';
import { monthOfDay, windowAt } from '../../meters/reading-window.js';
import { monthsApart } from './months-apart.js';

const RULE = { startDay: 20, endDay: 25, endsNextMonth: false };
const on = (day: string, strict = false) =>
  monthsApart({ period: monthOfDay(day, RULE), window: windowAt(day, RULE), strict })?.replaceAll(
    '\u00a0',
    ' ',
  );

describe('A sheet of the office', () => {
  it('says after the window why its month is another than that of the resident', () => {
    expect(on('2026-11-30')).toBe(
      'Офис записывает за месяц дня, в который показания сняты: за ноябрь 2026. Что житель передаст сам сегодня, войдёт в декабрь 2026: так ему и сказано в кабинете.',
    );
    expect(on('2026-11-30', true)).toContain(
      'за ноябрь 2026. Сам житель сегодня передать показания не может',
    );
  });

  it.each(['2026-11-01', '2026-11-19', '2026-11-20', '2026-11-25', '2026-12-01'])(
    'says nothing on %s, when both are the same',
    (day) => {
      expect(on(day)).toBeUndefined();
    },
  );
});
