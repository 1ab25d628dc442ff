import { type Meter, previousOf } from '../meters/meter.js';
import { calendarDay, monthAndYear, monthsAfter } from '../text/month.js';

/** Within so many months it is known what a value is to be held against (`METERS_OF_ACCOUNT`). */
const MOST_MONTHS = 12;

/** Why a dial cannot have been read on a day, by what is known of the days before. */
export function tooEarly(meter: Meter, day: string): string | undefined {
  if (meter.installedOn !== null && day < meter.installedOn) {
    return `Счетчик установлен ${calendarDay(meter.installedOn)}: укажите день не раньше`;
  }
  const before = previousOf(meter, 0)?.takenOn;
  return before && day < before
    ? `Предыдущие показания сняты ${calendarDay(before)}: укажите день не раньше`
    : undefined;
}

/** Why the month that a meter is read for is too long ago. */
export function tooOld({ period }: Meter, today: string): string | undefined {
  const oldest = monthsAfter(today.slice(0, 7), -MOST_MONTHS);
  return period < oldest ? `Записать можно показания не раньше чем за ${monthAndYear(oldest)}` : undefined;
}
