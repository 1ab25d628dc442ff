import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { residentActor } from '../../auth/actor.js';
import { PasswordProof } from '../../auth/passwords/password-proof.service.js';
import { SessionCookie } from '../../auth/sessions/session-cookie.js';
import type { Config } from '../../core/config.js';
import type { RequestContext, SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { date } from '../../text/russian.js';
import { UsersService } from '../../users/users.service.js';
import { BeforeAllElse } from '../../web/before-all-else.js';
import { Checkbox, Password } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, CurrentUser } from '../../web/request-parts.js';
import { Removals } from './removals.service.js';

class RemovalForm {
  @IsNotEmpty({ message: 'Введите ваш пароль' })
  @Password()
  current!: string;

  @IsNotEmpty({ message: 'Отметьте, что отзываете согласие' })
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
    private readonly proof: PasswordProof,
    private readonly removals: Removals,
    private readonly cookie: SessionCookie,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What will be lost and what stays; or, where it is asked for already, whether the login is to be kept. */
  @Get()
  async page(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    const { removalDueAt: due, removalAskedAt: asked } = await this.users.get(this.database.manager, id);
    if (!due || !asked) return this.ask(id, Form.empty());
    const { timeZone } = this.config;
    return view('personal/keep', {
      ...{ title: 'Кабинет удаляется', asked: date(asked, timeZone), day: date(due, timeZone) },
    });
  }

  @Post()
  @HttpCode(200)
  async remove(@Req() request: Request, @FormBody(RemovalForm) form: Form<RemovalForm>): Promise<Page> {
    const { id } = request.context.user!;
    if (!form.data) return this.ask(id, form);
    if (!(await this.proof.of(id, form.data.current))) {
      return this.ask(id, form.reject('current', 'Пароль не подошёл'));
    }
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

  private async ask(id: string, form: Form<RemovalForm>): Promise<Page> {
    const { requestYears, appealYears } = this.config.retention;
    return view('personal/removal', {
      ...{ title: 'Удалить кабинет', form, requestYears, appealYears },
      hasPassword: await this.proof.isAsked(id),
    });
  }
}
