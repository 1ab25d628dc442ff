import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../../audit/audit.js';
import { KnownBrowser } from '../../auth/sign-in/known-browser.js';
import { Clock } from '../../core/clock.js';
import type { OwnActor, SecondFactorState } from '../../factors/codes/app-factor.js';
import { refusedCode, tooMany } from '../../factors/codes/code-words.js';
import type { Form } from '../../web/form.js';
import { StaffPasswords } from '../staff-passwords.service.js';
import { SecondFactor } from './second-factor.service.js';
import { StaffCodes } from './staff-codes.service.js';

/** A sign-in proves so long who is there. */
export const FRESH_MS = 10 * 60_000;
/** What somebody hears who has keys and no app, and came in some time ago. */
export const LONG_AGO =
  'Вы вошли больше 10\u00A0минут назад. Выйдите, войдите ключом доступа ещё раз и вернитесь сюда';
const HELP = 'Попросите администратора выдать новый пароль.';

/** What somebody has not shown. */
export interface ProofRefusal {
  readonly field: 'current' | 'code';
  readonly why: 'wrong' | 'missing' | 'long ago' | { readonly wait: number };
}

/** Asks somebody of the office to show anew who they are, and says on the form why it does not believe it. */
@Injectable()
export class StaffProof {
  constructor(
    private readonly passwords: StaffPasswords,
    private readonly codes: StaffCodes,
    private readonly factor: SecondFactor,
    private readonly clock: Clock,
    private readonly browser: KnownBrowser,
  ) {}

  /**
   * The password, and a code where somebody has an app; undefined when all is right. `begun`: when the session began, which
   * has to be lately where a key is all that they have besides the password.
   */
  async whole(
    actor: OwnActor,
    shown: { current: string; code: string },
    begun: Date | undefined,
  ): Promise<ProofRefusal | undefined> {
    const { id } = actor;
    const state = await this.factor.state(id);
    const { since } = state;
    if (since !== null && shown.code === '') return { field: 'code', why: 'missing' };
    const password = await this.passwords.check(id, shown.current);
    if (password !== 'right') return { field: 'current', why: password };
    if (this.isLongAgo(state, begun)) return { field: 'current', why: 'long ago' };
    const code = since === null ? 'right' : await this.codes.take(id, shown.code, actor);
    return code === 'right' ? undefined : { field: 'code', why: code };
  }

  /** The same on a page of one's own: undefined when all is right, else the status of the page. */
  async onForm(
    request: Request,
    form: Form<{ current: string; code?: string }>,
    { begun, state, actor }: { begun: Date; state: SecondFactorState; actor: OwnActor },
  ): Promise<number | undefined> {
    const { id } = actor;
    const { current, code: typed = '' } = form.data!;
    if (state.since !== null && typed === '') {
      form.reject('code', 'Введите код');
      return 422;
    }
    const checked = await this.passwords.check(id, current);
    if (checked !== 'right') {
      form.reject(
        'current',
        checked === 'wrong' ? 'Пароль не подошёл' : `${tooMany(request, checked.wait)}.`,
      );
      return checked === 'wrong' ? 422 : 429;
    }
    if (state.since !== null) return this.code(request, form, { id, typed, actor });
    if (!this.isLongAgo(state, begun)) return undefined;
    form.reject('form', LONG_AGO);
    return 422;
  }

  /** Undefined when the code is right, else the status of the page. */
  async code(
    request: Request,
    form: Form<object>,
    { id, typed, actor }: { id: string; typed: string; actor: Actor },
  ): Promise<number | undefined> {
    const taken = await this.codes.take(id, typed, actor, this.browser.of(request, id, 'staff'));
    return refusedCode(request, form, taken, HELP);
  }

  private isLongAgo({ since, keys }: SecondFactorState, begun: Date | undefined): boolean {
    const age = this.clock.now().getTime() - (begun?.getTime() ?? 0);
    return since === null && keys > 0 && age > FRESH_MS;
  }
}
