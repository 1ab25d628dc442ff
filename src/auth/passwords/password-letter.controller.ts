import { Controller, HttpCode, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RequestContext } from '../../core/request-context.js';
import { UsersService } from '../../users/users.service.js';
import { Text } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { CurrentContext } from '../../web/request-parts.js';
import { residentActor } from '../actor.js';
import { RecoveryService } from '../recovery/recovery.service.js';
import { nextPage } from '../sign-in/next-page.js';

class PasswordLetterForm {
  /** The page where the button was pressed. */
  @Text(500)
  next!: string;
}

/** For who has no password: a letter that lets them set one. */
@Controller('profile/password/letter')
export class PasswordLetterController {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly recovery: RecoveryService,
  ) {}

  @Post()
  @HttpCode(200)
  async send(
    @CurrentContext() context: RequestContext,
    @FormBody(PasswordLetterForm) form: Form<PasswordLetterForm>,
  ): Promise<Page> {
    const user = await this.users.get(this.database.manager, context.user!.id);
    await this.recovery.askFor(user, residentActor(context));
    return redirect(
      nextPage(String(form.values['next'] ?? '')),
      'На вашу почту отправлено письмо. Перейдите по ссылке в нём и задайте пароль.',
    );
  }
}
