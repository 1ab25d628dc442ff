import { daysAfter } from '../../text/month.js';
import { daysBetween, type ReadingWindow } from '../../meters/reading-window.js';
import { NOTICE_DAYS } from '../../meters/verification.js';

const MORNING = 9;
const EVENING = 21;

/** Whether letters that remind may be written at this hour of the company's zone: nobody's telephone is to ring at night. */
export function isDaytime(hour: number): boolean {
  return hour >= MORNING && hour < EVENING;
}

/** Whether it is time to remind of a window: it is open, and there are so many days or fewer before its last one. */
export function isClosing({ open, closes }: ReadingWindow, today: string, days: number): boolean {
  return open && daysBetween(today, closes) <= days;
}

/** A last day of verification, and the notice that is due: at so many days or fewer before it. */
export interface DueNotice {
  readonly due: string;
  readonly notice: number;
}

/** All days whose notice is due today; a notice that was missed is made good until the next one takes its place. */
export function noticesOn(today: string): DueNotice[] {
  return Array.from({ length: NOTICE_DAYS[0] + 1 }, (_, left) => ({
    due: daysAfter(today, left),
    notice: NOTICE_DAYS.findLast((days) => days >= left)!,
  }));
}
