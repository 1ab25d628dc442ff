import { isUuid } from '../../core/ids.js';
import { typedDay } from '../../imports/dates.js';
import { unreadPeriod } from '../../office/list-filter.js';
import { daysAfter, monthsAfter } from '../../text/month.js';
import { CHANNELS } from '../channels.js';
import type { Channel } from '../service-request.js';
import { REQUEST_STATES, type RequestState } from '../states.js';

/** Which requests a journal is of, as the address says it; an empty text asks for nothing. */
export interface JournalFilter {
  /** Days of the company's calendar, both included. */
  readonly since: string;
  readonly until: string;
  readonly house: string;
  readonly kind: string;
  readonly state: RequestState | '';
  readonly channel: Channel | '';
}

/** Reads the filters of an address: without days this month, days that are turned round the right way. */
export function journalFilterOf(query: Record<string, unknown>, today: string): JournalFilter {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' && value.length <= 40 ? value : '';
  };
  const month = today.slice(0, 7);
  const since = typedDay(text('since')) ?? `${month}-01`;
  const until = typedDay(text('until')) ?? lastDayOf(month);
  const [state, channel] = [text('state'), text('channel')];
  return {
    since: since <= until ? since : until,
    until: since <= until ? until : since,
    house: isUuid(text('house')) ? text('house') : '',
    kind: /^[a-z-]{2,30}$/.test(text('kind')) ? text('kind') : '',
    state: Object.hasOwn(REQUEST_STATES, state) ? (state as RequestState) : '',
    channel: Object.hasOwn(CHANNELS, channel) ? (channel as Channel) : '',
  };
}

/** What of the days of an address is no day. */
export const unreadDays = (query: Record<string, unknown>): ReturnType<typeof unreadPeriod> =>
  unreadPeriod(query, typedDay, '31.10.2026');

/** The same as an address says it. */
export function journalQuery(filter: JournalFilter, more: Record<string, string> = {}): string {
  const said = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '');
  return `?${new URLSearchParams(said).toString()}`;
}

/** The last day of a month: `2026-11-30`. */
export function lastDayOf(month: string): string {
  return daysAfter(`${monthsAfter(month, 1)}-01`, -1);
}
