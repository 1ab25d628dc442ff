import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { Random } from '../../core/random.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { networkOf } from '../../core/network.js';
import { Cookies } from '../../web/cookies.js';
import type { NewUser } from '../../users/users.service.js';
import { normalisePhone } from '../../users/phone.js';
import { ConsentTexts } from '../consent-texts.js';
import { type Registered, RegistrationService, type WayIn } from './registration.service.js';
import { HOUR, limit } from '../../core/limits.js';

const REGISTRATION_ADDRESS = limit('registration: address', 20, HOUR);

/** The cookie that lets the letter's link confirm at once in the browser that registered. */
export const REGISTERED_COOKIE = 'registered';
const OWN_COOKIE = /^[\w-]{32}$/;

/** What both pages of registration do with a form that is filled in rightly. */
@Injectable()
export class Registrar {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly registration: RegistrationService,
    private readonly throttle: Throttle,
    private readonly random: Random,
    private readonly cookies: Cookies,
    private readonly consents: ConsentTexts,
  ) {}

  async register(
    request: Request,
    typed: Omit<NewUser, 'passwordHash'>,
    formKey: string,
    wayIn: WayIn,
  ): Promise<Registered> {
    await this.throttle.pass([REGISTRATION_ADDRESS, networkOf(request.ip ?? '')]);
    const { login, email, firstName, middleName, lastName, phone } = typed;
    const known = this.cookies.read(request, REGISTERED_COOKIE) ?? '';
    const browser = OWN_COOKIE.test(known) ? known : this.random.token();
    const result = await this.registration.register({
      ...{ login, email, firstName, middleName, lastName },
      phone: phone === '' ? '' : (normalisePhone(phone) ?? ''),
      wayIn,
      browser,
      formKey,
      context: request.context,
      consent: {
        ...this.consents.registration(),
        ip: request.context.ip,
        userAgent: request.get('user-agent') ?? '',
      },
    });
    if (typeof result === 'object') {
      this.keep(request, browser);
    }
    return result;
  }

  /** In the browser that registered: the letter that is sent again lives as long as the first, and so does the cookie. */
  prolong(request: Request): void {
    const known = this.cookies.read(request, REGISTERED_COOKIE) ?? '';
    if (OWN_COOKIE.test(known)) this.keep(request, known);
  }

  private keep(request: Request, browser: string): void {
    this.cookies.set(request.res!, REGISTERED_COOKIE, browser, this.config.confirmHours * 3600);
  }
}
