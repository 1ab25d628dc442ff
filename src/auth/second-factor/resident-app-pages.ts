import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { type AppOwner, AppPages } from '../../factors/codes/app-pages.js';
import { UsersService } from '../../users/users.service.js';
import type { Form } from '../../web/form.js';
import type { Page } from '../../web/page.js';
import { residentActor } from '../actor.js';
import { noPassword } from '../passwords/no-password.js';
import { ResidentCodes } from './resident-codes.js';
import { ResidentFactor } from './resident-factor.js';

const NO_PASSWORD =
  'Чтобы подключать и отключать вход с кодом, нужен пароль: по нему видно, что это вы. Пароль у вас пока не задан.';

/** What the pages about one's own app know of residents. */
@Injectable()
export class ResidentAppPages extends AppPages<AppOwner> {
  override readonly of = 'residents';
  override readonly here = '/profile/second-factor';
  override readonly portal: string;
  override readonly timeZone: string;
  /** Nobody has to have one. */
  override readonly isDue = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly factor: ResidentFactor,
    private readonly codes: ResidentCodes,
  ) {
    super();
    this.portal = config.company.host;
    this.timeZone = config.timeZone;
  }

  override async owner({ context }: Request): Promise<AppOwner | Page> {
    const { id, login, passwordHash } = await this.users.get(this.database.manager, context.user!.id);
    if (passwordHash === null) {
      return noPassword('Вход с кодом из приложения', NO_PASSWORD, this.here);
    }
    return {
      ...{ id, login, state: await this.factor.state(id), actor: { ...residentActor(context), id } },
      ...{ forced: false, fresh: false, session: context.session!.publicId },
    };
  }

  override unproven(
    request: Request,
    form: Form<{ current: string; code?: string }>,
    { actor, state }: AppOwner,
  ): Promise<number | undefined> {
    return this.codes.unproven(request, form, { actor, hasApp: state.since !== null });
  }

  override changed(): Promise<void> {
    return Promise.resolve();
  }

  override onward(): string {
    return this.here;
  }

  override left(): string {
    return 'Теперь для входа достаточно пароля.';
  }

  protected override looks(): Readonly<Record<string, unknown>> {
    return { back: '/profile' };
  }
}
