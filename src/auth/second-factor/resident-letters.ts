import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { type CodeLetters, NEWS_OF_CODES, type NewsOfCodes } from '../../factors/codes/code-news.js';
import { MailService } from '../../mail/mail.service.js';
import { momentInSentence } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import { UsersService } from '../../users/users.service.js';

/** Letters to a resident about their codes: what has changed, when, and from which network. */
@Injectable()
export class ResidentCodeLetters implements CodeLetters {
  constructor(
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async tell(
    tx: EntityManager,
    id: string,
    news: NewsOfCodes,
    { ip: network }: Actor,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const user = await this.users.get(tx, id);
    const at = momentInSentence(this.clock.now(), this.config.timeZone);
    const data = { [news]: true, login: user.login, at, network, ...more };
    const to = { to: user.email, name: fullName(user), userId: id };
    await this.mail.queue(tx, { kind: 'sign-in-codes', ...to, subjectEnd: NEWS_OF_CODES[news], data });
  }
}
