import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../core/config.js';
import { ONE_CLICK_PATH } from '../web/one-click.js';
import { Secrets } from '../core/secrets.js';
import { CONFIG } from '../core/tokens.js';
import { type AnyTopic, isRefusable, isTopic } from './topics.js';

const PURPOSE = 'unsubscribe';
/** The first links named the resident only: they are about receipts. */
const SIGNED = /^(\d+)(?:-([a-z-]+))?$/;

/** The link by which whoever got a letter switches such letters off without signing in; it stays good for ever. */
@Injectable()
export class UnsubscribeLink {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly secrets: Secrets,
  ) {}

  /** The link for a resident, who stands in it by the public number. */
  of(userNo: string, topic: AnyTopic): string {
    const query = new URLSearchParams({ to: this.secrets.sign(PURPOSE, `${userNo}-${topic}`) });
    return `${this.config.publicUrl}${ONE_CLICK_PATH}?${query.toString()}`;
  }

  /** Whose letters the link switches off and which, undefined when it was touched; whether there is such a resident it does not know. */
  read(signed: string): { userNo: string; topic: AnyTopic } | undefined {
    const [, userNo, topic = 'receipts'] = SIGNED.exec(this.secrets.unsign(PURPOSE, signed) ?? '') ?? [];
    if (userNo === undefined) return undefined;
    return isTopic(topic) || isRefusable(topic) ? { userNo, topic } : undefined;
  }
}
