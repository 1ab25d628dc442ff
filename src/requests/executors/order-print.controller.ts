import { Controller, Get, Inject, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { drawQr } from '../../core/qr.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { OfficePage } from '../../office/office-page.js';
import { DISPATCHERS } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { formatPhone } from '../../users/phone.js';
import { type Page, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { type RequestCategory, RequestCategories } from '../categories.service.js';
import type { ServiceRequest } from '../service-request.js';
import { ExecutorLinks } from './executor-links.js';

const TO_PRINT = new Prepared<ServiceRequest & { executor: string | null; trade: string | null }>(
  'order to print',
  `SELECT r.*, x.name AS executor, x.trade FROM service_requests r LEFT JOIN executors x ON x.id = r.executor_id
   WHERE r.id = $1`,
);

/** «Наряд»: an order on paper, with the executor's own page as a code. */
@OfficePage(...DISPATCHERS)
@Controller('office/requests/:id/order')
export class OrderPrintController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly categories: RequestCategories,
    private readonly links: ExecutorLinks,
    private readonly clock: Clock,
  ) {}

  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    const request = await TO_PRINT.first(this.pool, id);
    if (!request) throw new NotFoundException();
    const category = (await this.categories.find(request.category))!;
    const link = request.executor_id && request.due_at ? this.links.of(request.executor_id) : undefined;
    return view('orders/print', {
      ...{ title: `Наряд ${request.number}`, layout: 'print', request, category: category.title },
      terms: this.terms(request, category),
      phone: formatPhone(request.phone),
      link: link && { ...link, code: drawQr(link.url) },
      printedAt: this.clock.now(),
    });
  }

  private terms(request: ServiceRequest, category: RequestCategory): string[] {
    const until = (title: string, at: Date): string => `${title}: до ${dateTime(at, this.config.timeZone)}`;
    const first = request.first_due ? [until(category.first_title, request.first_due)] : [];
    return [...first, until(category.fix_title, request.fix_due)];
  }
}
