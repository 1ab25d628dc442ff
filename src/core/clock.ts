import { Injectable } from '@nestjs/common';
import { localTime } from '../text/local-time.js';

/** The only place where the product asks what time it is. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** The moment that is so many seconds after another. */
export function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** The hour of the day in a time zone, from 0 to 23. */
export function hourIn(moment: Date, timeZone: string): number {
  return Number(localTime(moment, timeZone).hour);
}

/** The day of the calendar in a time zone: `2026-11-23`. */
export function dayIn(moment: Date, timeZone: string): string {
  const { year, month, day } = localTime(moment, timeZone);
  return `${year}-${month}-${day}`;
}

/** What clocks of a time zone show, in minutes since midnight. */
export function minuteIn(moment: Date, timeZone: string): number {
  const { hour, minute } = localTime(moment, timeZone);
  return Number(hour) * 60 + Number(minute);
}

/** The year of the calendar in a time zone. */
export function yearIn(moment: Date, timeZone: string): number {
  return Number(localTime(moment, timeZone).year);
}

/** The moment when the clocks of a time zone show a day and a time, such as `2026-11-23` and `06:10`; undefined where there is none. */
export function momentIn(day: string, time: string, timeZone: string): Date | undefined {
  const shown = Date.parse(`${day}T${time}:00Z`);
  // Date.parse lets 30 February through as 2 March.
  if (Number.isNaN(shown) || !new Date(shown).toISOString().startsWith(day)) return undefined;
  // At the ends of the calendar a zone may show a year that no day of four digits has.
  if (day < '0001-01-02' || day > '9999-12-30') return undefined;
  // The zone is so far from UTC at about that time, and perhaps otherwise at the moment itself.
  let at = shown;
  for (let round = 0; round < 2; round += 1) at += shown - shownIn(new Date(at), timeZone);
  return shownIn(new Date(at), timeZone) === shown ? new Date(at) : undefined;
}

function shownIn(moment: Date, timeZone: string): number {
  const { year, month, day, hour, minute } = localTime(moment, timeZone);
  return Date.parse(`${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:00Z`);
}
