import { when } from '../../text/moments.js';
import { type RequestCategory, termsOf } from '../categories.service.js';
import { termShown, type TermShown } from '../law-clock.js';
import { eventWords } from '../request-words.js';
import type { RequestEventRow } from '../requests.sql.js';
import type { ServiceRequest } from '../service-request.js';
import { isOpen, REOPEN_DAYS, REQUEST_STATES } from '../states.js';
import { type Soon, soonAt } from '../terms.js';

/** What the page of a request is made from. */
export interface RequestSources {
  readonly request: ServiceRequest;
  readonly events: readonly RequestEventRow[];
  /** Whether the reader has this flat no more. */
  readonly gone: boolean;
  readonly category: RequestCategory;
  readonly userId: string;
  readonly now: Date;
  readonly timeZone: string;
  readonly soon: Soon;
  /** How many flats report the same, this one included. */
  readonly together: number;
}

const DAY_MS = 86_400_000;

/** The terms of a request in words, the first step before the rest. */
function clocksOf({
  request,
  category,
  now,
  timeZone,
  soon,
}: Pick<RequestSources, 'request' | 'category' | 'now' | 'timeZone' | 'soon'>): TermShown[] {
  const from = request.registered_at;
  const finished = request.finished_at;
  const { first } = termsOf(category, request.emergency);
  const term = (
    title: string,
    minutes: number,
    reference: string,
    due: Date,
    doneAt: Date | null,
  ): TermShown =>
    termShown(
      { title, minutes, reference, from, due, soonAt: soonAt(from, due, soon), doneAt },
      now,
      timeZone,
    );
  return [
    ...(request.first_due && first
      ? [
          term(
            category.first_title,
            first.minutes,
            category.first_reference,
            request.first_due,
            request.first_done_at,
          ),
        ]
      : []),
    term(category.fix_title, category.fix_minutes, category.fix_reference, request.fix_due, finished),
  ];
}

/** A request as a resident sees it. */
export function requestView(sources: RequestSources): object {
  const { request, events, gone, category, userId, now, timeZone, together } = sources;
  const mine = request.user_id === userId;
  const talk = events.filter(({ kind }) => kind === 'message');
  return {
    ...{ id: request.id, number: request.number, address: request.address, what: category.title },
    ...{ text: request.text, emergency: request.emergency, registeredAt: request.registered_at },
    ...{ access: request.access, mine, author: mine ? 'вы' : request.applicant, together },
    head: headOf(request, now, timeZone),
    clocks: request.state === 'declined' ? [] : clocksOf(sources),
    why: whyLate(events),
    executor: executorOf(request, events),
    timeline: events
      .filter(({ kind }) => kind !== 'message')
      .map((event) => lineOf(event, userId, now, timeZone))
      .reverse(),
    talk: talk.map((event) => ({
      who:
        event.actor_id === userId ? 'Вы' : event.actor_kind === 'resident' ? 'Житель квартиры' : 'Диспетчер',
      mine: event.actor_kind === 'resident',
      at: when(event.at, now, timeZone),
      text: event.text,
      photos: event.photos,
    })),
    gone,
    canTalk: !gone && request.state !== 'closed' && request.state !== 'declined',
    canRate: !gone && request.state === 'completed',
    reopenUntil:
      request.state === 'completed'
        ? new Date(request.finished_at!.getTime() + REOPEN_DAYS * DAY_MS)
        : undefined,
    rating: request.rating,
  };
}

/** The state of a request in words. */
export function headOf(
  request: ServiceRequest,
  now: Date,
  timeZone: string,
): { tone: string; title: string; text: string } {
  const { state, comes_at: comes } = request;
  if (isOpen(state) && state !== 'deferred') {
    if (request.executor_step === 'arrived') return { tone: 'plain', title: 'Мастер на месте', text: '' };
    if (comes !== '') {
      return { tone: 'plain', title: `Мастер придёт ${comes}`, text: '' };
    }
    if (request.executor_id) return { tone: 'plain', title: 'Мастер назначен', text: '' };
  }
  switch (state) {
    case 'deferred': {
      const until = when(request.deferred_until!, now, timeZone);
      return { tone: 'wait', title: `Отложена, вернёмся к ней ${until}`, text: request.defer_reason };
    }
    case 'completed':
    case 'closed':
      return { tone: 'good', title: REQUEST_STATES[state].resident, text: request.work_done };
    case 'declined':
      return { tone: 'bad', title: REQUEST_STATES.declined.resident, text: request.decline_reason };
    case 'open':
    case 'in_progress':
      return { tone: 'plain', title: REQUEST_STATES[state].resident, text: '' };
  }
}

/** What residents were last told of a delay: why it was put off, why the executor could not, or what the dispatcher wrote. */
function whyLate(events: readonly RequestEventRow[]): string {
  const told = events.findLast(
    ({ kind, actor_kind: who, text }) =>
      text !== '' && (kind === 'deferred' || kind === 'cannot' || (kind === 'message' && who === 'staff')),
  );
  return told?.text ?? '';
}

/** Who comes, as the last event that named them told it. */
function executorOf(request: ServiceRequest, events: readonly RequestEventRow[]): object | undefined {
  // A request that was merged into another one has its executor there.
  const assigned = events.findLast(({ kind }) => ['assigned', 'unassigned', 'cannot'].includes(kind));
  if (assigned?.kind !== 'assigned' || (!request.executor_id && !assigned.details['parent'])) {
    return undefined;
  }
  const { name, trade, badge } = (assigned?.details ?? {}) as Record<string, string | undefined>;
  if (!name) return undefined;
  return { name, told: [trade, badge && `удостоверение №\u00A0${badge}`].filter(Boolean).join(', ') };
}

function lineOf(event: RequestEventRow, userId: string, now: Date, timeZone: string): object {
  const { kind, actor_kind: actorKind, text, details } = event;
  const words = eventWords({ kind, actorKind, text, details });
  const own = kind === 'registered' && event.actor_id === userId;
  return {
    at: when(event.at, now, timeZone),
    title: own ? 'Вы подали заявку' : words.title,
    text: kind === 'registered' ? '' : words.text,
    photos: event.photos,
  };
}
