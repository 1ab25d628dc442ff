import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { staffActor } from '../../audit/audit.js';
import type { Actor } from '../../audit/audit.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { SignedInStaff } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { HOME } from '../../panel/settings.js';
import { calendarDay } from '../../text/month.js';
import { type Page, redirect, view } from '../../web/page.js';
import { StaffCookie } from '../staff-cookie.js';
import { StaffService } from '../staff.service.js';
import { aroundOf, SECOND_FACTOR, nextOf } from '../ways.js';
import { isDue } from './owed.js';
import { shownCode } from './recovery-codes.js';
import { SecondFactor, type SecondFactorState } from './second-factor.service.js';

/** Who is at a page about their own second factor, and what they have. */
export interface Owner {
  readonly staff: SignedInStaff;
  readonly state: SecondFactorState;
  readonly actor: Actor & { id: string };
}

/** Of two windows the later one is told. */
export const CHANGED = 'Пароль или вход с кодом изменились в другом окне: начните ещё раз.';

/** What the pages about one's own second factor have in common. */
@Injectable()
export class OwnPages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly cookie: StaffCookie,
    private readonly staff: StaffService,
    private readonly factor: SecondFactor,
    private readonly clock: Clock,
  ) {}

  /** Whether nobody of the office may be without one by now. */
  get isDue(): boolean {
    return isDue(this.config.staffSecondFactorFrom, dayIn(this.clock.now(), this.config.timeZone));
  }

  /** Whether the app may not be switched off: one is due, and there is no key in its place. */
  mustStay({ keys }: SecondFactorState): boolean {
    return this.isDue && keys === 0;
  }

  /** Who asks, or the page that has to come first. */
  async owner(request: Request): Promise<Owner | Page> {
    const staff = await this.cookie.current(request);
    if (!staff) return redirect('/staff/login');
    if (staff.owes === 'password') return redirect('/staff/password');
    const { ip, id: requestId } = request.context;
    return { staff, state: await this.factor.state(staff.id), actor: staffActor({ staff, ip, requestId }) };
  }

  /** The same where there has to be a second factor already. */
  async ownerOfOne(request: Request): Promise<Owner | Page> {
    const owner = await this.owner(request);
    return 'staff' in owner && owner.state.since === null ? redirect(SECOND_FACTOR) : owner;
  }

  /** A page of this kind; `forced` leads nowhere else. */
  page(
    template: string,
    { staff, state }: Owner,
    data: { title: string; [name: string]: unknown },
    status?: number,
  ): Page {
    const { staffSecondFactorFrom: from } = this.config;
    const forced = staff.owes !== undefined;
    const told = {
      forced,
      state,
      due: this.mustStay(state),
      from: from === '' ? undefined : calendarDay(from),
    };
    const looks = { ...aroundOf(staff), ofStaff: true, back: HOME, style: 'css/second-factor.css' };
    return view(`staff/${template}`, { ...told, ...looks, ...data }, status);
  }

  /** The codes on the only page that ever shows them. */
  codes(owner: Owner, codes: readonly string[], next: string): Page {
    const shown = codes.map(shownCode);
    return this.page('recovery-codes', owner, {
      title: 'Резервные коды',
      codes: shown,
      copied: shown.join('\n'),
      portal: this.config.company.host,
      onward: next === '' ? SECOND_FACTOR : nextOf(next),
    });
  }

  /** Signs somebody in anew whose sessions have just ended, in the browser where they did it. */
  async beginAnew(request: Request, { staff, state: { passwordChangedAt } }: Owner): Promise<void> {
    const shown = { ...(await this.staff.get(staff.id)), passwordChangedAt };
    await this.cookie.begin(request, shown, { way: 'again' });
  }
}
