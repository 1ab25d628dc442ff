import { ConflictException, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { Pool } from 'pg';
import { staffActor } from '../../audit/audit.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ACCOUNTANTS, type PanelPerson } from '../../panel/person.js';
import { dateTime, plural } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { DismissedRowsService } from '../import/dismissed-rows.service.js';
import { SameRows } from '../import/same-rows.service.js';
import { UnassignService } from '../import/unassign.service.js';
import { UnknownRowsService } from '../import/unknown-rows.service.js';
import { isOutcome } from './outcomes.js';
import { NEXT_ROW, type WaitingRow } from './rows.sql.js';
import { UnknownRowPages } from './unknown-row-pages.js';
import { AssignForm, DismissForm, TakeBackForm } from './unknown-rows.forms.js';

const LIST = '/office/unknown-rows';

/** «Разнести»: whose the rows are that files have brought for accounts that the portal does not know. */
@OfficePage(...ACCOUNTANTS)
@Controller('office/unknown-rows')
export class UnknownRowsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly pages: UnknownRowPages,
    private readonly same: SameRows,
    private readonly rows: UnknownRowsService,
    private readonly dismissing: DismissedRowsService,
    private readonly unassigning: UnassignService,
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
    @FormBody(AssignForm) form: Form<AssignForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    const find = String(form.values['find'] ?? '');
    const chosen = form.values['account'];
    if (this.isDecided(row, person, chosen)) return this.next(id);
    if (!form.data) return this.pages.one(row, {}, { assign: form, find });
    const ids = await this.same.waiting(id, form.data.others === 'yes');
    const given = await this.rows.assign(ids, form.data.account, staffActor(person));
    if (given.refusal !== undefined) {
      if (this.isDecided(await this.pages.find(id), person, chosen)) return this.next(id);
      return this.pages.one(row, {}, { assign: form.reject('form', given.refusal), find });
    }
    return this.next(id, given.waiting?.join('. '));
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  async dismiss(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @FormBody(DismissForm) form: Form<DismissForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    if (this.isDecided(row, person, null)) return this.next(id);
    const { outcome = '', reason = '', others } = form.data ?? {};
    if (!form.data || !isOutcome(outcome)) return this.pages.one(row, {}, { dismiss: form });
    const ids = await this.same.waiting(id, others === 'yes');
    const dismissed = await this.dismissing.dismiss(ids, { outcome, reason }, staffActor(person));
    if (dismissed.refusal !== undefined) {
      return this.pages.one(row, {}, { dismiss: form.reject('form', dismissed.refusal) });
    }
    if (dismissed.rows === 0) this.isDecided(await this.pages.find(id), person, null);
    return this.next(id);
  }

  @Post(':id/restore')
  @HttpCode(200)
  async restore(@CurrentStaff() person: PanelPerson, @Param('id') id: string): Promise<Page> {
    const row = await this.pages.find(id);
    const restored = await this.dismissing.restore([id], staffActor(person));
    if (restored.refusal !== undefined) {
      return this.pages.one(row, {}, { back: Form.empty().reject('form', restored.refusal) });
    }
    const told = restored.rows > 0 ? 'Строка снова ждёт разноски.' : 'Строка уже ждёт разноски.';
    return redirect(`${LIST}/${id}`, told);
  }

  @Post(':id/unassign')
  @HttpCode(200)
  async unassign(
    @CurrentStaff() person: PanelPerson,
    @Param('id') id: string,
    @FormBody(TakeBackForm) form: Form<TakeBackForm>,
  ): Promise<Page> {
    const row = await this.pages.find(id);
    if (row.state !== 'resolved') return redirect(`${LIST}/${id}`, 'Разноска этой строки уже отменена.');
    if (!form.data) return this.pages.one(row, {}, { back: form });
    const ids = await this.same.given(id, form.data.others === 'yes');
    const taken = await this.unassigning.unassign(ids, staffActor(person));
    if (taken.refusal !== undefined) {
      return this.pages.one(row, {}, { back: form.reject('form', taken.refusal) });
    }
    const { rows, account } = taken;
    const again = `${plural(rows, 'ждёт', 'ждут', 'ждут')} ${rows} ${plural(rows, 'строка', 'строки', 'строк')}`;
    return redirect(`${LIST}/${id}`, `Разноска на лицевой счет ${account} отменена, снова ${again}.`);
  }

  /** On to what waits still; what has just been decided can be taken back from there. */
  private async next(id: string, told?: string): Promise<Page> {
    const next = await NEXT_ROW.first(this.pool, id);
    return redirect(`${LIST}${next ? `/${next.id}` : ''}?before=${id}`, told);
  }

  /** The other half of a double press has decided the same; what somebody else has decided is told and refused. */
  private isDecided(row: WaitingRow, { staff }: PanelPerson, account: unknown): boolean {
    const { state, decided_by_id: by, decided_by: who, decided_at: at, number } = row;
    if (state === 'waiting') return false;
    if (by === staff.id && row.resolved_account_id === account) return true;
    const what =
      state === 'resolved' ? `уже разнесена на лицевой счет ${number ?? ''}` : 'уже снята с разноски';
    const told = [who ?? '', at ? dateTime(at, this.config.timeZone) : ''].filter(Boolean).join(', ');
    throw new ConflictException(`Строка ${what}${told === '' ? '' : `: ${told}`}.`);
  }
}
