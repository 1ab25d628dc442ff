import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from '../../audit/audit.js';
import { Codes } from '../../factors/codes/codes.js';
import { CodeTools } from '../../factors/codes/code-tools.js';
import { refusedCode } from '../../factors/codes/code-words.js';
import type { Form } from '../../web/form.js';
import { PasswordProof } from '../passwords/password-proof.service.js';
import { KnownBrowser } from '../sign-in/known-browser.js';
import { ResidentCodeLetters } from './resident-letters.js';
import { RESIDENT_PEOPLE } from './resident-people.js';

const HELP = 'Придите с паспортом в офис нашей компании: там выдадут листок для входа.';

/** Codes of residents, and the proof that is asked for before their ways in change. */
@Injectable()
export class ResidentCodes extends Codes {
  constructor(
    tools: CodeTools,
    letters: ResidentCodeLetters,
    private readonly passwords: PasswordProof,
    private readonly browser: KnownBrowser,
  ) {
    super(tools, letters, RESIDENT_PEOPLE);
  }

  /** Says on the form what was not proven, and gives the status of the page; undefined when all is right. */
  async unproven(
    request: Request,
    form: Form<{ current: string; code?: string }>,
    { actor, hasApp }: { actor: Actor & { readonly id: string }; hasApp: boolean },
  ): Promise<number | undefined> {
    const { current, code: typed = '' } = form.data!;
    if (hasApp && typed === '') {
      form.reject('code', 'Введите код');
      return 422;
    }
    if (!(await this.passwords.of(actor.id, current))) {
      form.reject('current', 'Пароль не подошёл');
      return 422;
    }
    return hasApp ? this.refusal(request, form, typed, actor, actor.id) : undefined;
  }

  /** The same of a code alone; `profile`: by which they have come, where no password was typed. */
  async refusal(
    request: Request,
    form: Form<object>,
    typed: string,
    actor: Actor,
    id: string,
    profile?: string,
  ): Promise<number | undefined> {
    const taken = await this.take(id, typed, actor, this.browser.of(request, id), profile);
    return refusedCode(request, form, taken, HELP);
  }
}
