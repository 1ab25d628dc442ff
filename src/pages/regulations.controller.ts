import { Controller, Get, Inject } from '@nestjs/common';
import { CONSENT } from '../users/consent.js';
import { processing } from '../personal/processing.js';
import type { Config } from '../core/config.js';
import { isAnyOffered } from '../core/provider-settings.js';
import { CONFIG } from '../core/tokens.js';
import { type Page, view } from '../web/page.js';
import { Public } from '../web/request-parts.js';
import { TOPICS } from '../mail/topics.js';

/** Documents about personal data (152-ФЗ): the consent stands apart from the policy. */
@Controller('regulations')
@Public()
export class RegulationsController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('consent')
  consent(): Page {
    return view('pages/consent', {
      title: 'Согласие на обработку персональных данных',
      versionDate: new Date(`${CONSENT.version}T12:00:00Z`),
    });
  }

  @Get('receipt-letters')
  receiptLetters(): Page {
    return view('pages/receipt-letters', {
      title: 'Согласие на получение писем о новых квитанциях',
      versionDate: new Date(`${TOPICS.receipts.consent.version}T12:00:00Z`),
    });
  }

  @Get('reading-letters')
  readingLetters(): Page {
    return view('pages/reading-letters', {
      title: 'Согласие на получение писем о показаниях и поверке',
      versionDate: new Date(`${TOPICS.readings.consent.version}T12:00:00Z`),
    });
  }

  @Get('announcement-letters')
  announcementLetters(): Page {
    return view('pages/announcement-letters', {
      title: 'Согласие на получение писем о плановых работах и новостях дома',
      versionDate: new Date(`${TOPICS.announcements.consent.version}T12:00:00Z`),
    });
  }

  @Get('privacy')
  privacy(): Page {
    const { lettersKeepDays, retention, providers } = this.config;
    return view('pages/privacy', {
      title: 'Политика обработки персональных данных',
      processing: processing({ ...retention, lettersKeepDays, profiles: isAnyOffered(providers) }),
    });
  }
}
