import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { drawQr } from '../../core/qr.js';
import { CONFIG } from '../../core/tokens.js';
import { date } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress } from '../../web/kept-address.js';
import { type Page, redirect } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { StaffService } from '../staff.service.js';
import { SECOND_FACTOR, withNext } from '../ways.js';
import { CHANGED, type Owner, OwnPages } from './own-pages.js';
import { SecondFactorCookies } from './second-factor-cookies.js';
import { CodeForm, PasswordForm, ProofForm } from './second-factor.forms.js';
import { type Proposal, SecondFactor } from './second-factor.service.js';
import { StaffProof, wordsOfFirstCode } from './staff-proof.js';
import { setupAddress, typedSecret } from './totp.js';

/** Who was led here right after the password is not asked for it again so soon. */
const FRESH_MS = 10 * 60_000;
const TITLE = 'Вход с кодом из приложения';

/** Connecting an app: the password, then a QR code and the first code. */
@Controller('staff/second-factor')
@Public()
export class EnrolmentController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly own: OwnPages,
    private readonly cookies: SecondFactorCookies,
    private readonly staff: StaffService,
    private readonly factor: SecondFactor,
    private readonly proof: StaffProof,
    private readonly clock: Clock,
  ) {}

  @Get()
  async first(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('staff' in owner)) return owner;
    const { staff, state } = owner;
    if (staff.owes && this.clock.now().getTime() - staff.since.getTime() < FRESH_MS) {
      return this.propose(request, owner, next);
    }
    if (state.since === null) return this.askProof(owner, Form.empty({ next: keptAddress(next) }));
    const { timeZone } = this.config;
    return this.own.page('second-factor', owner, { title: TITLE, since: date(state.since, timeZone) });
  }

  @Get('begin')
  async proofPage(@Req() request: Request): Promise<Page> {
    const owner = await this.own.owner(request);
    return 'staff' in owner ? this.askProof(owner, Form.empty()) : owner;
  }

  @Post('begin')
  @HttpCode(200)
  async begin(@Req() request: Request): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('staff' in owner)) return owner;
    const form = Form.read(
      owner.state.since === null ? PasswordForm : ProofForm,
      request.body,
    ) as Form<ProofForm>;
    if (!form.data) return this.askProof(owner, form);
    const { next } = form.data;
    const refused = await this.proof.onForm(request, form, owner);
    return refused === undefined ? this.propose(request, owner, next) : this.askProof(owner, form, refused);
  }

  @Get('new')
  async secret(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('staff' in owner)) return owner;
    const proposal = this.cookies.proposal(request, owner.staff.id);
    if (!proposal) return redirect(withNext(SECOND_FACTOR, next));
    return this.askFirstCode(owner, proposal, Form.empty({ next: keptAddress(next) }));
  }

  @Post('new')
  @HttpCode(200)
  async finish(@Req() request: Request, @FormBody(CodeForm) form: Form<CodeForm>): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('staff' in owner)) return owner;
    const proposal = this.cookies.proposal(request, owner.staff.id);
    if (!proposal) {
      const late = 'Прошло больше 15\u00A0минут, начните ещё раз: код для приложения будет новый.';
      return redirect(SECOND_FACTOR, owner.state.since === null ? late : undefined);
    }
    if (!form.data) return this.askFirstCode(owner, proposal, form);
    const done = await this.factor.enrol(owner.actor, proposal, form.data.code);
    if (done === 'changed meanwhile') {
      this.cookies.forgetProposal(request);
      return redirect(SECOND_FACTOR, CHANGED);
    }
    if (done === 'wrong' || 'wait' in done) {
      form.reject('code', wordsOfFirstCode(request, done));
      return this.askFirstCode(owner, proposal, form, done === 'wrong' ? 422 : 429);
    }
    this.cookies.forgetProposal(request);
    await this.own.beginAnew(request, owner);
    return this.own.codes({ ...owner, staff: { ...owner.staff, owes: undefined } }, done, form.data.next);
  }

  /** One secret for all windows of a browser, so that the QR code of none is stale. */
  private propose(request: Request, { staff, state }: Owner, next: string): Page {
    const known = this.cookies.proposal(request, staff.id);
    const { since: replaces, passwordChangedAt } = state;
    const same =
      known?.replaces?.getTime() === replaces?.getTime() &&
      known?.passwordChangedAt.getTime() === passwordChangedAt.getTime();
    if (!same) {
      this.cookies.keepProposal(request, staff.id, {
        secret: this.factor.draw(),
        replaces,
        passwordChangedAt,
      });
    }
    return redirect(withNext(`${SECOND_FACTOR}/new`, next));
  }

  private askProof(owner: Owner, form: Form<ProofForm>, status?: number): Page {
    const back = owner.state.since === null ? {} : { back: SECOND_FACTOR };
    return this.own.page('second-factor-begin', owner, { title: TITLE, form, ...back }, status);
  }

  private async askFirstCode(
    owner: Owner,
    { secret }: Proposal,
    form: Form<CodeForm>,
    status?: number,
  ): Promise<Page> {
    const { login } = await this.staff.get(owner.staff.id);
    const { host } = this.config.company;
    const data = {
      title: TITLE,
      form,
      qr: drawQr(setupAddress(secret, host, login)),
      secret: typedSecret(secret),
    };
    return this.own.page('second-factor-new', owner, { ...data, portal: host, login }, status);
  }
}
