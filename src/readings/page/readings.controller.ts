import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { AccountPage } from '../../accounts/accounts.service.js';
import { AccountDoor } from '../../accounts/household/account-door.js';
import { residentActor } from '../../auth/actor.js';
import { DocumentsService } from '../../billing/documents.service.js';
import { Secrets } from '../../core/secrets.js';
import type { SignedInUser } from '../../core/request-context.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser, Id } from '../../web/request-parts.js';
import type { ValidationResult } from '../validation.js';
import type { Meter } from '../../meters/meter.js';
import { BUSY } from '../meter-words.js';
import { ReadingsForm } from './readings-form.js';
import { personOfPhone, readingsPage } from './readings-page.js';
import { ReadingsService } from '../readings.service.js';
import type { SubmitResult } from '../submit-result.js';

/** «Передать показания»: all meters of an account in one form. */
@Controller('accounts/:id/readings')
export class ReadingsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly documents: DocumentsService,
    private readonly readings: ReadingsService,
    private readonly secrets: Secrets,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.account(user, id);
    const meters = await this.metersOf(account);
    return this.show(user, account, meters, ReadingsForm.of(meters));
  }

  @Post()
  @HttpCode(200)
  async send(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Req() { body, context }: Request,
  ): Promise<Page> {
    const account = await this.account(user, id);
    const meters = await this.metersOf(account);
    const form = ReadingsForm.from(body, meters);
    const submission = {
      accountId: id,
      entered: form.entered,
      source: 'cabinet' as const,
      actor: residentActor(context),
      formMark: form.mark,
    };
    if (form.summary.length > 0) {
      const { refusals, asked } = this.readings.check(meters, submission);
      form.refuse(meters, refusals);
      return this.show(user, account, meters, form, asked);
    }
    const outcome = await this.readings.submit(submission);
    switch (outcome.kind) {
      case 'done':
        return done(id, outcome);
      case 'gone':
        return this.page(user, id);
      case 'busy':
        form.reject('form', BUSY);
        return this.show(user, account, meters, form);
      default:
        return this.again(user, account, meters, form, outcome);
    }
  }

  /** Nothing is sent for an account that is closed. */
  private async metersOf(account: AccountPage): Promise<Meter[]> {
    return account.closed ? [] : this.readings.metersFor(account);
  }

  /** The meters are read anew: somebody else may have changed what is known of them. */
  private async again(
    user: SignedInUser,
    account: AccountPage,
    before: readonly Meter[],
    form: ReadingsForm,
    outcome: Extract<SubmitResult, { kind: 'ask' | 'refused' }>,
  ): Promise<Page> {
    const meters = await this.metersOf(account);
    form.leaveToTheirMonth(meters);
    if (outcome.kind === 'refused') form.refuse([...meters, ...before], outcome.refusals);
    return this.show(user, account, meters, form, outcome.judgements);
  }

  private async show(
    user: SignedInUser,
    account: AccountPage,
    meters: Meter[],
    form: ReadingsForm,
    judgements: readonly ValidationResult[] = [],
  ): Promise<Page> {
    const prices = await this.documents.pricesFor(account);
    return view('readings/send', {
      title: 'Показания счетчиков',
      account,
      form,
      person: personOfPhone(this.secrets, user),
      ...readingsPage(meters, form, { today: this.readings.today(), prices, judgements }),
      back: `/accounts/${account.id}`,
    });
  }

  private account(user: SignedInUser, id: string): Promise<AccountPage> {
    return this.door.open(user.id, id, 'readings');
  }
}

function done(accountId: string, { certificateId }: Extract<SubmitResult, { kind: 'done' }>): Page {
  const page = `/accounts/${accountId}/readings`;
  return certificateId === null
    ? redirect(page, 'Эти показания у нас уже есть.')
    : redirect(`${page}/certificates/${certificateId}/sent`);
}
