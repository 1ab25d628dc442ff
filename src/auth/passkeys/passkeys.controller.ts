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
import { ResidentCodes } from '../second-factor/resident-codes.js';
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
    private readonly codes: ResidentCodes,
  ) {
    const place = { of: 'residents', here: '/profile/passkeys', back: '/profile' } as const;
    super(keys, challenges, { ...place, portal: config.company.name });
  }

  protected override async holder({ context }: Request): Promise<KeyHolder> {
    const { id, login, passwordHash, passwordChangedAt, secondFactorAt } = await this.users.get(
      this.database.manager,
      context.user!.id,
    );
    return {
      ...{ id, name: login, hasPassword: passwordHash !== null, passwordChangedAt },
      hasApp: secondFactorAt !== null,
      ...{ session: context.session!.publicId, actor: residentActor(context), around: {} },
    };
  }

  protected override unproven(
    request: Request,
    { id, actor, hasApp }: KeyHolder,
    form: Form<KeyProofForm>,
  ): Promise<number | undefined> {
    return this.codes.unproven(request, form, { actor: { ...actor, id }, hasApp });
  }

  protected override changed(): Promise<void> {
    return Promise.resolve();
  }

  protected override named(request: Request): string {
    return deviceName(request.get('user-agent') ?? '').slice(0, 60);
  }
}
