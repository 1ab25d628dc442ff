import { date } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import type { DeedKind } from './deed.js';
import type { ShownResident } from './resident.sql.js';

/**
 * In the place of a form that could only refuse: of a cabinet that is removed or shut nothing is done at the window, and a
 * registration is confirmed or removed only while it waits. Undefined where there is no obstacle.
 */
export function obstacle(
  title: string,
  resident: ShownResident,
  form: Form<object>,
  timeZone: string,
  kind?: DeedKind,
): Page | undefined {
  const removed = resident.removed_at && date(resident.removed_at, timeZone);
  // a registration that has been confirmed meanwhile, by its letter or by a colleague
  const confirmed = (kind === 'confirm' || kind === 'remove') && resident.status === 'active';
  const pending = kind === 'slip' && resident.status === 'pending';
  if (!removed && resident.status !== 'blocked' && !confirmed && !pending) return undefined;
  const record = `/admin/resources/residents/records/${resident.id}/show`;
  // also the form that stood open meanwhile, whose answer is no page of 200
  return view(
    'residents/obstacle',
    { title, resident, removed, confirmed, pending, removal: kind === 'remove', record },
    form.summary.length > 0 ? 409 : 200,
  );
}
