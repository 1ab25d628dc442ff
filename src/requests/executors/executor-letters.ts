import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { until } from '../../text/moments.js';
import { formatPhone } from '../../users/phone.js';
import { RequestCategories } from '../categories.service.js';
import type { ServiceRequest } from '../service-request.js';
import { ExecutorLinks } from './executor-links.js';

/** Sends an executor an order that has been given to them, with the link to all of theirs. */
@Injectable()
export class ExecutorLetters {
  constructor(
    private readonly mail: MailService,
    private readonly links: ExecutorLinks,
    private readonly categories: RequestCategories,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Sends the order of a request that is open again to whoever had it. */
  async tellAgain(tx: EntityManager, request: ServiceRequest): Promise<void> {
    if (request.executor_id === null) return;
    const executor = await one<{ id: string; name: string; email: string }>(
      tx,
      'SELECT id, name, email FROM executors WHERE id = $1 AND disabled_at IS NULL',
      [request.executor_id],
    );
    if (executor) await this.tell(tx, executor, request, request.comes_at);
  }

  /** Queues the letter, if the executor has an address. */
  async tell(
    tx: EntityManager,
    executor: { id: string; name: string; email: string },
    request: ServiceRequest,
    comesAt: string,
  ): Promise<void> {
    if (executor.email === '') return;
    const category = (await this.categories.find(request.category, tx))!;
    const { url, until: ends } = this.links.of(executor.id);
    const now = this.clock.now();
    const due = request.first_done_at === null && request.first_due ? request.first_due : request.fix_due;
    await this.mail.queue(tx, {
      kind: 'executor-order',
      subjectEnd: ` ${request.number}`,
      to: executor.email,
      name: executor.name,
      notAfter: ends,
      data: {
        ...{ number: request.number, category: category.title, address: request.address, text: request.text },
        ...{ access: request.access, comesAt, url, emergency: request.emergency },
        ...{ applicant: request.applicant, phone: formatPhone(request.phone) },
        until: until(due, now, this.config.timeZone),
        ends: until(ends, now, this.config.timeZone),
      },
    });
  }
}
