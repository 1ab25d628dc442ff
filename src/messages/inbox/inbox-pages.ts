import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Presence, type Viewer } from '../../office/presence.js';
import { MODERATORS, OPERATORS, type PanelPerson, type PanelStaff } from '../../panel/person.js';
import { clockTime } from '../../text/moments.js';
import { streetOf } from '../../text/street.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { openedWith } from '../../web/second-form.js';
import { APPEAL_KINDS } from '../appeal.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { AppealTopics } from '../appeal-topics.service.js';
import { leftWords } from '../appeal-words.js';
import { OfficePublications } from '../book/office-publications.service.js';
import { ROOT as PUBLICATION } from '../book/publication.office.js';
import { AnswerDrafts } from './answer-drafts.service.js';
import { AnswerTemplates } from './answer-templates.service.js';
import { type ActionName, ACTIONS, classified, offered, type Rights } from './inbox-actions.js';
import { InboxDetails } from './inbox-detail.js';
import { detailView, type Shown } from './inbox-detail-view.js';
import { cursorOf, filterOf, type InboxFilter, queryOf, type Tab, TABS } from './inbox-filter.js';
import { counted, Inbox, mayAnswer } from './inbox.service.js';
import { Senders } from './senders.service.js';

/** What pages of the inbox look like besides other pages of the office. */
export const LOOKS = { style: 'css/inbox.css', script: 'js/inbox.js' };

/** What a page of one entry says besides the entry. */
export interface Said {
  readonly action?: ActionName;
  readonly form?: Form<object>;
  readonly status?: number;
}

