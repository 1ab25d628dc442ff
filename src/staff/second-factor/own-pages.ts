import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { staffActor } from '../../audit/audit.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { SignedInStaff } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import type { SecondFactorState } from '../../factors/codes/app-factor.js';
import { type AppOwner, AppPages } from '../../factors/codes/app-pages.js';
import { HOME } from '../../panel/settings.js';
import { calendarDay } from '../../text/month.js';
import type { Form } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { StaffCookie } from '../staff-cookie.js';
import { StaffService } from '../staff.service.js';
import { aroundOf, nextOf, SECOND_FACTOR } from '../ways.js';
import { isDue } from './owed.js';
import { SecondFactor } from './second-factor.service.js';
import { FRESH_MS, StaffProof } from './staff-proof.js';

/** Who is at a page about their own second factor, and what they have. */
export type Owner = AppOwner & { readonly staff: SignedInStaff };

/** What the pages about one's own second factor know of people of the office. */
@Injectable()
export class OwnPages extends AppPages<Owner> {
  override readonly of = 'staff';
  override readonly here = SECOND_FACTOR;
  override readonly portal: string;
  override readonly timeZone: string;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly cookie: StaffCookie,
    private readonly staff: StaffService,
    private readonly factor: SecondFactor,
    private readonly proof: StaffProof,
    private readonly clock: Clock,
  ) {
    super();
    this.portal = config.company.host;
    this.timeZone = config.timeZone;
  }

  override get isDue(): boolean {
    return isDue(this.config.staffSecondFactorFrom, dayIn(this.clock.now(), this.config.timeZone));
  }

  override async owner(request: Request): Promise<Owner | Page> {
    const staff = await this.cookie.current(request);
    if (!staff) return redirect('/staff/login');
    if (staff.owes === 'password') return redirect('/staff/password');
    const { id, since } = staff;
    const { ip, id: requestId } = request.context;
    // Who was led here right after the password is not asked for it again so soon.
    const fresh = staff.owes !== undefined && this.clock.now().getTime() - since.getTime() < FRESH_MS;
    return {
      ...{ id, staff, state: await this.factor.state(id), login: (await this.staff.get(id)).login },
      ...{ actor: staffActor({ staff, ip, requestId }), forced: staff.owes !== undefined, fresh },
    };
  }

  override unproven(
    request: Request,
    form: Form<{ current: string; code?: string }>,
    { staff, state, actor }: Owner,
  ): Promise<number | undefined> {
    return this.proof.onForm(request, form, { begun: staff.since, state, actor });
  }

  /** Signs somebody in anew whose sessions have just ended, in the browser where they did it. */
  override async changed(request: Request, { id, state: { passwordChangedAt } }: Owner): Promise<void> {
    const shown = { ...(await this.staff.get(id)), passwordChangedAt };
    await this.cookie.begin(request, shown, { way: 'again' });
  }

  override onward(next: string): string {
    return next === '' ? SECOND_FACTOR : nextOf(next);
  }

  override left({ keys }: SecondFactorState): string {
    return keys > 0 ? 'Теперь входите ключом доступа.' : 'Теперь для входа достаточно пароля.';
  }

  protected override looks({ staff, forced }: Owner): Readonly<Record<string, unknown>> {
    const { staffSecondFactorFrom: from } = this.config;
    const around = aroundOf({ ...staff, owes: forced ? staff.owes : undefined });
    return { ...around, ofStaff: true, back: HOME, from: from === '' ? undefined : calendarDay(from) };
  }
}
