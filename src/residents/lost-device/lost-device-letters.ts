import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EmailUndoService } from '../../auth/email-undo.service.js';
import { makeLinkSecret } from '../../auth/codes/one-time-code.js';
import type { Config } from '../../core/config.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { momentInSentence } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';

/**
 * Letters to a resident whose lost device the office is told of. They go to the former address too while it may take a
 * change back: whoever has moved the letters away must not be the only one to read them.
 */
@Injectable()
export class LostDeviceLetters {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly emailUndo: EmailUndoService,
    private readonly mail: MailService,
    private readonly random: Random,
    private readonly secrets: Secrets,
  ) {}

  /** A new link «это не я» and what is kept of it. */
  makeLink(): [link: string, mac: Buffer] {
    const link = makeLinkSecret(this.random.bytes);
    return [link, this.mac(link)];
  }

  mac(link: string): Buffer {
    return this.secrets.mac('link lost-device', link);
  }

  /** That somebody has asked; the link takes it back. */
  async asked(tx: EntityManager, user: User, link: string, due: Date): Promise<void> {
    const data = { login: user.login, link, due: momentInSentence(due, this.config.timeZone) };
    for (const to of [user.email, ...(await this.emailUndo.formerAddresses(tx, user.id))]) {
      await this.mail.queue(tx, { ...this.to(user, to), kind: 'lost-device-asked', data });
    }
  }

  /** That it is done; the link closes the cabinet to everybody, and goes to the present address alone, as what it sends does. */
  async removed(tx: EntityManager, user: User, link: string): Promise<void> {
    const { login } = user;
    const kind = 'lost-device-removed';
    await this.mail.queue(tx, { ...this.to(user, user.email), kind, data: { login, link } });
    for (const to of await this.emailUndo.formerAddresses(tx, user.id)) {
      await this.mail.queue(tx, { ...this.to(user, to), kind, data: { login } });
    }
  }

  private to(user: User, to: string): { to: string; name: string; userId: string } {
    return { to, name: fullName(user), userId: user.id };
  }
}
