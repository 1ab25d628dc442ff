import { dayIn } from '../core/clock.js';
import type { PanelCard, PanelResource } from './declaration.js';
import type { PanelStaff } from './person.js';
import { ROOT } from './settings.js';
import { Records, type Database } from './records.js';
import type { FilterValue } from './records.sql.js';
import { allowed } from './rights.js';
import type { CardView } from './view.js';

/** «Что ждёт сегодня»: each number is counted by the very filters of the list that it leads to. */
export async function cards(
  resources: readonly PanelResource[],
  database: Database,
  timeZone: string,
  staff: PanelStaff,
  now: Date,
  wanted: (card: PanelCard) => boolean = () => true,
): Promise<CardView[]> {
  const today = dayIn(now, timeZone);
  const mine = resources.filter((resource) => allowed(resource, 'list', staff.role));
  const counted = mine.flatMap((resource) =>
    (resource.cards ?? []).filter(wanted).map(async ({ label, tone, filters }): Promise<CardView> => {
      const given = filters(today);
      const records = new Records(resource, database, timeZone);
      const count = await records.count({ staff, timeZone, filters: nested(given) });
      const query = Object.entries(given).map(
        ([name, value]) => [`filters.${name}`, value] as [string, string],
      );
      return {
        label,
        tone,
        count,
        resource: resource.id,
        href: `${ROOT}/resources/${resource.id}?${new URLSearchParams(query)}`,
      };
    }),
  );
  return Promise.all(counted);
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
