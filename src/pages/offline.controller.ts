import { Controller, Get } from '@nestjs/common';
import { type Page, view } from '../web/page.js';
import { Public } from '../web/request-parts.js';

/** What a phone shows without a signal; it keeps this page and its style, and nothing else. */
@Controller('offline')
@Public()
export class OfflineController {
  @Get()
  page(): Page {
    return view('pages/offline', { title: 'Нет связи', layout: 'offline' });
  }
}
