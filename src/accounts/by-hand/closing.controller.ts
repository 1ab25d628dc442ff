import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Dates } from '../../imports/dates.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, type PanelPerson } from '../../panel/person.js';
import { calendarDay } from '../../text/month.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { AccountCards } from '../card/account-cards.js';
import { AccountCorrections, type Correcting, type CorrectionEnd } from './account-corrections.service.js';
import { ClosingForm, groundIn, ReopeningForm, versionIn, type VersionedForm } from './by-hand.forms.js';
import type { AccountNow } from './by-hand.sql.js';
import { BUSY, ByHandPages, STYLE, untold } from './by-hand-pages.js';

/** Closes an account from a day on, or opens it again: what becomes of people, meters and words is told before. */
@OfficePage(...ADMINISTRATORS)
@Controller('office/accounts/:id')
export class ClosingController {
  constructor(
    private readonly pages: ByHandPages,
    private readonly corrections: AccountCorrections,
    private readonly cards: AccountCards,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('close')
  async closing(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const account = await this.pages.account(id);
    const form = Form.empty<ClosingForm>({ day: this.today(), version: String(account.version) });
    return this.ask(person, account, form, 'close');
  }

  @Post('close')
  @HttpCode(200)
  async close(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ClosingForm) form: Form<ClosingForm>,
  ): Promise<Page> {
    const account = await this.pages.account(id);
    if (form.values['step'] === 'edit') return this.ask(person, account, untold(form), 'close');
    const read = new Dates(this.today()).day(String(form.values['day']));
    if (read.reason !== undefined) {
      return this.ask(person, account, form.reject('day', read.reason), 'close');
    }
    const will = `закрыт с ${calendarDay(read.value)}`;
    return this.step(person, account, form, 'close', will, (asked) =>
      this.corrections.close(read.value, asked),
    );
  }

  @Get('reopen')
  async reopening(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const account = await this.pages.account(id);
    const form = Form.empty<ReopeningForm>({ version: String(account.version) });
    return this.ask(person, account, form, 'reopen');
  }

  @Post('reopen')
  @HttpCode(200)
  async reopen(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ReopeningForm) form: Form<ReopeningForm>,
  ): Promise<Page> {
    const account = await this.pages.account(id);
    if (form.values['step'] === 'edit') return this.ask(person, account, untold(form), 'reopen');
    return this.step(person, account, form, 'reopen', 'открыт', (asked) => this.corrections.reopen(asked));
  }

  private async step(
    person: PanelPerson,
    account: AccountNow,
    form: Form<VersionedForm>,
    job: 'close' | 'reopen',
    will: string,
    work: (asked: Correcting) => Promise<CorrectionEnd>,
  ): Promise<Page> {
    if (!form.data) return this.ask(person, account, form, job);
    const { id, closed } = account;
    const done = redirect(`/office/accounts/${id}`, job === 'close' ? 'Счет закрыт.' : 'Счет открыт снова.');
    if (closed === (job === 'close')) return done;
    const [asked, ground] = [versionIn(form.data), groundIn(form.data)];
    if (form.data.step !== 'save') {
      if (asked !== account.version) return this.overtaken(person, account, form, job);
      return this.pages.check({
        ...{ title: TITLES[job], form, button: TITLES[job], ...this.where(account) },
        action: `/office/accounts/${id}/${job}`,
        rows: [{ label: 'Счет', now: stateOf(account), will }],
        notes: [`Основание: ${ground}.`, ...(await this.told(account, person, job))],
      });
    }
    switch (await work({ id, version: asked, ground, person })) {
      case 'done':
      case 'same':
        return done;
      case 'busy':
        return this.ask(person, account, form.reject('form', BUSY), job);
      case 'stale':
        return this.overtaken(person, await this.pages.account(id), form, job);
      case 'missing':
        throw new NotFoundException();
    }
  }

  private async overtaken(
    person: PanelPerson,
    account: AccountNow,
    form: Form<VersionedForm>,
    job: 'close' | 'reopen',
  ): Promise<Page> {
    form.values['version'] = String(account.version);
    form.reject('form', `${await this.pages.overtaken(account)}. Проверьте карточку и отправьте ещё раз`);
    return this.ask(person, account, form, job, 409);
  }

  /** What becomes of what hangs on the account, as the modules tell it. */
  private async told(account: AccountNow, person: PanelPerson, job: 'close' | 'reopen'): Promise<string[]> {
    return job === 'close'
      ? this.cards.closing(account.id, person)
      : ['Привязки, счетчики и показания остались на месте, приём показаний продолжится.'];
  }

  private async ask(
    person: PanelPerson,
    account: AccountNow,
    form: Form<VersionedForm>,
    job: 'close' | 'reopen',
    status?: number,
  ): Promise<Page> {
    if (account.closed === (job === 'close')) {
      return redirect(`/office/accounts/${account.id}`, `Счет уже ${stateOf(account)}.`);
    }
    const data = {
      ...{ title: TITLES[job], style: STYLE, form, job, ...this.where(account) },
      ...{ action: `/office/accounts/${account.id}/${job}`, ...this.pages.grounds(job, form) },
      becomes: await this.told(account, person, job),
    };
    return view('accounts/by-hand/close', { ...data, closing: job === 'close' }, status);
  }

  private where(account: AccountNow): { about: string; back: string } {
    return {
      about: `${this.pages.place(account.address)}, лицевой счет ${account.number}`,
      back: `/office/accounts/${account.id}`,
    };
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }
}

const TITLES = { close: 'Закрыть счет', reopen: 'Открыть счет снова' } as const;

function stateOf({ closed, closed_on: day }: AccountNow): string {
  return closed ? (day === null ? 'закрыт' : `закрыт с ${calendarDay(day)}`) : 'открыт';
}
