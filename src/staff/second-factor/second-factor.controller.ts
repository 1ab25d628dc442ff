import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { SECOND_FACTOR } from '../ways.js';
import { CHANGED, type Owner, OwnPages } from './own-pages.js';
import { ProofForm } from './second-factor.forms.js';
import { SecondFactor } from './second-factor.service.js';
import { StaffProof } from './staff-proof.js';

const CODES = { title: 'Новые резервные коды', template: 'recovery-codes-ask' };
const OFF = { title: 'Отключить вход с кодом', template: 'second-factor-off' };

/** What somebody does with the second factor that they have: new recovery codes, switching it off. */
@Controller('staff/second-factor')
@Public()
export class SecondFactorController {
  constructor(
    private readonly own: OwnPages,
    private readonly factor: SecondFactor,
    private readonly proof: StaffProof,
  ) {}

  @Get('codes')
  async codesPage(@Req() request: Request): Promise<Page> {
    const owner = await this.own.ownerOfOne(request);
    return 'staff' in owner ? this.ask(CODES, owner, Form.empty()) : owner;
  }

  @Post('codes')
  @HttpCode(200)
  async renew(@Req() request: Request, @FormBody(ProofForm) form: Form<ProofForm>): Promise<Page> {
    const owner = await this.own.ownerOfOne(request);
    if (!('staff' in owner)) return owner;
    const refused = await this.unproven(request, owner, form);
    if (refused !== undefined) return this.ask(CODES, owner, form, refused);
    const codes = await this.factor.renewCodes(owner.actor, owner.state);
    return codes ? this.own.codes(owner, codes, '') : redirect(SECOND_FACTOR, CHANGED);
  }

  @Get('off')
  async offPage(@Req() request: Request): Promise<Page> {
    const owner = await this.own.ownerOfOne(request);
    return 'staff' in owner ? this.ask(OFF, owner, Form.empty()) : owner;
  }

  @Post('off')
  @HttpCode(200)
  async switchOff(@Req() request: Request, @FormBody(ProofForm) form: Form<ProofForm>): Promise<Page> {
    const owner = await this.own.ownerOfOne(request);
    if (!('staff' in owner)) return owner;
    if (this.own.mustStay(owner.state)) return this.ask(OFF, owner, Form.empty(), 409);
    const refused = await this.unproven(request, owner, form);
    if (refused !== undefined) return this.ask(OFF, owner, form, refused);
    const done = await this.factor.switchOff(owner.actor, owner.state, this.own.isDue);
    if (!done) return redirect(SECOND_FACTOR, CHANGED);
    await this.own.beginAnew(request, owner);
    const left =
      owner.state.keys > 0 ? 'Теперь входите ключом доступа.' : 'Теперь для входа достаточно пароля.';
    return redirect(SECOND_FACTOR, `Вход с кодом отключён. ${left}`);
  }

  /** The status of the page that asks again; undefined when password and code are right. */
  private async unproven(request: Request, owner: Owner, form: Form<ProofForm>): Promise<number | undefined> {
    return form.data ? this.proof.onForm(request, form, owner) : 422;
  }

  private ask(
    { title, template }: { title: string; template: string },
    owner: Owner,
    form: Form<ProofForm>,
    status?: number,
  ): Page {
    return this.own.page(template, owner, { title, form, back: SECOND_FACTOR }, status);
  }
}
