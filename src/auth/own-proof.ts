import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one } from '../core/query.js';
import type { RequestContext } from '../core/request-context.js';
import type { Form } from '../web/form.js';
import { PasswordProof } from './passwords/password-proof.service.js';
import { IdentitiesService } from './providers/identities.service.js';
import { Providers } from './providers/providers.js';

/** So long a sign-in proves who is there, for whoever has no password to show. */
const FRESH = "SELECT created_at > now() - interval '10 minutes' AS fresh FROM sessions WHERE id_hash = $1";

/** What a page that decides something for good asks for, and by what somebody without a password can show who they are. */
export interface AskedProof {
  readonly hasPassword: boolean;
  /** Nothing is asked any more, since they have just signed in. */
  readonly fresh: boolean;
  readonly provider: { readonly id: string; readonly said: string } | undefined;
}

/** Asks once more who is there: for the password, or, where there is none, for a sign-in of a moment ago by the linked profile or a key. */
@Injectable()
export class OwnProof {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: PasswordProof,
    private readonly identities: IdentitiesService,
    private readonly providers: Providers,
  ) {}

  async asked({ user, session }: RequestContext): Promise<AskedProof> {
    const hasPassword = await this.passwords.isAsked(user!.id);
    if (hasPassword) return { hasPassword, fresh: false, provider: undefined };
    const found = await one<{ fresh: boolean }>(this.database, FRESH, [session!.idHash]);
    const linked = await this.identities.linked(this.database.manager, user!.id);
    const on = linked.map(({ id }) => this.providers.get(id)).find((it) => it.on);
    return {
      ...{ hasPassword, fresh: found?.fresh === true },
      provider: on && { id: on.id, said: on.said },
    };
  }

  /** Whether it was shown; says on the form what was not. */
  async isShown(context: RequestContext, form: Form<{ current: string }>): Promise<boolean> {
    if (!form.data) return false;
    const { current } = form.data;
    const { hasPassword, fresh } = await this.asked(context);
    if (!hasPassword) {
      if (!fresh) form.reject('form', 'Прошло больше 10\u00A0минут после входа. Войдите ещё раз');
    } else if (current === '') {
      form.reject('current', 'Введите ваш пароль');
    } else if (!(await this.passwords.of(context.user!.id, current))) {
      form.reject('current', 'Пароль не подошёл');
    }
    return form.data !== undefined;
  }
}
