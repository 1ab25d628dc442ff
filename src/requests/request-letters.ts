import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { one } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { MailService } from '../mail/mail.service.js';
import { dateTime, greets } from '../text/russian.js';
import { RequestCategories } from './categories.service.js';
import { eventWords } from './request-words.js';
import type { NewRequestEvent, ServiceRequest } from './service-request.js';

/** Whom letters about a request go to; none who has switched them off, unless it is an emergency. */
const RECEIVER = `
  SELECT u.id, u.public_no, u.email, u.name FROM residents u
  WHERE u.id = $1 AND u.status = 'active'
    AND ($2 OR NOT EXISTS (SELECT FROM letter_refusals r WHERE r.user_id = u.id AND r.topic = 'requests'))`;

/** Tells residents by letter what happens to their requests. */
@Injectable()
export class RequestLetters implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly mail: MailService,
    private readonly categories: RequestCategories,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The journal tells when the applicant was notified. */
  onModuleInit(): void {
    this.mail.whenSent(['request-registered', 'request-news'], async ({ data }) => {
      await this.database.query('UPDATE service_requests SET notified_at = $2 WHERE id = $1', [
        data?.['request'] ?? null,
        this.clock.now(),
      ]);
    });
  }

  /** Queues a letter about an event to whoever the request is from, if that is a resident of the portal. */
  async tell(tx: EntityManager, request: ServiceRequest, event: NewRequestEvent): Promise<void> {
    if (request.user_id === null) return;
    const to = await one<{ id: string; public_no: string; email: string; name: string }>(tx, RECEIVER, [
      request.user_id,
      request.emergency,
    ]);
    if (!to) return;
    const { kind, actor, text = '', details = {} } = event;
    const category = (await this.categories.find(request.category, tx))!;
    const until = (at: Date): string => dateTime(at, this.config.timeZone);
    const terms = [
      ...(request.first_due ? [{ title: category.first_title, until: until(request.first_due) }] : []),
      { title: category.fix_title, until: until(request.fix_due) },
    ];
    await this.mail.queue(tx, {
      kind: kind === 'registered' ? 'request-registered' : 'request-news',
      subjectEnd: `, № ${request.number}`,
      to: to.email,
      name: to.name,
      userId: to.id,
      data: {
        ...{ number: request.number, address: request.address, category: category.title, terms },
        ...{ emergency: request.emergency, request: request.id, page: `/requests/${request.id}` },
        // what stands in the link that switches such letters off: there is none for an emergency
        ...(!request.emergency && { userNo: to.public_no }),
        ...{ news: eventWords({ kind, actorKind: actor.kind, text, details }), greeted: greets(text) },
      },
    });
  }
}
