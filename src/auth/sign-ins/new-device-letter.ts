import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { momentInSentence } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { Providers } from '../providers/providers.js';
import { makeLinkSecret } from '../codes/one-time-code.js';
import type { WayIn } from './sign-in-words.js';

/** How long the link «это не я» of a letter is good. */
export const NOT_ME_SECONDS = 7 * 86_400;

/** What is kept of the secret of such a link. */
export function macOfNotMe(secrets: Secrets, link: string): Buffer {
  return secrets.mac('link not-me', link);
}

/** A sign-in as the letter tells of it. */
export interface SignInFacts {
  readonly id: string;
  readonly way: WayIn;
  readonly withCode: boolean;
  readonly device: string;
  readonly ip: string;
}

/** The letter to a resident who has signed in from a device for the first time, with the link that takes it back. */
@Injectable()
export class NewDeviceLetter {
  constructor(
    private readonly mail: MailService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly secrets: Secrets,
    private readonly providers: Providers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes it within the transaction of the sign-in. */
  async send(tx: EntityManager, user: User, { id, way, withCode, device, ip }: SignInFacts): Promise<void> {
    const link = makeLinkSecret(this.random.bytes);
    await tx.query('UPDATE sign_ins SET link_hmac = $2, told_to = $3 WHERE id = $1', [
      ...[id, macOfNotMe(this.secrets, link), user.email],
    ]);
    const now = this.clock.now();
    await this.mail.queue(tx, {
      ...{ kind: 'new-device', to: user.email, name: fullName(user), userId: user.id },
      notAfter: secondsAfter(now, NOT_ME_SECONDS),
      data: {
        ...{ login: user.login, way: this.providers.wayIn(way, withCode), device, network: ip, link },
        at: momentInSentence(now, this.config.timeZone),
      },
    });
  }
}
