/** What clocks and calendars of a time zone show, in digits: `2026`, `11`, `23`, `06`, `10`. */
export interface LocalTime {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

// Constructing a formatter takes about 100 µs and 50 KB that only a sweep of the old generation gives back; using one takes about 3 µs.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Reads clock and calendar of a time zone at a moment. */
export function localTime(moment: Date, timeZone: string): LocalTime {
  // Of «23/11/2026, 06:10»: ru-RU would add «г.», and its wording changes with the version of ICU.
  const [day = '', month = '', year = '', hour = '', minute = ''] = formatter(timeZone)
    .format(moment)
    .split(/\D+/);
  return { year, month, day, hour, minute };
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  let known = formatters.get(timeZone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, known);
  }
  return known;
}
