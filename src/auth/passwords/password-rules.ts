import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { networkOf } from '../../core/network.js';
import type { Form } from '../../web/form.js';
import type { User } from '../../users/user.entity.js';
import { type PasswordContext, passwordProblem } from '../password-policy.js';
import { MINUTE, limit } from '../../core/limits.js';

const NEW_PASSWORD_ADDRESS = limit('new password: address', 100, 10 * MINUTE);

type Person = Omit<PasswordContext, 'minLength' | 'companyWords'>;

/** What of a resident must not be the password. */
export function personOf({ login, email, firstName, middleName, lastName, phone }: User): Person {
  return { login, email, names: [firstName, middleName, lastName].filter(Boolean), phone };
}

/** Holds new passwords of a form against the policy of the settings. */
@Injectable()
export class PasswordRules implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly throttle: Throttle,
  ) {}

  /** Loads the lists before the first resident has to wait for them; commands and jobs do without. */
  onApplicationBootstrap(): void {
    if (this.config.background) passwordProblem('warm-up-once', { minLength: 6 });
  }

  /**
   * Puts a message on the field `password` when it is too weak; looks at it as typed, also when other fields are wrong.
   * Estimating takes milliseconds of our only thread, so strangers get only so many.
   */
  async check(request: Request, form: Form<object>, person: Person): Promise<void> {
    const password = (request.body as { password?: unknown } | undefined)?.password;
    if (typeof password !== 'string' || password === '' || form.errors['password'] !== undefined) {
      return;
    }
    await this.throttle.pass([NEW_PASSWORD_ADDRESS, networkOf(request.ip ?? '')]);
    const problem = this.problem(password, person);
    if (problem !== null) {
      form.reject('password', problem);
    }
  }

  /** What is wrong with a new password of a person, or null. */
  problem(password: string, person: Person): string | null {
    const { company, passwordMinLength: minLength } = this.config;
    const companyWords = [company.name, company.host];
    return passwordProblem(password, { ...person, minLength, companyWords });
  }
}
