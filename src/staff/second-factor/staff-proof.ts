import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import { isForGood } from '../../core/throttle.js';
import type { Form } from '../../web/form.js';
import { StaffPasswords } from '../staff-passwords.service.js';
import { tooMany } from '../ways.js';
import type { Owner } from './own-pages.js';
import { SecondFactor, type SecondFactorState } from './second-factor.service.js';
import { type CodeCheck, StaffCodes } from './staff-codes.service.js';

/** The same for wrong, used and old codes. */
const WRONG_CODE =
  'Код не подошёл. Каждый код действует один раз: введите следующий из приложения или другой резервный';

/** A sign-in by a key proves so long who is there. */
const FRESH_MS = 10 * 60_000;
/** What somebody hears who has keys and no app, and came in some time ago. */
export const LONG_AGO =
  'Вы вошли больше 10\u00A0минут назад. Выйдите, войдите ключом доступа ещё раз и вернитесь сюда';

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
  ) {}

  /**
   * The password, and a code where somebody has an app; undefined when all is right. `begun`: when the session began, which
   * has to be lately where a key is all that they have besides the password.
   */
  async whole(
    actor: Actor & { id: string },
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
    { staff: { id, since: begun }, state, actor }: Owner,
  ): Promise<number | undefined> {
    const { current, code: typed = '' } = form.data!;
    if (state.since !== null && typed === '') {
      form.reject('code', 'Введите код');
      return 422;
    }
    const refused = await this.password(request, form, id, current);
    if (refused !== undefined) return refused;
    if (state.since !== null) return this.code(request, form, { id, typed, actor });
    if (!this.isLongAgo(state, begun)) return undefined;
    form.reject('form', LONG_AGO);
    return 422;
  }

  private isLongAgo({ since, keys }: SecondFactorState, begun: Date | undefined): boolean {
    const age = this.clock.now().getTime() - (begun?.getTime() ?? 0);
    return since === null && keys > 0 && age > FRESH_MS;
  }

  /** Undefined when the password is right, else the status of the page. */
  private async password(
    request: Request,
    form: Form<{ current: string }>,
    id: string,
    current: string,
  ): Promise<number | undefined> {
    const checked = await this.passwords.check(id, current);
    if (checked === 'right') return undefined;
    form.reject('current', checked === 'wrong' ? 'Пароль не подошёл' : `${tooMany(request, checked.wait)}.`);
    return checked === 'wrong' ? 422 : 429;
  }

  /** Undefined when the code is right, else the status of the page. */
  async code(
    request: Request,
    form: Form<{ code?: string }>,
    { id, typed, actor }: { id: string; typed: string; actor: Actor },
  ): Promise<number | undefined> {
    const checked = await this.codes.take(id, typed, actor);
    if (checked === 'right') return undefined;
    form.reject('code', wordsOf(request, checked));
    return checked === 'wrong' ? 422 : 429;
  }
}

/** What the page says of a first code, which has been typed off a telephone a moment ago. */
export function wordsOfFirstCode(request: Request, checked: 'wrong' | { wait: number }): string {
  return checked === 'wrong'
    ? 'Код не подошёл. Дождитесь в приложении следующего. Если не подходит и он, включите на телефоне автоматическое время'
    : `${tooMany(request, checked.wait)}.`;
}

function wordsOf(request: Request, checked: Exclude<CodeCheck, 'right'>): string {
  if (checked === 'wrong') return WRONG_CODE;
  const wait = tooMany(request, checked.wait);
  return isForGood(checked.wait)
    ? 'Слишком много неверных кодов подряд. Попросите администратора выдать новый пароль.'
    : `${wait}.`;
}
