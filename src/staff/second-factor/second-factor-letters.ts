import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { type CodeLetters, NEWS_OF_CODES, type NewsOfCodes } from '../../factors/codes/code-news.js';
import { MailService } from '../../mail/mail.service.js';
import { momentInSentence } from '../../text/russian.js';
import { Staff } from '../staff.entity.js';

const KEY_NEWS = { added: ' добавлен', removed: ' удалён' } as const;

/** Letters to somebody of the office about their second factor: what has changed, when, and from which network. */
@Injectable()
export class SecondFactorLetters implements CodeLetters {
  constructor(
    private readonly mail: MailService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes within the caller's transaction; the network is told where its owner may have done it. */
  async tell(
    tx: EntityManager,
    id: string,
    news: NewsOfCodes,
    actor: Actor,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const network = news === 'reset' ? undefined : actor.ip;
    await this.send(tx, id, 'second-factor', NEWS_OF_CODES[news], { [news]: true, network, ...more });
  }

  /** The same of a key of a device. */
  async tellOfKey(
    tx: EntityManager,
    id: string,
    news: keyof typeof KEY_NEWS,
    key: string,
    { ip: network }: Actor,
  ): Promise<void> {
    await this.send(tx, id, 'staff-passkey', KEY_NEWS[news], { [news]: true, network, key });
  }

  private async send(
    tx: EntityManager,
    id: string,
    kind: 'second-factor' | 'staff-passkey',
    subjectEnd: string,
    data: Record<string, unknown>,
  ): Promise<void> {
    const { email, name } = await tx.findOneByOrFail(Staff, { id });
    const at = momentInSentence(this.clock.now(), this.config.timeZone);
    await this.mail.queue(tx, { kind, to: email, name, subjectEnd, data: { at, ...data } });
  }
}
