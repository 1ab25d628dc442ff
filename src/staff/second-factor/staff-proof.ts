import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../../audit/audit.js';
import { isForGood } from '../../core/throttle.js';
import type { Form } from '../../web/form.js';
import { StaffPasswords } from '../staff-passwords.service.js';
import { tooMany } from '../ways.js';
import { SecondFactor } from './second-factor.service.js';
import { type CodeCheck, StaffCodes } from './staff-codes.service.js';

/** The same for wrong, used and old codes. */
const WRONG_CODE =
  'Код не подошёл. Каждый код действует один раз: введите следующий из приложения или другой резервный';

/** What somebody has not shown. */
export interface ProofRefusal {
  readonly field: 'current' | 'code';
  readonly why: 'wrong' | 'missing' | { readonly wait: number };
}

/** Asks somebody of the office to show anew who they are, and says on the form why it does not believe it. */
@Injectable()
export class StaffProof {
  constructor(
    private readonly passwords: StaffPasswords,
    private readonly codes: StaffCodes,
    private readonly factor: SecondFactor,
  ) {}

  /** The password, and a code where somebody has a second factor; undefined when all is right. */
  async whole(
    actor: Actor & { id: string },
    shown: { current: string; code: string },
  ): Promise<ProofRefusal | undefined> {
    const { id } = actor;
    const { since } = await this.factor.state(id);
    if (since !== null && shown.code === '') return { field: 'code', why: 'missing' };
    const password = await this.passwords.check(id, shown.current);
    if (password !== 'right') return { field: 'current', why: password };
    const code = since === null ? 'right' : await this.codes.take(id, shown.code, actor);
    return code === 'right' ? undefined : { field: 'code', why: code };
  }

  /** Undefined when the password is right, else the status of the page. */
  async password(
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
    form: Form<{ code: string }>,
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
