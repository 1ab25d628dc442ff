import { dayIn } from '../core/clock.js';
import type { PanelResource } from './declaration.js';
import type { PanelCard } from './first-page.js';
import type { PanelStaff } from './person.js';
import { ROOT } from './settings.js';
import { Records, type Database } from './records.js';
import type { FilterValue } from './records.sql.js';
import { allowed } from './rights.js';
import type { Waiting } from './view.js';

/** A card with the number of records in the list that it leads to. */
export interface CountedCard {
  readonly card: PanelCard;
  readonly resource: PanelResource;
  readonly count: number;
  readonly href: string;
  /** When the record that waits longest began to. */
  oldest(): Promise<Date | undefined>;
}

/** What waits and what was done today: each number is counted by the very filters of the list that it leads to. */
export async function countedCards(
  resources: readonly PanelResource[],
  database: Database,
  timeZone: string,
  staff: PanelStaff,
  now: Date,
  wanted: (card: PanelCard) => boolean = () => true,
): Promise<CountedCard[]> {
  const today = dayIn(now, timeZone);
  const mine = resources.filter((resource) => allowed(resource, 'list', staff.role));
  const counted = mine.flatMap((resource) =>
    (resource.cards ?? []).filter(wanted).map(async (card): Promise<CountedCard> => {
      const given = card.filters(today);
      const records = new Records(resource, database, timeZone);
      const asked = { staff, timeZone, filters: nested(given) };
      const query = Object.entries(given).map(
        ([name, value]) => [`filters.${name}`, value] as [string, string],
      );
      return {
        card,
        resource,
        count: await records.count(asked),
        href: `${ROOT}/resources/${resource.id}?${new URLSearchParams(query)}`,
        oldest: async () => (card.todo?.since ? records.oldest(asked, card.todo.since) : undefined),
      };
    }),
  );
  return Promise.all(counted);
}

/** How much waits behind the lines of the menu and how much of it burns, by resource. */
export function countersOf(counted: readonly CountedCard[]): Record<string, Waiting> {
  const counters: Record<string, Waiting> = {};
  for (const { card, resource, count } of counted) {
    if (!card.tone || card.part) continue;
    const before = counters[resource.id] ?? { count: 0, urgent: 0 };
    const urgent = card.todo?.urgency === 'now' ? count : 0;
    counters[resource.id] = { count: before.count + count, urgent: before.urgent + urgent };
  }
  return counters;
}

/** `{ 'at~~from': x }` as the list's filters know it: `{ at: { from: x } }`. */
export function nested(flat: Record<string, string>): Record<string, FilterValue> {
  const result: Record<string, FilterValue> = {};
  for (const [name, value] of Object.entries(flat)) {
    const [key = '', part] = name.split('~~');
    result[key] = part ? { ...(result[key] as object | undefined), [part]: value } : value;
  }
  return result;
}
