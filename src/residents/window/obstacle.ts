import { date } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import type { ShownResident } from './resident.sql.js';

/**
 * In the place of a form that could only refuse: of a cabinet that is removed or shut nothing is done at the window. Undefined
 * where there is no obstacle.
 */
export function obstacle(
  title: string,
  resident: ShownResident,
  form: Form<object>,
  timeZone: string,
): Page | undefined {
  const removed = resident.removed_at && date(resident.removed_at, timeZone);
  if (!removed && resident.status !== 'blocked') return undefined;
  const record = `/admin/resources/residents/records/${resident.id}/show`;
  // also the form that stood open meanwhile, whose answer is no page of 200
  return view(
    'residents/obstacle',
    { title, resident, removed, record },
    form.summary.length > 0 ? 409 : 200,
  );
}