/** Puts the pages of the inbox together: the list, an entry and its answer beside it. */
@Injectable()
export class InboxPages {
  constructor(
    private readonly inbox: Inbox,
    private readonly details: InboxDetails,
    private readonly drafts: AnswerDrafts,
    private readonly templates: AnswerTemplates,
    private readonly senders: Senders,
    private readonly topics: AppealTopics,
    private readonly terms: AppealTerms,
    private readonly publications: OfficePublications,
    private readonly presence: Presence,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The list, with what burns most beside it. */
  async list(request: Request, person: PanelPerson): Promise<Page> {
    const list = await this.listOf(request, person);
    const first = list.rows[0]?.id;
    const detail = first === undefined ? undefined : await this.detailOf(request, person, first, {});
    return view('messages/inbox/inbox', { title: 'Обращения', ...LOOKS, ...list, ...detail, focus: 'list' });
  }

  /** One entry, with the list beside it where there is room. */
  async one(request: Request, person: PanelPerson, id: string, said: Said = {}): Promise<Page> {
    const detail = await this.detailOf(request, person, id, said);
    if (!detail) throw new NotFoundException();
    const title = `Обращение ${detail.request.number}`;
    if (request.get('x-pane')) {
      return view('messages/inbox/pane', { title, ...detail, focus: 'pane', layout: 'piece' }, said.status);
    }
    const list = await this.listOf(request, person);
    return view(
      'messages/inbox/inbox',
      { title, ...LOOKS, ...list, ...detail, focus: 'detail' },
      said.status,
    );
  }

  /** What the words of the inbox depend on for somebody. */
  shown(staff: PanelStaff): Shown {
    return { now: this.clock.now(), config: this.config, rights: rightsOf(staff) };
  }

  /** «Лыков Игорь тоже смотрит это обращение с 10:39». */
  viewersIn(viewers: readonly Viewer[]): string[] {
    const { timeZone } = this.config;
    return viewers.map(
      ({ name, since }) => `${name} тоже смотрит это обращение с\u00A0${clockTime(since, timeZone)}`,
    );
  }

  /** «Черновик сохранён в 10:41». */
  savedAt(at: Date): string {
    return `Черновик сохранён в\u00A0${clockTime(at, this.config.timeZone)}`;
  }

  private async listOf(request: Request, { staff }: PanelPerson) {
    const filter = filterOf(request.query);
    const clears = (MODERATORS as readonly string[]).includes(staff.role);
    const [list, counts, houses, people, toPublish] = await Promise.all([
      this.inbox.list(filter, staff.id, cursorOf(request.query['after'])),
      this.inbox.counts(filter, staff.id),
      this.inbox.houses(filter.house),
      this.inbox.people(),
      clears ? this.publications.waiting() : undefined,
    ]);
    return {
      ...list,
      ...{ filter, people, query: queryOf(filter), kinds: KINDS, total: counted(counts[filter.show]) },
      next: list.more && `/office/messages${queryOf(filter, { after: list.more })}`,
      tabs: tabsOf(filter, counts),
      publication: toPublish !== undefined && { path: PUBLICATION, count: counted(toPublish) },
      mayRegister: rightsOf(staff).decides,
      alarm: staff.role === 'administrator',
      houses: houses.map(({ id, address }) => ({ id, address: streetOf(address, this.config.company.town) })),
      filtered: filter.kind !== '' || filter.house !== '' || filter.who !== '',
    };
  }

  private async detailOf(request: Request, { staff }: PanelPerson, id: string, said: Said) {
    const found = await this.details.find(id, eventOf(request.query['before']));
    if (!found) return undefined;
    const { appeal } = found;
    const may = offered(appeal, rightsOf(staff));
    const asked = typeof request.query['find'] === 'string' ? request.query['find'].slice(0, 100) : '';
    const { due_day: due, waits } = appeal;
    const filter = filterOf(request.query);
    const [left, viewers, drafts, signature, templates, people, topics, likely, senders] = await Promise.all([
      waits && due !== null ? this.terms.left(this.inbox.today(), due) : undefined,
      this.presence.look('appeal', id, staff.id),
      this.drafts.of(id),
      may.answer ? this.details.signature(staff) : '',
      may.answer ? this.templates.titles() : [],
      may.forward ? this.inbox.people() : [],
      may.classify ? this.topics.all() : [],
      may.match ? this.senders.likely(appeal) : [],
      may.match && asked !== '' ? this.senders.find(asked) : undefined,
    ]);
    const own = drafts.find((draft) => draft.staff_id === staff.id);
    const { timeZone } = this.config;
    const refused = said.action && said.form;
    return {
      request: detailView(found, { ...this.shown(staff), left }) as { number: string },
      // over a weekend nothing is left of a term that is over, and nobody has worked since
      left: left !== undefined && due! >= this.inbox.today() && leftWords(left),
      viewers: this.viewersIn(viewers),
      ...{
        templates,
        people,
        topics,
        likely,
        senders,
        asked,
        kinds: KINDS,
        act: said.action,
        form: said.form,
      },
      forms: {
        answer: Form.empty({ text: own?.text ?? '', signed: own?.signed || signature }),
        classify: Form.empty({ ...classified(appeal), opened: openedWith(classified(appeal)) }),
        ...(refused && { [said.action]: said.form }),
      },
      // a form that is not offered any more cannot show what was typed into it
      typed: refused && !may[said.action] ? typedInto(said.action, said.form) : [],
      before: found.more && queryOf(filter, { before: found.events[0]!.id }),
      saved: own && clockTime(own.saved_at, timeZone),
      // what could not be sent, since somebody was faster
      unsent: may.answer ? undefined : own?.text,
      othersDrafts: (may.answer ? drafts : [])
        .filter((draft) => draft !== own)
        .map(({ name, saved_at: at }) => ({ name, at: clockTime(at, timeZone) })),
      query: queryOf(filter),
      alarm: staff.role === 'administrator',
    };
  }
}

const KINDS = Object.entries(APPEAL_KINDS).map(([id, title]) => ({ id, title }));

function rightsOf({ id, role }: PanelStaff): Rights {
  const decides = (OPERATORS as readonly string[]).includes(role);
  return { answers: mayAnswer(role), decides, staffId: id };
}

function typedInto(action: ActionName, { values }: Form<object>): string[] {
  return Object.keys(ACTIONS[action].fields)
    .map((field) => String(values[field] ?? ''))
    .filter((value) => value !== '');
}

/** The event before which the history is asked for; 0 asks for the newest. */
function eventOf(asked: unknown): string {
  return typeof asked === 'string' && /^\d{1,18}$/.test(asked) ? asked : '0';
}

/** The tabs keep the other filters, but not the search. */
function tabsOf(filter: InboxFilter, counts: Record<Tab, number>): object[] {
  const here = filter.q === '' ? filter.show : undefined;
  return (Object.keys(TABS) as Tab[]).map((tab, index) => ({
    ...{ tab, name: TABS[tab], key: index + 1, here: tab === here },
    count: tab !== 'over' && counted(counts[tab]),
    burns: tab === 'late' && counts[tab] > 0,
    path: `/office/messages${queryOf({ ...filter, show: tab, q: '' })}`,
  }));
}
