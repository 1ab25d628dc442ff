import { Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import type { PanelPerson } from '../../panel/person.js';
import type { Form } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { secondOf } from '../../web/second-form.js';
import { type Appeal, APPEAL_KINDS, type AppealActor, type AppealKind } from '../appeal.js';
import { AppealChanges, type AppealOutcome } from '../appeal-changes.js';
import { AppealTopics } from '../appeal-topics.service.js';
import { type ActionName, ACTIONS, answeredWords, classified, offered } from './inbox-actions.js';
import { InboxDetails } from './inbox-detail.js';
import { lineOf } from './inbox-detail-view.js';
import { filterOf, queryOf } from './inbox-filter.js';
import { InboxPages, LOOKS } from './inbox-pages.js';
import type { EntryForm } from './inbox.forms.js';
import { Inbox } from './inbox.service.js';

/** An action of the inbox as it comes in. */
export interface Doing<T extends EntryForm> {
  readonly request: Request;
  readonly person: PanelPerson;
  readonly id: string;
  readonly action: ActionName;
  readonly form: Form<T>;
}

/** What an action does; undefined where the form tells by itself what is wrong. */
type Work<T> = (data: T, actor: AppealActor, version: number) => Promise<AppealOutcome | undefined>;

/** Does what the forms of the inbox ask for, and answers so that nothing typed is lost. */
@Injectable()
export class InboxDoing {
  constructor(
    private readonly pages: InboxPages,
    private readonly details: InboxDetails,
    private readonly inbox: Inbox,
    private readonly changes: AppealChanges,
    private readonly topics: AppealTopics,
  ) {}

  async do<T extends EntryForm>(doing: Doing<T>, work: Work<T>): Promise<Page> {
    const { person, id, action, form } = doing;
    const { data } = form;
    if (!data) return this.refused(doing);
    const actor = actorOf(person, action, form);
    const outcome = await work(data, actor, Number(data.version));
    switch (outcome?.kind) {
      case undefined:
        return this.refused(doing);
      case 'done':
        return this.done(doing, outcome.appeal);
      case 'missing':
        throw new NotFoundException();
      case 'stale':
      case 'refused':
        if (await this.changes.wasDone(id, actor)) return this.done(doing, outcome.appeal);
        if (outcome.kind === 'stale' || outcome.appeal.version !== Number(data.version)) {
          return this.stale(doing);
        }
        form.reject('form', outcome.why);
        return this.refused(doing, 409);
    }
  }

  private done<T extends EntryForm>({ request, id, action }: Doing<T>, appeal: Appeal): Page {
    const back = `/office/messages/${id}${queryOf(filterOf(request.query))}`;
    return redirect(back, action === 'answer' ? answeredWords(appeal) : `${ACTIONS[action].done}.`);
  }

  private refused<T extends EntryForm>(
    { request, person, id, action, form }: Doing<T>,
    status?: number,
  ): Promise<Page> {
    return this.pages.one(request, person, id, { action, form, status });
  }

  /** What was typed beside what has happened since; where it still can be done, one button does it all the same. */
  private async stale<T extends EntryForm>({ request, person, id, action, form }: Doing<T>): Promise<Page> {
    const found = await this.details.find(id);
    if (!found) throw new NotFoundException();
    const shown = this.pages.shown(person.staff);
    const seen = BigInt(form.data?.seen || '0');
    // the newest of them where there are more than a page holds
    const since = found.events
      .filter((event) => BigInt(event.id) > seen)
      .map((event) => lineOf(event, found.files, shown));
    const answered = action === 'answer' ? since.findLast(({ kind }) => kind === 'answered') : undefined;
    const { number, version } = found.appeal;
    const names: Record<string, string> = ACTIONS[action].fields;
    const [people, topics] = await Promise.all([this.inbox.people(), this.topics.titles()]);
    const told = (name: string, value: string): string => {
      if (name === 'staff') return people.find((one) => one.id === value)?.name ?? '';
      if (name === 'kind') return APPEAL_KINDS[value as AppealKind] ?? '';
      return name === 'topic' ? (topics.get(value) ?? '') : value;
    };
    const typed = Object.entries(names).map(([name, label]) => ({
      ...{ name, label },
      typed: told(name, String(form.values[name] ?? '')),
    }));
    // what was left alone is sent as it stands now, and nobody has typed it
    const second = action === 'classify' ? secondOf(form, names, classified(found.appeal)) : [];
    const rows = typed.filter(({ name }) => !second.some((row) => row.left && row.name === name));
    return view(
      'messages/inbox/stale',
      {
        title: answered ? `Уже отвечено, ${answered.at}` : `Обращение ${number} уже изменили`,
        ...LOOKS,
        request: { id, number, version, seen: found.newest },
        ...{ query: queryOf(filterOf(request.query)), act: action, name: ACTIONS[action].title, since },
        may: offered(found.appeal, shown.rights)[action],
        isAnswer: action === 'answer',
        rows,
        typed: Object.entries(form.values)
          .filter(([name]) => name !== 'version' && name !== 'seen')
          .map(([name, value]) => ({ name, value: String(value) })),
      },
      409,
    );
  }
}

/** Somebody of the office, with what tells this form from others. */
function actorOf({ staff }: PanelPerson, action: ActionName, { key, data }: Form<object>): AppealActor {
  const { version: _version, seen: _seen, ...content } = data as Record<string, unknown>;
  const form = createHash('sha256')
    .update(JSON.stringify([key, action, content]))
    .digest('base64url');
  return { kind: 'staff', id: staff.id, name: staff.name, ...(key !== '' && { form: form.slice(0, 22) }) };
}
