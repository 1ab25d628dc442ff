import { isUuid } from '../../core/ids.js';
import { when } from '../../text/moments.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import { Form } from '../../web/form.js';
import { openedWith } from '../../web/second-form.js';
import { eventWords } from '../request-words.js';
import type { RequestEventRow } from '../requests.sql.js';
import type { Channel } from '../service-request.js';
import { REQUEST_STATES } from '../states.js';
import { soonAt } from '../terms.js';
import { type ActionName, ACTIONS, offered } from './desk-actions.js';
import type { Detail, RelatedRequest, RequestOfOffice } from './desk-detail.js';
import { type ClockShown, clockShown, type Shown } from './desk-row.js';

const CHANNELS: Record<Channel, string> = {
  cabinet: 'из кабинета',
  phone: 'по телефону',
  office: 'в офисе',
  email: 'по почте',
  max: 'из MAX',
  gis: 'из ГИС ЖКХ',
};

/** The clocks of the law of a request: the first step, the rest, or the day that it was put off to. */
function clocksOf(request: RequestOfOffice, { now, timeZone, soon }: Shown): ClockShown[] {
  if (request.state === 'declined') return [];
  const clock = (title: string, due: Date, doneAt: Date | null): ClockShown =>
    clockShown({ title, due, soonAt: soonAt(request.registered_at, due, soon), doneAt }, now, timeZone);
  return [
    ...(request.first_due ? [clock(request.first_title, request.first_due, request.first_done_at)] : []),
    clock(request.fix_title, request.fix_due, request.finished_at),
  ];
}

/** A request as the desk shows it beside the list. */
export function detailView(detail: Detail, shown: Shown): object {
  const { request, events, house, children, templates } = detail;
  const { now, timeZone, town } = shown;
  return {
    ...{ id: request.id, number: request.number, version: request.version, seen: events[0]?.id ?? '0' },
    ...{ category: request.category, what: request.title, emergency: request.emergency, text: request.text },
    ...{ access: request.access, applicant: request.applicant, account: request.account_number },
    ...{ address: streetOf(request.address, town), fullAddress: request.address, houseId: request.house_id },
    unchecked: request.house_id === null,
    channel: CHANNELS[request.channel],
    state: REQUEST_STATES[request.state].office,
    stateText: stateText(request, now, timeZone),
    at: when(request.registered_at, now, timeZone),
    phone: request.phone && { link: request.phone.replace(/[^\d+]/g, ''), text: formatPhone(request.phone) },
    ...{ clocks: clocksOf(request, shown), firstTitle: request.first_title },
    ...{ takenBy: request.taken_name, executorId: request.executor_id, executor: request.executor_name },
    ...{
      executorPhone: request.executor_phone && formatPhone(request.executor_phone),
      comesAt: request.comes_at,
    },
    parent: request.parent_id && { id: request.parent_id, number: request.parent_number },
    photos: events.flatMap(({ photos, kind }) => (kind === 'registered' ? photos : [])),
    events: events.map((event) => lineOf(event, now, timeZone)),
    house: house.map((one) => related(one, town)),
    children: children.map((one) => related(one, town)),
    templates,
    may: offered(request),
  };
}

/** An event in the words of the office: what, who, when. */
export function lineOf(event: RequestEventRow, now: Date, timeZone: string): object {
  const { actor_kind: actorKind, text, details } = event;
  const words = eventWords({ kind: event.kind, actorKind, text, details });
  const first = event.kind === 'registered';
  return {
    at: when(event.at, now, timeZone),
    title: words.title,
    text: first ? '' : words.text,
    who: event.actor_name,
    note: !event.open,
    said: event.kind === 'message',
    photos: first ? [] : event.photos,
  };
}

/** The forms of a request's actions as they open: with what it says now, or with what was typed and refused. */
export function formsOf(
  request: RequestOfOffice,
  refused?: { action: ActionName; form: Form<object> },
): object {
  const begun = Object.entries(beginnings(request)).map(([action, values]): [string, Form<object>] => [
    action,
    Form.empty({ ...values, opened: openedWith(values) }),
  ]);
  return { ...Object.fromEntries(begun), ...(refused && { [refused.action]: refused.form }) };
}

/** What the fields of those forms begin with that show what the request says now. */
export function beginnings(request: RequestOfOffice): Partial<Record<ActionName, Record<string, string>>> {
  return {
    assign: { executor: request.executor_id ?? '', comes: request.comes_at },
    complete: { work: request.work_done, materials: request.materials },
    change: {
      ...{ category: request.category, emergency: request.emergency ? 'yes' : '', address: request.address },
      ...{ applicant: request.applicant, access: request.access },
      phone: formatPhone(request.phone),
    },
  };
}

/** What was typed into a form that is not offered as the request stands now. */
export function typedInto(
  action: ActionName,
  form: Form<object>,
  request: RequestOfOffice,
): string[] | undefined {
  const name = action === 'first-done' ? 'firstDone' : action;
  if (offered(request)[name] ?? true) return undefined;
  return Object.keys(ACTIONS[action].fields)
    .map((field) => String(form.values[field] ?? ''))
    .filter((value) => value !== '' && !isUuid(value));
}

function stateText(request: RequestOfOffice, now: Date, timeZone: string): string {
  switch (request.state) {
    case 'deferred':
      return `до ${when(request.deferred_until!, now, timeZone)}. ${request.defer_reason}`;
    case 'completed':
    case 'closed':
      return [request.work_done, request.materials && `Материалы: ${request.materials}`]
        .filter(Boolean)
        .join('. ');
    case 'declined':
      return request.decline_reason;
    case 'open':
    case 'in_progress':
      return '';
  }
}

function related(
  { id, number, address, title, text, state, parent_id: parent }: RelatedRequest,
  town: string,
): object {
  const what = [title, text.split('\n')[0]].filter(Boolean).join('. ');
  return { id, number, address: streetOf(address, town), what, state: REQUEST_STATES[state].office, parent };
}
