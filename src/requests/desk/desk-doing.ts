import { Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { isUuid } from '../../core/ids.js';
import type { PanelPerson } from '../../panel/person.js';
import { when } from '../../text/moments.js';
import type { Form } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { secondOf } from '../../web/second-form.js';
import { RequestCategories } from '../categories.service.js';
import { RequestChanges, type RequestOutcome } from '../request-changes.js';
import type { RequestActor, ServiceRequest } from '../service-request.js';
import { type ActionName, ACTIONS, DEFER_REASONS, standing } from './desk-actions.js';
import { type Detail, DeskDetails } from './desk-detail.js';
import { beginnings, lineOf } from './desk-detail-view.js';
import { filterOf, queryOf } from './desk-filter.js';
import { DeskPages, LOOKS } from './desk-pages.js';
import { Desk } from './desk.service.js';
import type { ActionForm } from './desk.forms.js';

/** An action of the desk as it comes in. */
export interface Doing<T extends ActionForm> {
  readonly request: Request;
  readonly person: PanelPerson;
  readonly id: string;
  readonly action: ActionName;
  readonly form: Form<T>;
}

/** What an action does: an outcome of the services, or a field with what is wrong with it. */
type Work<T> = (
  data: T,
  actor: RequestActor,
  version: number | undefined,
) => Promise<RequestOutcome | { readonly kind: 'wrong'; readonly field: string; readonly why: string }>;

/** Does what the forms of the desk ask for, and answers so that nothing typed is lost. */
@Injectable()
export class DeskDoing {
  constructor(
    private readonly pages: DeskPages,
    private readonly details: DeskDetails,
    private readonly changes: RequestChanges,
    private readonly categories: RequestCategories,
    private readonly desk: Desk,
  ) {}

  async do<T extends ActionForm>(doing: Doing<T>, work: Work<T>): Promise<Page> {
    const { request, person, id, action, form } = doing;
    const { data } = form;
    if (!data) return this.refused(doing);
    const actor = actorOf(person, action, form);
    const version = data.version === '' ? undefined : Number(data.version);
    const outcome = await work(data, actor, version);
    switch (outcome.kind) {
      case 'done':
        return this.answered(request, id, ACTIONS[action].done);
      case 'missing':
        throw new NotFoundException();
      case 'wrong':
        form.reject(outcome.field, outcome.why);
        return this.refused(doing);
      case 'stale':
      case 'refused': {
        if (await this.changes.wasDone(id, actor, data.seen || '0')) {
          return this.answered(request, id, ACTIONS[action].done);
        }
        if (outcome.kind === 'stale') return this.stale(doing);
        form.reject('form', await this.whyNot(outcome.request, action, outcome.why));
        return this.refused(doing, 409);
      }
    }
  }

  private answered({ query }: Request, id: string, told: string): Page {
    return redirect(`/office/requests/${id}${queryOf(filterOf(query))}`, `${told}.`);
  }

  private refused<T extends ActionForm>(doing: Doing<T>, status?: number): Promise<Page> {
    const { request, person, id, action, form } = doing;
    return this.pages.one(request, person, id, { action, form, status });
  }

  /** «Заявку уже взял Лыков И., 10:42»: whoever comes second hears who was first. */
  private async whyNot({ id, state }: ServiceRequest, action: ActionName, why: string): Promise<string> {
    if (action !== 'take' || state !== 'in_progress') return why;
    const found = await this.details.find(id);
    const taken = found?.events.find(({ kind }) => kind === 'taken');
    const { now, timeZone } = this.desk.shown();
    return taken ? `Заявка уже в работе: ${taken.actor_name}, ${when(taken.at, now, timeZone)}` : why;
  }

  /** What was typed beside what the request says by now, and who has changed it; one button does it all the same. */
  private async stale<T extends ActionForm>({ request, id, action, form }: Doing<T>): Promise<Page> {
    const found = await this.details.find(id);
    if (!found) throw new NotFoundException();
    const { now, timeZone } = this.desk.shown();
    const seen = BigInt(form.data?.seen || '0');
    const since = found.events.filter((event) => BigInt(event.id) > seen).reverse();
    const { number, version } = found.request;
    // fields that were left alone become what they are now
    const rows = await this.compared(action, form, found, timeZone);
    return view(
      'requests/desk/stale',
      {
        title: `Заявку ${number} уже изменили`,
        ...LOOKS,
        request: { id, number, version, seen: found.events[0]?.id ?? '0' },
        query: queryOf(filterOf(request.query)),
        act: action,
        name: ACTIONS[action].title,
        since: since.map((event) => lineOf(event, now, timeZone)),
        rows,
        typed: Object.entries(form.values)
          .filter(([name]) => name !== 'version' && name !== 'seen')
          .map(([name, value]) => ({ name, value: String(value) })),
      },
      409,
    );
  }

  private async compared(
    action: ActionName,
    form: Form<ActionForm>,
    { request, templates }: Detail,
    timeZone: string,
  ): Promise<object[]> {
    const now = standing(action, request, timeZone);
    const [executors, categories] = await Promise.all([this.desk.executors(), this.categories.all()]);
    const told = (name: string, value: string): string => {
      if (name === 'executor') return executors.find(({ id }) => id === value)?.name ?? 'не назначен';
      if (name === 'category') return categories.find(({ id }) => id === value)?.title ?? value;
      if (name === 'template') return templates.find(({ id }) => id === value)?.title ?? '';
      if (name === 'emergency') return value === '' ? 'нет' : 'да';
      return name === 'reason' ? (DEFER_REASONS[value] ?? value) : value;
    };
    const labels = ACTIONS[action].fields as Record<string, string>;
    const rows = Object.entries(labels).map(([name, label]) => ({
      ...{ name, label, left: false },
      typed: told(name, String(form.values[name] ?? '')),
      now: now[name] ?? '',
    }));
    const begun = beginnings(request)[action];
    const untouched = begun ? secondOf(form, labels, begun).filter(({ left }) => left) : [];
    for (const row of rows) row.left = untouched.some(({ name }) => name === row.name);
    return [
      ...rows.filter(({ label }) => label !== ''),
      { label: 'Состояние', typed: '', now: now['state'] },
    ];
  }
}

/** Somebody of the office, with what tells this form from others. */
function actorOf({ staff }: PanelPerson, action: ActionName, { key, data }: Form<object>): RequestActor {
  const { version: _version, seen: _seen, ...content } = data as Record<string, unknown>;
  const form = createHash('sha256')
    .update(JSON.stringify([key, action, content]))
    .digest('base64url');
  return { kind: 'staff', id: staff.id, name: staff.name, ...(key !== '' && { form: form.slice(0, 22) }) };
}

/** A choice of a select as an id, or undefined where nothing or nonsense was chosen. */
export function chosenId(value: string): string | undefined {
  return isUuid(value) ? value : undefined;
}
