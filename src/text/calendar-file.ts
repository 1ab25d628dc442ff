/** A whole day, or several, of a calendar. */
export interface CalendarDays {
  /** The same whenever the file is made, so that a calendar replaces what it has. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** `2026-11-20`. */
  readonly first: string;
  readonly last: string;
  readonly url: string;
}

const OCTETS_OF_LINE = 75;
/** At nine in the morning of the first day; a reminder the evening before would come while people sleep elsewhere. */
const REMIND = 'PT9H';

/** A calendar file that phones and computers take (RFC 5545). */
export function calendarFile(
  days: readonly CalendarDays[],
  { name, host, at }: { readonly name: string; readonly host: string; readonly at: Date },
): string {
  const stamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//${plain(host)}//kabinet//RU`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...days.flatMap(({ id, title, text, first, last, url }) => [
      'BEGIN:VEVENT',
      `UID:${plain(id)}@${plain(host)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${first.replaceAll('-', '')}`,
      `DTEND;VALUE=DATE:${dayAfter(last)}`,
      `SUMMARY:${escaped(title)}`,
      `DESCRIPTION:${escaped(text)}`,
      `URL:${plain(url)}`,
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escaped(title)}`,
      `TRIGGER:${REMIND}`,
      'END:VALARM',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** The end of whole days is the day after them. */
function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10).replaceAll('-', '');
}

function escaped(text: string): string {
  return text
    .replaceAll('\u00A0', ' ')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n');
}

function plain(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '');
}

/** A line has 75 octets at most, and no letter is cut in two. */
function folded(line: string): string {
  let width = 0;
  let result = '';
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    if (width + octets > OCTETS_OF_LINE) {
      result += '\r\n ';
      width = 1;
    }
    result += letter;
    width += octets;
  }
  return result;
}
