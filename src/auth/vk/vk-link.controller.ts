import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { RequestContext } from '../../core/request-context.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext } from '../../web/request-parts.js';
import { UsersService } from '../../users/users.service.js';
import { residentActor } from '../actor.js';
import { PasswordProof } from '../passwords/password-proof.service.js';
import { RecoveryService } from '../recovery/recovery.service.js';
import { IdentitiesService } from './identities.service.js';
import { VkLinkForm } from './vk.forms.js';
import { VkStrategy } from './vk.strategy.js';

const WRONG_PASSWORD = 'Пароль не подошёл';
const LAST_WAY = 'Это последний способ входа, его нельзя удалить. Сначала задайте пароль.';

/** «VK ID» of the profile: linking and unlinking. Both ask for the password: who has stolen a session must not settle in. */
@Controller('profile/vk')
export class VkLinkController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly vk: VkStrategy,
    private readonly identities: IdentitiesService,
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
    private readonly recovery: RecoveryService,
  ) {}

  @Get()
  page(@CurrentContext() context: RequestContext): Promise<Page> {
    return this.ask(context, Form.empty());
  }

  @Post()
  @HttpCode(200)
  async link(@Req() request: Request, @FormBody(VkLinkForm) form: Form<VkLinkForm>): Promise<Page> {
    const { context } = request;
    if (this.config.vkClientId === '') {
      throw new NotFoundException();
    }
    if (!(await this.isProven(context, form))) {
      return this.ask(context, form);
    }
    return redirect(await this.vk.begin(request, { session: context.session!.publicId }));
  }

  @Post('unlink')
  @HttpCode(200)
  async unlink(
    @CurrentContext() context: RequestContext,
    @FormBody(VkLinkForm) form: Form<VkLinkForm>,
  ): Promise<Page> {
    const user = await this.users.get(this.database.manager, context.user!.id);
    if (user.passwordHash === null) {
      return this.ask(context, form.reject('form', LAST_WAY));
    }
    if (!(await this.isProven(context, form))) {
      return this.ask(context, form);
    }
    const unlinked = await this.identities.unlink(user.id, residentActor(context), context.session!.publicId);
    return redirect(
      '/profile',
      unlinked
        ? 'VK ID отключён. Входите с логином и паролем. На других устройствах нужно будет войти заново.'
        : 'VK ID не подключён.',
    );
  }

  /** For who has only VK ID: a letter that lets them set a password. */
  @Post('password')
  async sendLetter(@CurrentContext() context: RequestContext): Promise<Page> {
    const user = await this.users.get(this.database.manager, context.user!.id);
    await this.recovery.askFor(user, residentActor(context));
    return redirect(
      '/profile/vk',
      'На вашу почту отправлено письмо. Перейдите по ссылке в нём и задайте пароль.',
    );
  }

  private async isProven(context: RequestContext, form: Form<VkLinkForm>): Promise<boolean> {
    if (!form.data) {
      return false;
    }
    const user = await this.proof.of(context.user!.id, form.data.current);
    if (!user) {
      form.reject('current', WRONG_PASSWORD);
    }
    return user !== undefined;
  }

  private async ask(context: RequestContext, form: Form<VkLinkForm>): Promise<Page> {
    const user = await this.users.get(this.database.manager, context.user!.id);
    const linked = await this.identities.isLinked(user.id);
    return view('profile/vk', {
      title: 'Вход через VK ID',
      form,
      linked,
      hasPassword: user.passwordHash !== null,
    });
  }
}
