import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type Counter, Throttle } from '../../core/throttle.js';
import { networkOf } from '../../core/network.js';
import type { Page } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { askPage, brokenLinkPage, donePage, refusalText } from './link-page.js';
import { BUSY } from '../meter-words.js';
import { ReadingLinks } from './reading-links.service.js';
import { ReadingsForm, typedDials } from '../page/readings-form.js';
import { DAY, HOUR, limit } from '../../core/limits.js';

/** Readings by the link of a reminder; a refusal tells that the last value was higher, so one link may not ask for ever. */
const READINGS_LINK_ADDRESS = limit('readings link: address', 300, HOUR);
const READINGS_LINK_RESIDENT = limit('readings link: resident', 15, DAY);

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
    return link ? askPage(to, link, new ReadingsForm()) : brokenLinkPage();
  }

  @Post()
  @HttpCode(200)
  async send(@QueryText('to') to: string, @Req() request: Request): Promise<Page> {
    const link = await this.links.open(to);
    if (!link) {
      return brokenLinkPage(typedDials(request.body as object));
    }
    const form = ReadingsForm.from(request.body, link.meters);
    if (form.summary.length > 0) {
      return askPage(to, link, form);
    }
    const counters: Counter[] = [
      [READINGS_LINK_ADDRESS, networkOf(request.ip ?? '')],
      [READINGS_LINK_RESIDENT, `${link.userId} ${link.accountId}`],
    ];
    await this.throttle.pass(...counters);
    const outcome = await this.links.send(link, form.entered, request.context);
    switch (outcome.kind) {
      case 'done':
        await this.throttle.release(counters, []);
        return donePage(to, link, form, outcome);
      case 'ask':
        return askPage(to, link, form, outcome.judgements);
      case 'gone':
        return brokenLinkPage(typedDials(request.body as object));
      case 'busy':
        form.reject('form', BUSY);
        return askPage(to, link, form);
      case 'refused':
        for (const { meterId, tariff, why } of outcome.refusals) {
          const meter = link.meters.find(({ id }) => id === meterId);
          if (meter) form.rejectDial(meter, tariff, refusalText(why));
        }
        // Read anew: what has been sent meanwhile has no field any more.
        return askPage(to, (await this.links.open(to)) ?? link, form, outcome.judgements);
    }
  }
}
