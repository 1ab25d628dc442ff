import { Controller, Get, HttpCode, Inject, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ACCOUNTANTS, type PanelPerson } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import type { WayOn } from '../../web/overtaken.js';
import { type Page, redirect } from '../../web/page.js';
import { DismissedRowsService } from '../import/dismissed-rows.service.js';
import { type Extent, SameRows } from '../import/same-rows.service.js';
import { UnassignService } from '../import/unassign.service.js';
import { UnknownRowsService } from '../import/unknown-rows.service.js';
import { alreadyDecided, decisionOf } from './decision.js';
import { Dividing, sameParts } from './dividing-form.js';
import { isOutcome } from './outcomes.js';
import { keptQuery } from './row-filter.js';
import type { RowState, WaitingRow } from './rows.sql.js';
import { UnknownRowPages } from './unknown-row-pages.js';
import { AssignForm, DismissForm, DivideForm, TakeBackForm } from './unknown-rows.forms.js';

const LIST = '/office/unknown-rows';

/** «Разнести»: whose the rows are that files have brought for accounts that the portal does not know. */
@OfficePage(...ACCOUNTANTS)
@Controller('office/unknown-rows')
export class UnknownRowsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly pages: UnknownRowPages,
    private readonly same: SameRows,
    private readonly rows: UnknownRowsService,
    private readonly dismissing: DismissedRowsService,
    private readonly unassigning: UnassignService,
    private readonly dividing: Dividing,
  ) {}

  @Get()
  list(@Query() query: Record<string, unknown>): Promise<Page> {
    return this.pages.list(query);
  }

  @Get(':id')
  async one(@Param('id') id: string, @Query() query: Record<string, unknown>): Promise<Page> {
    return this.pages.one(await this.pages.find(id), query);
  }

  @Post(':id/assign')
  @HttpCode(200)
  async assign(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @FormBody(AssignForm) form: Form<AssignForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    const find = String(form.values['find'] ?? '');
    const chosen = String(form.values['account'] ?? '');
    const same = (one: WaitingRow) => one.parts.length === 0 && one.resolved_account_id === chosen;
    if (this.isDecided(row, person, same, query)) return this.next(id, query);
    if (!form.data) return this.pages.one(row, query, { assign: form, find });
    const ids = await this.same.waiting(id, form.data.others === 'yes');
    const given = await this.rows.assign(ids, form.data.account, staffActor(person));
    if (given.refusal !== undefined) {
      if (this.isDecided(await this.pages.find(id), person, same, query)) return this.next(id, query);
      return this.pages.one(row, query, { assign: form.reject('form', given.refusal), find });
    }
    return this.next(id, query, given.waiting?.join('. '));
  }

  @Post(':id/divide')
  @HttpCode(200)
  async divide(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @FormBody(DivideForm) form: Form<DivideForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    const { parts = [], errors = {} } = await this.dividing.read(row, form);
    const same = (one: WaitingRow) => sameParts(one, parts);
    if (this.isDecided(row, person, same, query)) return this.next(id, query);
    if (row.kind !== 'payments') throw new NotFoundException();
    if (form.data?.more === 'yes') return this.pages.one(row, query, { divide: form });
    for (const [field, told] of Object.entries(errors)) form.reject(field, told);
    if (!form.data) return this.pages.one(row, query, { divide: form });
    const given = await this.rows.divide(id, parts, staffActor(person));
    if (given.refusal !== undefined) {
      if (this.isDecided(await this.pages.find(id), person, same, query)) return this.next(id, query);
      return this.pages.one(row, query, { divide: form.reject('form', given.refusal) });
    }
    return this.next(id, query);
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  async dismiss(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @FormBody(DismissForm) form: Form<DismissForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    const { outcome = '', reason = '', others } = form.data ?? {};
    const same = (one: WaitingRow) => one.outcome === String(form.values['outcome'] ?? '');
    if (this.isDecided(row, person, same, query)) return this.next(id, query);
    if (!form.data || !isOutcome(outcome)) return this.pages.one(row, query, { dismiss: form });
    const ids = await this.same.waiting(id, others === 'yes');
    const dismissed = await this.dismissing.dismiss(ids, { outcome, reason }, staffActor(person));
    if (dismissed.refusal !== undefined) {
      return this.pages.one(row, query, { dismiss: form.reject('form', dismissed.refusal) });
    }
    if (dismissed.rows === 0) this.isDecided(await this.pages.find(id), person, same, query);
    return this.next(id, query);
  }

  @Post(':id/restore')
  @HttpCode(200)
  async restore(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @FormBody(TakeBackForm) form: Form<TakeBackForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    if (!this.stands(row, form, 'dismissed', query)) return this.to(id, query, 'Строка уже ждёт разноски.');
    if (!form.data) return this.pages.one(row, query, { back: form });
    const ids = await this.same.decided(id, extentOf(form.data));
    const restored = await this.dismissing.restore(ids, staffActor(person));
    if (restored.refusal !== undefined) {
      return this.pages.one(row, query, { back: form.reject('form', restored.refusal) });
    }
    if (restored.rows === 0) this.stands(await this.pages.find(id), form, 'dismissed', query);
    const told = restored.rows > 1 ? waitAgain(restored.rows) : 'Строка снова ждёт разноски';
    return this.to(id, query, `${told}.`);
  }

  @Post(':id/unassign')
  @HttpCode(200)
  async unassign(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @FormBody(TakeBackForm) form: Form<TakeBackForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    const gone = 'Разноска этой строки уже отменена.';
    if (!this.stands(row, form, 'resolved', query)) return this.to(id, query, gone);
    if (!form.data) return this.pages.one(row, query, { back: form });
    const ids = await this.same.decided(id, extentOf(form.data));
    const taken = await this.unassigning.unassign(ids, row.resolved_account_id!, staffActor(person));
    if (taken.refusal !== undefined) {
      if (!this.stands(await this.pages.find(id), form, 'resolved', query)) return this.to(id, query, gone);
      return this.pages.one(row, query, { back: form.reject('form', taken.refusal) });
    }
    const again = waitAgain(taken.rows).toLowerCase();
    const from = taken.accounts.length > 1 ? 'лицевые счета' : 'лицевой счет';
    return this.to(id, query, `Разноска на ${from} ${taken.accounts.join(', ')} отменена, ${again}.`);
  }

  private async next(id: string, query: Record<string, unknown>, told?: string): Promise<Page> {
    return redirect(await this.pages.next(id, query), told);
  }

  private to(id: string, query: Record<string, unknown>, told: string): Page {
    return redirect(`${LIST}/${id}${keptQuery(query)}`, told);
  }

  /** The other half of a double press has decided the same; what anybody has decided otherwise is told and refused. */
  private isDecided(
    row: WaitingRow,
    { staff }: PanelPerson,
    isSame: (row: WaitingRow) => boolean,
    query: Record<string, unknown>,
  ): boolean {
    if (row.state === 'waiting') return false;
    if (row.decided_by_id === staff.id && isSame(row)) return true;
    throw alreadyDecided(row, this.config.timeZone, waysOn(row, query));
  }

  /** Whether the decision that the page has shown is there still; where another has taken its place, that is told and refused. */
  private stands(
    row: WaitingRow,
    form: Form<TakeBackForm>,
    state: RowState,
    query: Record<string, unknown>,
  ): boolean {
    if (row.state === 'waiting') return false;
    if (row.state === state && decisionOf(row) === form.values['seen']) return true;
    throw alreadyDecided(row, this.config.timeZone, waysOn(row, query));
  }
}

/** Back to the list that somebody works through, and to what has become of the row. */
function waysOn({ id, state }: WaitingRow, query: Record<string, unknown>): WayOn[] {
  return [
    { href: `${LIST}${keptQuery({ ...query, show: '', outcome: '' })}`, text: 'К строкам, которые ждут' },
    { href: `${LIST}/${id}${keptQuery({ show: state })}`, text: 'Что стало с этой строкой' },
  ];
}

function extentOf({ deed, others }: TakeBackForm): Extent {
  if (deed === 'yes') return 'deed';
  return others === 'yes' ? 'number' : 'row';
}

function waitAgain(rows: number): string {
  return `Снова ${plural(rows, 'ждёт', 'ждут', 'ждут')} ${rows} ${plural(rows, 'строка', 'строки', 'строк')}`;
}
