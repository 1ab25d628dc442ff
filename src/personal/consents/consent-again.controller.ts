import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { residentActor } from '../../auth/actor.js';
import { ConsentTexts } from '../../auth/consent-texts.js';
import { nextPage } from '../../auth/sign-in/next-page.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { SignedInUser } from '../../core/request-context.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { date } from '../../text/russian.js';
import { agreesNow, consentDetails, consentOf, keepConsent } from '../../users/consent.js';
import { BeforeAllElse } from '../../web/before-all-else.js';
import { Checkbox, Text } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress } from '../../web/kept-address.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser, QueryText } from '../../web/request-parts.js';

const AGREES = `SELECT ${agreesNow('$1', '$2')} AS agrees`;

class ConsentAgainForm {
  @IsNotEmpty({ message: 'Отметьте, что даёте согласие' })
  @Checkbox()
  consent!: string;

  @Text(500)
  next!: string;
}

/** A new text of the consent: residents are asked anew before any other page. */
@BeforeAllElse()
@Controller('profile/consent')
export class ConsentAgainController {
  constructor(
    private readonly database: DataSource,
    private readonly texts: ConsentTexts,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @QueryText('next') next: string): Promise<Page> {
    return user.owes === 'consent'
      ? this.ask(user.id, Form.empty({ next: keptAddress(next) }))
      : redirect('/regulations/consent');
  }

  @Post()
  @HttpCode(200)
  async agree(
    @Req() request: Request,
    @FormBody(ConsentAgainForm) form: Form<ConsentAgainForm>,
  ): Promise<Page> {
    const { context } = request;
    const { id } = context.user!;
    if (!form.data) return this.ask(id, form);
    const text = this.texts.registration();
    const consent = { ...text, ip: context.ip, userAgent: request.get('user-agent') ?? '' };
    await this.database.transaction(async (tx) => {
      const [now] = await rowsOf<{ agrees: boolean }>(tx, AGREES, [id, this.texts.essence()]);
      // the other half of a double press
      if (now?.agrees) return;
      await keepConsent(tx, id, consent, this.clock.now());
      const user = { kind: 'user', id } as const;
      await this.audit.record(
        tx,
        residentActor(context),
        'user.consent-given',
        user,
        consentDetails(consent),
      );
    });
    return redirect(nextPage(keptAddress(form.data.next)));
  }

  private async ask(id: string, form: Form<ConsentAgainForm>): Promise<Page> {
    const { document, version } = this.texts.registration();
    const before = await consentOf(this.database.manager, id, document);
    const { timeZone } = this.config;
    const day = (of: string): string => date(new Date(`${of}T12:00:00Z`), timeZone);
    return view('personal/consent', {
      ...{ title: 'Согласие изменилось', form, now: day(version) },
      before: before && day(before.version),
      sameVersion: before?.version === version,
    });
  }
}
