import { Controller, Inject } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Challenges } from '../../factors/keys/challenges.js';
import type { KeyProofForm } from '../../factors/keys/key.forms.js';
import { type KeyHolder, KeysController } from '../../factors/keys/keys.controller.js';
import { UsersService } from '../../users/users.service.js';
import type { Form } from '../../web/form.js';
import { residentActor } from '../actor.js';
import { PasswordProof } from '../passwords/password-proof.service.js';
import { deviceName } from '../sessions/device-name.js';
import { Passkeys } from './passkeys.service.js';

/** «Ключи доступа» of the profile. */
@Controller('profile/passkeys')
export class PasskeysController extends KeysController<KeyHolder> {
  constructor(
    @Inject(CONFIG) config: Config,
    keys: Passkeys,
    challenges: Challenges,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
  ) {
    const place = { of: 'residents', here: '/profile/passkeys', back: '/profile' } as const;
    super(keys, challenges, { ...place, portal: config.company.name });
  }

  protected override async holder({ context }: Request): Promise<KeyHolder> {
    const { id, login, passwordHash, passwordChangedAt } = await this.users.get(
      this.database.manager,
      context.user!.id,
    );
    return {
      ...{ id, name: login, hasPassword: passwordHash !== null, hasApp: false, passwordChangedAt },
      ...{ session: context.session!.publicId, actor: residentActor(context), around: {} },
    };
  }

  protected override async unproven(
    _request: Request,
    { id }: KeyHolder,
    form: Form<KeyProofForm>,
  ): Promise<number | undefined> {
    if (await this.proof.of(id, form.data!.current)) return undefined;
    form.reject('current', 'Пароль не подошёл');
    return 422;
  }

  protected override changed(): Promise<void> {
    return Promise.resolve();
  }

  protected override named(request: Request): string {
    return deviceName(request.get('user-agent') ?? '').slice(0, 60);
  }
}
