import { Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { drawQr } from '../../core/qr.js';
import { date } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress } from '../../web/kept-address.js';
import { type Page, redirect } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import type { AppFactor, Proposal } from './app-factor.js';
import { type AppOwner, type AppPages, CHANGED } from './app-pages.js';
import type { CodeCookies } from './code-cookies.js';
import { CodeForm, PasswordForm, ProofForm } from './code.forms.js';
import { wordsOfFirstCode } from './code-words.js';
import { shownCode } from './recovery-codes.js';
import { setupAddress, typedSecret } from './totp.js';

const TITLE = 'Вход с кодом из приложения';
const CODES = { title: 'Новые резервные коды', template: 'recovery-ask' };
const OFF = { title: 'Отключить вход с кодом', template: 'off' };

/** One's own app for codes: connected by the password, a QR code and the first code; other recovery codes; switched off. */
export abstract class AppController<Owner extends AppOwner> {
  protected abstract readonly own: AppPages<Owner>;
  protected abstract readonly factor: AppFactor;
  protected abstract readonly cookies: CodeCookies;

  @Get()
  async first(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('state' in owner)) return owner;
    if (owner.fresh) return this.propose(request, owner, next);
    const { since } = owner.state;
    if (since === null) return this.askProof(owner, Form.empty({ next: keptAddress(next) }));
    return this.own.page('own', owner, { title: TITLE, since: date(since, this.own.timeZone) });
  }

  @Get('begin')
  async proofPage(@Req() request: Request): Promise<Page> {
    const owner = await this.own.owner(request);
    return 'state' in owner ? this.askProof(owner, Form.empty()) : owner;
  }

  @Post('begin')
  @HttpCode(200)
  async begin(@Req() request: Request): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('state' in owner)) return owner;
    const type = owner.state.since === null ? PasswordForm : ProofForm;
    const form = Form.read(type, request.body) as Form<ProofForm>;
    if (!form.data) return this.askProof(owner, form);
    const { next } = form.data;
    const refused = await this.own.unproven(request, form, owner);
    return refused === undefined ? this.propose(request, owner, next) : this.askProof(owner, form, refused);
  }

  @Get('new')
  async secret(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('state' in owner)) return owner;
    const proposal = this.cookies.proposal(request, this.own.of, owner.id);
    if (!proposal) return redirect(this.own.withNext(next));
    return this.askFirstCode(owner, proposal, Form.empty({ next: keptAddress(next) }));
  }

  @Post('new')
  @HttpCode(200)
  async finish(@Req() request: Request, @FormBody(CodeForm) form: Form<CodeForm>): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('state' in owner)) return owner;
    const { of, here } = this.own;
    const proposal = this.cookies.proposal(request, of, owner.id);
    if (!proposal) {
      const late = 'Прошло больше 15\u00A0минут, начните ещё раз: код для приложения будет новый.';
      return redirect(here, owner.state.since === null ? late : undefined);
    }
    if (!form.data) return this.askFirstCode(owner, proposal, form);
    const done = await this.factor.enrol(owner.actor, proposal, form.data.code, owner.session);
    if (done === 'changed meanwhile') {
      this.cookies.forgetProposal(request, of);
      return redirect(here, CHANGED);
    }
    if (done === 'wrong' || 'wait' in done) {
      form.reject('code', wordsOfFirstCode(request, done));
      return this.askFirstCode(owner, proposal, form, done === 'wrong' ? 422 : 429);
    }
    this.cookies.forgetProposal(request, of);
    await this.own.changed(request, owner);
    return this.codes({ ...owner, forced: false }, done, form.data.next);
  }

  @Get('codes')
  codesPage(@Req() request: Request): Promise<Page> {
    return this.withApp(request, (owner) => this.ask(CODES, owner, Form.empty()));
  }

  @Post('codes')
  @HttpCode(200)
  renew(@Req() request: Request, @FormBody(ProofForm) form: Form<ProofForm>): Promise<Page> {
    return this.withApp(request, async (owner) => {
      const refused = form.data ? await this.own.unproven(request, form, owner) : 422;
      if (refused !== undefined) return this.ask(CODES, owner, form, refused);
      const codes = await this.factor.renewCodes(owner.actor, owner.state);
      return codes ? this.codes(owner, codes, '') : redirect(this.own.here, CHANGED);
    });
  }

  @Get('off')
  offPage(@Req() request: Request): Promise<Page> {
    return this.withApp(request, (owner) => this.ask(OFF, owner, Form.empty()));
  }

  @Post('off')
  @HttpCode(200)
  switchOff(@Req() request: Request, @FormBody(ProofForm) form: Form<ProofForm>): Promise<Page> {
    return this.withApp(request, async (owner) => {
      if (this.own.mustStay(owner.state)) return this.ask(OFF, owner, Form.empty(), 409);
      const refused = form.data ? await this.own.unproven(request, form, owner) : 422;
      if (refused !== undefined) return this.ask(OFF, owner, form, refused);
      const how = { due: this.own.isDue, keep: owner.session };
      const done = await this.factor.switchOff(owner.actor, owner.state, how);
      if (!done) return redirect(this.own.here, CHANGED);
      await this.own.changed(request, owner);
      return redirect(this.own.here, `Вход с кодом отключён. ${this.own.left(owner.state)}`);
    });
  }

  /** What there has to be an app for. */
  private async withApp(request: Request, page: (owner: Owner) => Page | Promise<Page>): Promise<Page> {
    const owner = await this.own.owner(request);
    if (!('state' in owner)) return owner;
    return owner.state.since === null ? redirect(this.own.here) : page(owner);
  }

  /** One secret for all windows of a browser, so that the QR code of none is stale. */
  private propose(request: Request, { id, state }: Owner, next: string): Page {
    const known = this.cookies.proposal(request, this.own.of, id);
    const { since: replaces, passwordChangedAt } = state;
    const same =
      known?.replaces?.getTime() === replaces?.getTime() &&
      known?.passwordChangedAt.getTime() === passwordChangedAt.getTime();
    if (!same) {
      const fresh = { secret: this.factor.draw(), replaces, passwordChangedAt };
      this.cookies.keepProposal(request, this.own.of, id, fresh);
    }
    return redirect(this.own.withNext(next, '/new'));
  }

  /** The codes on the only page that ever shows them. */
  private codes(owner: Owner, codes: readonly string[], next: string): Page {
    const shown = codes.map(shownCode);
    return this.own.page('recovery', owner, {
      title: 'Резервные коды',
      codes: shown,
      copied: shown.join('\n'),
      onward: this.own.onward(next),
    });
  }

  private askProof(owner: Owner, form: Form<ProofForm>, status?: number): Page {
    const back = owner.state.since === null ? {} : { back: this.own.here };
    return this.own.page('begin', owner, { title: TITLE, form, ...back }, status);
  }

  private askFirstCode(owner: Owner, { secret }: Proposal, form: Form<CodeForm>, status?: number): Page {
    const { login } = owner;
    const qr = drawQr(setupAddress(secret, this.own.portal, login));
    const data = { title: TITLE, form, qr, secret: typedSecret(secret), login };
    return this.own.page('new', owner, data, status);
  }

  private ask(
    { title, template }: { title: string; template: string },
    owner: Owner,
    form: Form<ProofForm>,
    status?: number,
  ): Page {
    return this.own.page(template, owner, { title, form, back: this.own.here }, status);
  }
}
