import { Controller, Get, HttpCode, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { Log } from '../../core/log.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { UsersService } from '../../users/users.service.js';
import { residentActor } from '../actor.js';
import { OwnProof } from '../own-proof.js';
import { IdentitiesService } from './identities.service.js';
import { failure, failureWords, leave } from './leaving.js';
import { ProviderLinkForm } from './provider.forms.js';
import { pathsOf, Providers } from './providers.js';

const LAST_WAY = 'Это последний способ входа, его нельзя удалить. Сначала задайте пароль.';

/** «VK ID» of the profile and its like: linking and unlinking. Both ask who is there, unlinking for the password: who has stolen a session must not settle in. */
@Controller(pathsOf('profile'))
export class ProviderLinkController {
  constructor(
    private readonly database: DataSource,
    private readonly providers: Providers,
    private readonly identities: IdentitiesService,
    private readonly users: UsersService,
    private readonly proof: OwnProof,
    private readonly log: Log,
  ) {}

  @Get()
  page(@Req() request: Request): Promise<Page> {
    return this.ask(request, Form.empty());
  }

  @Post()
  @HttpCode(200)
  async link(
    @Req() request: Request,
    @FormBody(ProviderLinkForm) form: Form<ProviderLinkForm>,
  ): Promise<Page> {
    const provider = this.providers.of(request);
    if (!provider.on) {
      throw new NotFoundException();
    }
    if (!(await this.proof.isShown(request.context, form))) {
      return this.ask(request, form);
    }
    try {
      return await leave(request, provider, { session: request.context.session!.publicId });
    } catch (error) {
      return this.ask(
        request,
        form.reject('form', failureWords(provider, failure(error, provider, this.log))),
      );
    }
  }

  @Post('unlink')
  @HttpCode(200)
  async unlink(
    @Req() request: Request,
    @FormBody(ProviderLinkForm) form: Form<ProviderLinkForm>,
  ): Promise<Page> {
    const { context } = request;
    const { id, said } = this.providers.of(request);
    const user = await this.users.get(this.database.manager, context.user!.id);
    if (user.passwordHash === null) {
      return this.ask(request, form.reject('form', LAST_WAY));
    }
    if (!(await this.proof.isShown(context, form))) {
      return this.ask(request, form);
    }
    const { publicId } = context.session!;
    const unlinked = await this.identities.unlink(user.id, id, residentActor(context), publicId);
    return redirect(
      '/profile',
      unlinked
        ? `Вход через ${said} отключён. На других устройствах нужно будет войти заново.`
        : `Вход через ${said} не подключён.`,
    );
  }

  private async ask(request: Request, form: Form<ProviderLinkForm>): Promise<Page> {
    const { id, said, on } = this.providers.of(request);
    const linked = await this.identities.linked(this.database.manager, request.context.user!.id);
    return view('profile/provider', {
      ...{ title: `Вход через ${said}`, form, id, said, on },
      linked: linked.some((profile) => profile.id === id),
      ...{ only: linked.length === 1, here: `/profile/${id}` },
      ...(await this.proof.asked(request.context)),
    });
  }
}
