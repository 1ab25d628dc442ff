import { calendarDay, monthAndYear, monthName, shortDay } from '../text/month.js';

/**
 * What came after the window, and for which month it counts: «передали 28 ноября, зачтутся в декабре», with the value that was
 * given where one is named; years where they differ.
 */
export function laterWords(day: string, month: string, value = ''): string {
  const isSameYear = day.slice(0, 4) === month.slice(0, 4);
  const on = isSameYear ? shortDay(day, month) : calendarDay(day);
  const counted = isSameYear ? monthName(month, 'prepositional') : monthAndYear(month, 'prepositional');
  return `передали ${on}${value && ` (${value})`}, зачтутся в\u00A0${counted}`;
}
