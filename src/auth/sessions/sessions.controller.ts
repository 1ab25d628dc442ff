import { Controller, Get, HttpCode, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { Log } from '../../core/log.js';
import type { RequestContext } from '../../core/request-context.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, Id } from '../../web/request-parts.js';
import { PasswordProof } from '../passwords/password-proof.service.js';
import { ProofForm } from '../passwords/password.forms.js';
import { IdentitiesService } from '../providers/identities.service.js';
import { failure, failureWords, leave } from '../providers/leaving.js';
import type { Provider } from '../providers/provider.js';
import { Providers } from '../providers/providers.js';
import { deviceName } from './device-name.js';
import { type ListedSession, SessionsService } from './sessions.service.js';
import { OTHERS, SignOutService } from './sign-out.service.js';

/**
 * «Устройства и входы»: where the resident is signed in. Whoever has stolen a session must not shut out its owner: before
 * another one is ended the password is asked for, or a linked profile where there is no password.
 */
@Controller('profile/sessions')
export class SessionsController {
  constructor(
    private readonly database: DataSource,
    private readonly sessions: SessionsService,
    private readonly signOut: SignOutService,
    private readonly proof: PasswordProof,
    private readonly identities: IdentitiesService,
    private readonly providers: Providers,
    private readonly log: Log,
  ) {}

  @Get()
  list(@CurrentContext() context: RequestContext): Promise<Page> {
    return this.show(context, Form.empty());
  }

  @Post('end-others')
  @HttpCode(200)
  async endOthers(@Req() request: Request, @FormBody(ProofForm) form: Form<ProofForm>): Promise<Page> {
    const { context } = request;
    return (await this.proven(request, form, OTHERS)) ?? this.show(context, form);
  }

  @Get(':id/end')
  page(@CurrentContext() context: RequestContext, @Id('id') id: string): Promise<Page> {
    return this.ask(context, id, Form.empty());
  }

  @Post(':id/end')
  @HttpCode(200)
  async end(
    @Req() request: Request,
    @Id('id') id: string,
    @FormBody(ProofForm) form: Form<ProofForm>,
  ): Promise<Page> {
    const { context } = request;
    await this.find(context, id);
    return (await this.proven(request, form, id)) ?? this.ask(context, id, form);
  }

  /** Ends what was asked for when the password is right; goes to the provider of a linked profile when there is none; undefined when it is refused. */
  private async proven(request: Request, form: Form<ProofForm>, what: string): Promise<Page | undefined> {
    const { context } = request;
    const { id } = context.user!;
    if (!form.data) {
      return undefined;
    }
    if (!(await this.proof.isAsked(id))) {
      return this.prove(request, form, what);
    }
    if (form.data.current === '') {
      form.reject('current', 'Введите ваш пароль');
    } else if (!(await this.proof.of(id, form.data.current))) {
      form.reject('current', 'Пароль не подошёл');
    }
    return form.data && redirect('/profile/sessions', await this.signOut.endAsked(context, what));
  }

  private async prove(request: Request, form: Form<ProofForm>, what: string): Promise<Page | undefined> {
    const { context } = request;
    const provider = await this.other(context);
    if (!provider) {
      form.reject('form', 'Сначала задайте пароль: «Профиль» → «Пароль».');
      return undefined;
    }
    try {
      return await leave(request, provider, { session: context.session!.publicId, end: what });
    } catch (error) {
      form.reject('form', failureWords(provider, failure(error, provider, this.log)));
      return undefined;
    }
  }

  /** The provider that can say who it is instead of a password. */
  private async other(context: RequestContext): Promise<Provider | undefined> {
    const linked = await this.identities.linked(this.database.manager, context.user!.id);
    return linked.map(({ id }) => this.providers.get(id)).find(({ on }) => on);
  }

  private async show(context: RequestContext, form: Form<ProofForm>): Promise<Page> {
    const rows = (await this.sessions.list(context.user!.id)).map((row) => described(row, context));
    return view('profile/sessions', {
      title: 'Устройства и входы',
      sessions: rows,
      others: rows.length > 1,
      hasPassword: await this.proof.isAsked(context.user!.id),
      provider: (await this.other(context))?.said,
      form,
    });
  }

  private async ask(context: RequestContext, id: string, form: Form<ProofForm>): Promise<Page> {
    return view('profile/end-session', {
      title: 'Завершить вход',
      session: described(await this.find(context, id), context),
      hasPassword: await this.proof.isAsked(context.user!.id),
      provider: (await this.other(context))?.said,
      form,
    });
  }

  private async find(context: RequestContext, id: string): Promise<ListedSession> {
    const found = (await this.sessions.list(context.user!.id)).find(({ publicId }) => publicId === id);
    if (!found) {
      throw new NotFoundException();
    }
    return found;
  }
}

function described(row: ListedSession, context: RequestContext): object {
  return { ...row, device: deviceName(row.userAgent), current: row.publicId === context.session!.publicId };
}
