import { monthsAfter } from '../../text/month.js';
import { RESOURCES, type Resource } from '../../meters/resource.js';
import type { Given } from './sheet.service.js';

/** Where readings of a sheet come from. */
export const SHEET_SOURCES = {
  phone: 'По телефону',
  paper: 'На бумаге',
  visit: 'Обходной лист',
} as const;

const ALL = Object.keys(RESOURCES) as Resource[];

/** Which meters a sheet of a house shows. */
export const SHEET_PARTS: Readonly<Record<string, { title: string; resources: readonly Resource[] }>> = {
  all: { title: 'Все', resources: ALL },
  water: { title: 'Вода', resources: ['cold_water', 'hot_water'] },
  ...Object.fromEntries(
    ALL.map((resource) => [resource, { title: RESOURCES[resource].title, resources: [resource] }]),
  ),
};

/** What an address or a form says once for all lines; what cannot be is today, by the usual source. */
export function givenOf(
  { source, day }: { source?: unknown; day?: unknown },
  usual: keyof typeof SHEET_SOURCES,
  today: string,
): Given {
  return {
    source: isSource(source) ? source : usual,
    day: dayOf(day, today),
  };
}

/** The day that an address asks for; today where it cannot be. */
export function dayOf(day: unknown, today: string): string {
  return typeof day === 'string' && isDay(day) && day <= today && day >= yearBefore(today) ? day : today;
}

/** The same of what is to be written: a day that cannot be stays as it was typed, and the lines say why not. */
export function writtenOf(
  said: { source?: unknown; day?: unknown },
  usual: keyof typeof SHEET_SOURCES,
  today: string,
): Given {
  const given = givenOf(said, usual, today);
  const { day } = said;
  return typeof day === 'string' && /^20/.test(day) && isDay(day) ? { ...given, day } : given;
}

/** Whether a text is a day of the calendar, `2026-11-23`. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

function isSource(text: unknown): text is keyof typeof SHEET_SOURCES {
  return typeof text === 'string' && Object.hasOwn(SHEET_SOURCES, text);
}

function yearBefore(today: string): string {
  return `${monthsAfter(today.slice(0, 7), -12)}-01`;
}
