import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type Counter, Throttle } from '../platform/throttle.js';
import { networkOf } from '../platform/visit.js';
import type { Page } from '../platform/web/page.js';
import { Public, QueryText } from '../platform/web/request-parts.js';
import { dialNames, readLinkForm, rejectDial } from './link-form.js';
import { askPage, brokenLinkPage, donePage } from './link-page.js';
import { refusalText } from './link-words.js';
import { isSent, ReadingLinks } from './reading-links.service.js';

/** The link of a reminder: whoever holds it sends these readings, and sees nothing. Opening it changes nothing. */
@Controller('readings/send')
@Public()
export class ReadingByLinkController {
  constructor(
    private readonly links: ReadingLinks,
    private readonly throttle: Throttle,
  ) {}

  @Get()
  async page(@QueryText('to') to: string): Promise<Page> {
    const link = await this.links.open(to);
    return link ? askPage(to, link, readLinkForm({}, [])) : brokenLinkPage();
  }

  @Post()
  @HttpCode(200)
  async send(@QueryText('to') to: string, @Req() request: Request): Promise<Page> {
    const link = await this.links.open(to);
    if (!link) {
      return brokenLinkPage();
    }
    const filled = readLinkForm(request.body, link.meters);
    if (filled.form.summary.length > 0 || filled.entered.length === 0) {
      return askPage(to, link, filled);
    }
    const counters: Counter[] = [
      ['readings link: address', networkOf(request.ip ?? '')],
      ['readings link: resident', `${link.userId} ${link.accountId}`],
    ];
    await this.throttle.pass(...counters);
    const outcome = await this.links.send(link, filled.entered, filled.sure, request.visit.ip);
    switch (outcome.kind) {
      case 'done':
        await this.throttle.release(counters, []);
        return donePage(to, link, filled, outcome);
      case 'ask':
        return askPage(to, link, filled, outcome.judgements);
      case 'refused':
        for (const { meterId, tariff, why } of outcome.refusals) {
          const meter = link.meters.find(({ id }) => id === meterId);
          // A meter that has been sent has no field any more.
          const field = meter && isSent(meter) ? 'form' : dialNames(meterId, tariff).whole;
          if (meter) rejectDial(filled.form, meter, field, refusalText(why));
        }
        return askPage(to, link, filled);
    }
  }
}
