import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { MailService } from '../mail/mail.service.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { FormKeys } from '../core/form-keys.js';
import { Throttle } from '../core/throttle.js';
import { CONFIG } from '../core/tokens.js';
import { networkOf } from '../core/network.js';
import { Feedback } from './feedback.entity.js';
import { HOUR, limit } from '../core/limits.js';

const FEEDBACK_ADDRESS = limit('feedback: address', 10, HOUR);
const FEEDBACK_EVERYBODY = limit('feedback: everybody', 300, HOUR);

/** What somebody wrote, with the key of the form. */
export interface NewFeedback {
  readonly name: string;
  readonly contact: string;
  readonly text: string;
  readonly formKey: string;
}

/** Questions from the start page and answers to them. */
@Injectable()
export class FeedbackService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** Keeps a question and tells the office; 0, or the seconds to wait when too many came. */
  async ask({ formKey, ...question }: NewFeedback, actor: Actor, ip: string): Promise<number> {
    const wait = await this.throttle.take([FEEDBACK_ADDRESS, networkOf(ip)], [FEEDBACK_EVERYBODY, '']);
    if (wait > 0) {
      return wait;
    }
    await this.database.transaction(async (tx) => {
      if (!(await this.formKeys.claim(tx, formKey, JSON.stringify(question)))) {
        return;
      }
      const userId = actor.kind === 'resident' ? (actor.id ?? null) : null;
      const { identifiers } = await tx.insert(Feedback, { ...question, userId, createdAt: this.clock.now() });
      const id = (identifiers[0] as { id: string }).id;
      await this.audit.record(tx, actor, 'feedback.received', { kind: 'feedback', id });
      const { name, contact } = question;
      await this.mail.queue(tx, {
        kind: 'feedback',
        to: this.config.company.email,
        data: question,
        ...(contact.includes('@') && { replyTo: { name, address: contact } }),
      });
    });
    return 0;
  }

  /** Answers a question: by letter where there is an address, else only in the journal, after a telephone call. */
  async answer(id: string, answer: string, staff: Actor): Promise<'sent' | 'kept' | 'answered before'> {
    return this.database.transaction(async (tx) => {
      const change = { answer, answeredAt: this.clock.now(), answeredBy: staff.id! };
      const result = await tx.update(Feedback, { id, answeredAt: IsNull() }, change);
      if (result.affected !== 1) {
        return 'answered before';
      }
      const { name, contact, text } = await tx.findOneByOrFail(Feedback, { id });
      await this.audit.record(tx, staff, 'feedback.answered', { kind: 'feedback', id });
      if (!contact.includes('@')) {
        return 'kept';
      }
      await this.mail.queue(tx, {
        kind: 'feedback-answer',
        to: contact,
        name,
        data: { name, question: text, answer },
      });
      return 'sent';
    });
  }
}
