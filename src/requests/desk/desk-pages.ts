import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Presence } from '../../office/presence.js';
import type { PanelPerson } from '../../panel/person.js';
import { streetOf } from '../../text/street.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { RequestCategories } from '../categories.service.js';
import { REQUEST_STATES } from '../states.js';
import { type ActionName, DEFER_REASONS } from './desk-actions.js';
import { DeskDetails } from './desk-detail.js';
import { detailView, formsOf, typedInto } from './desk-detail-view.js';
import { cursorOf, type DeskFilter, filterOf, isOfOpen, queryOf, type Tab, TABS } from './desk-filter.js';
import { midnightAfter } from './desk-row.js';
import { counted, Desk } from './desk.service.js';
import { OutageProposals } from './outage-proposals.js';

/** What pages of the desk look like besides other pages of the office. */
export const LOOKS = { style: 'css/desk.css', script: 'js/desk.js' };

/** What a page of one request says besides the request. */
export interface Said {
  readonly action?: ActionName;
  readonly form?: Form<object>;
  readonly status?: number;
}

/** Puts the pages of the desk together: the list, and a request beside it. */
@Injectable()
export class DeskPages {
  constructor(
    private readonly desk: Desk,
    private readonly details: DeskDetails,
    private readonly categories: RequestCategories,
    private readonly proposals: OutageProposals,
    private readonly presence: Presence,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The list, with what burns most beside it. */
  async list(request: Request, person: PanelPerson): Promise<Page> {
    const list = await this.listOf(request, person);
    const first = list.rows[0]?.id;
    const detail = first === undefined ? undefined : await this.detailOf(request, person, first, {});
    return view('requests/desk/desk', { title: 'Заявки', ...LOOKS, ...list, ...detail, focus: 'list' });
  }

  /** One request, with the list beside it where there is room. */
  async one(request: Request, person: PanelPerson, id: string, said: Said = {}): Promise<Page> {
    const detail = await this.detailOf(request, person, id, said);
    if (!detail) throw new NotFoundException();
    const title = `Заявка ${detail.request.number}`;
    const status = said.status;
    if (request.get('x-pane')) {
      return view('requests/desk/pane', { title, ...detail, focus: 'pane', layout: 'piece' }, status);
    }
    const list = await this.listOf(request, person);
    return view('requests/desk/desk', { title, ...LOOKS, ...list, ...detail, focus: 'detail' }, status);
  }

  private async listOf(request: Request, { staff }: PanelPerson) {
    const filter = filterOf(request.query);
    const [list, counts, houses, executors, categories, proposals] = await Promise.all([
      this.desk.list(filter, staff.id, cursorOf(request.query['after'])),
      this.desk.counts(filter, staff.id),
      this.desk.houses(filter.house),
      this.desk.executors(),
      this.categories.all(),
      this.proposals.now(),
    ]);
    const now = this.clock.now();
    return {
      ...list,
      ...{ filter, categories, executors, staffId: staff.id },
      query: queryOf(filter),
      next: list.more && `/office/requests${queryOf(filter, { after: list.more })}`,
      tabs: tabsOf(filter, counts),
      states: Object.entries(REQUEST_STATES).map(([id, { office }]) => ({ id, name: office })),
      houses: houses.map(({ id, address }) => ({
        id,
        address: streetOf(address, this.config.company.town),
      })),
      filtered: filter.house !== '' || filter.kind !== '' || filter.state !== '' || filter.executor !== '',
      open: isOfOpen(filter),
      total: counted(counts[filter.show]),
      proposal: proposals[0],
      moreProposals: proposals.length - 1,
      now: now.getTime(),
      midnight: midnightAfter(now, this.config.timeZone),
    };
  }

  private async detailOf(request: Request, person: PanelPerson, id: string, said: Said) {
    const found = await this.details.find(id);
    if (!found) return undefined;
    const [viewers, executors, categories] = await Promise.all([
      this.presence.look('request', id, person.staff.id),
      this.desk.executors(),
      this.categories.all(),
    ]);
    const refused = said.action && said.form && { action: said.action, form: said.form };
    return {
      request: detailView(found, this.desk.shown()) as { number: string },
      viewers: viewers.map(({ name }) => name),
      form: said.form,
      act: said.action,
      forms: formsOf(found.request, refused),
      // a form that is not offered any more cannot show what was typed into it
      typed: refused && typedInto(refused.action, refused.form, found.request),
      reasons: Object.entries(DEFER_REASONS).map(([key, name]) => ({ key, name })),
      ...{ executors, categories },
      query: queryOf(filterOf(request.query)),
    };
  }
}

/** The tabs keep the other filters, but for the state that they stand for and the search. */
function tabsOf(filter: DeskFilter, counts: Record<Tab, number>): object[] {
  const here = filter.q === '' && filter.state === '' ? filter.show : undefined;
  return (Object.keys(TABS) as Tab[]).map((tab, index) => ({
    ...{ tab, name: TABS[tab], key: index + 1, count: counted(counts[tab]) },
    burns: tab === 'late' && counts[tab] > 0,
    here: tab === here,
    path: `/office/requests${queryOf({ ...filter, show: tab, state: '', q: '' })}`,
  }));
}
