import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { residentActor } from '../../auth/actor.js';
import { OwnProof } from '../../auth/own-proof.js';
import { SessionCookie } from '../../auth/sessions/session-cookie.js';
import type { Config } from '../../core/config.js';
import type { RequestContext } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { date } from '../../text/russian.js';
import { UsersService } from '../../users/users.service.js';
import { BeforeAllElse } from '../../web/before-all-else.js';
import { Checkbox, Password } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext } from '../../web/request-parts.js';
import { Removals } from './removals.service.js';

class RemovalForm {
  /** Not sent by whoever has none. */
  @Password()
  current!: string;

  /** Looked at beside the password, so that both are named at once. */
  @Checkbox()
  sure!: string;
}

/** «Удалить кабинет»: the consent is withdrawn, and for seven days whoever signs in may still keep the login. */
@BeforeAllElse()
@Controller('profile/removal')
export class RemovalController {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly proof: OwnProof,
    private readonly removals: Removals,
    private readonly cookie: SessionCookie,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What will be lost and what stays; or, where it is asked for already, whether the login is to be kept. */
  @Get()
  async page(@CurrentContext() context: RequestContext): Promise<Page> {
    const { id } = context.user!;
    const { removalDueAt: due, removalAskedAt: asked } = await this.users.get(this.database.manager, id);
    if (!due || !asked) return this.ask(context, Form.empty());
    const { timeZone } = this.config;
    return view('personal/keep', {
      ...{ title: 'Кабинет удаляется', asked: date(asked, timeZone), day: date(due, timeZone) },
    });
  }

  @Post()
  @HttpCode(200)
  async remove(@Req() request: Request, @FormBody(RemovalForm) form: Form<RemovalForm>): Promise<Page> {
    const { id } = request.context.user!;
    await this.proof.isShown(request.context, form);
    if (form.values['sure'] === '') form.reject('sure', 'Отметьте, что отзываете согласие');
    if (!form.data) return this.ask(request.context, form);
    const day = await this.removals.ask(id, residentActor(request.context));
    this.cookie.forget(request);
    return redirect(
      '/auth/',
      `Кабинет будет удалён ${day}. До этого дня его можно оставить: войдите и нажмите «Оставить».`,
    );
  }

  @Post('keep')
  async keep(@CurrentContext() context: RequestContext): Promise<Page> {
    const kept = await this.removals.keep(context.user!.id, residentActor(context));
    return redirect('/accounts', kept ? 'Кабинет остаётся. Письмо об этом отправлено.' : undefined);
  }

  private async ask(context: RequestContext, form: Form<RemovalForm>): Promise<Page> {
    const { requestYears, appealYears } = this.config.retention;
    return view('personal/removal', {
      ...{ title: 'Удалить кабинет', form, requestYears, appealYears },
      ...(await this.proof.asked(context)),
    });
  }
}
