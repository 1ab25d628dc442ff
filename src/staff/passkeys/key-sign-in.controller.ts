import { Controller } from '@nestjs/common';
import type { Request } from 'express';
import { HOUR, limit } from '../../core/limits.js';
import { Throttle } from '../../core/throttle.js';
import { Challenges } from '../../factors/keys/challenges.js';
import { KeyEntranceController } from '../../factors/keys/key-entrance.controller.js';
import { type Page, redirect } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { StaffCookie } from '../staff-cookie.js';
import type { Staff } from '../staff.entity.js';
import { CLOSED, KEY_SIGN_IN, LOGIN, nextOf, owedPage } from '../ways.js';
import { StaffPasskeys } from './staff-passkeys.service.js';

const KEY_ADDRESS = limit('passkeys of staff: address', 300, HOUR);

/** «Войти ключом доступа» of the office: nothing else is asked for after it. */
@Controller('staff/login/key')
@Public()
export class KeySignInController extends KeyEntranceController<Staff> {
  constructor(
    keys: StaffPasskeys,
    challenges: Challenges,
    throttle: Throttle,
    private readonly cookie: StaffCookie,
  ) {
    const place = { of: 'staff', here: KEY_SIGN_IN, password: LOGIN } as const;
    super(keys, challenges, throttle, {
      ...place,
      limit: KEY_ADDRESS,
      looks: { office: true, ofStaff: true },
    });
  }

  protected override async inside(request: Request, next: string): Promise<Page | undefined> {
    const staff = await this.cookie.current(request);
    return staff && redirect(staff.owes ? owedPage(staff.owes, next) : nextOf(next));
  }

  protected override async begin(
    request: Request,
    { owner, key }: { owner: Staff; key: string },
    next: string,
  ): Promise<Page | string | undefined> {
    // the key has proven who it is
    if (owner.disabledAt !== null) return CLOSED;
    if (!(await this.cookie.begin(request, owner, { way: 'passkey', key }))) return undefined;
    return redirect(owner.mustChangePassword ? owedPage('password') : nextOf(next));
  }
}
