import { Controller, Inject } from '@nestjs/common';
import type { Request } from 'express';
import { deviceName } from '../../auth/sessions/device-name.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { Challenges } from '../../factors/keys/challenges.js';
import type { KeyProofForm } from '../../factors/keys/key.forms.js';
import { type KeyHolder, KeysController } from '../../factors/keys/keys.controller.js';
import { HOME } from '../../panel/settings.js';
import type { Form } from '../../web/form.js';
import type { Page } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { type Owner, OwnPages } from '../second-factor/own-pages.js';
import { aroundOf, PASSKEYS } from '../ways.js';
import { StaffPasskeys } from './staff-passkeys.service.js';

type StaffHolder = KeyHolder & { readonly owner: Owner };

/** «Ключи доступа» of somebody of the office. */
@Controller('staff/passkeys')
@Public()
export class StaffPasskeysController extends KeysController<StaffHolder> {
  constructor(
    @Inject(CONFIG) config: Config,
    keys: StaffPasskeys,
    challenges: Challenges,
    private readonly own: OwnPages,
  ) {
    const place = { of: 'staff', here: PASSKEYS, back: HOME } as const;
    super(keys, challenges, { ...place, portal: config.company.name });
  }

  protected override async holder(request: Request): Promise<StaffHolder | Page> {
    const owner = await this.own.owner(request);
    if (!('staff' in owner)) return owner;
    const { id, login, staff } = owner;
    return {
      ...{ id, name: `${login} (офис)`, hasPassword: true, hasApp: owner.state.since !== null },
      passwordChangedAt: owner.state.passwordChangedAt,
      ...{ session: `${id} ${staff.since.getTime()}`, actor: owner.actor, owner },
      around: { ...aroundOf(owner.staff), ofStaff: true },
    };
  }

  protected override unproven(
    request: Request,
    { owner }: StaffHolder,
    form: Form<KeyProofForm>,
  ): Promise<number | undefined> {
    return this.own.unproven(request, form, owner);
  }

  protected override changed(request: Request, { owner }: StaffHolder): Promise<void> {
    return this.own.changed(request, owner);
  }

  protected override named(request: Request): string {
    return deviceName(request.get('user-agent') ?? '').slice(0, 60);
  }
}
