import { Inject, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../core/config.js';
import { Housekeeping } from '../core/housekeeping.js';
import { CONFIG } from '../core/tokens.js';
import { letterChores } from './letter-chores.js';
import { AuditModule } from '../audit/audit.module.js';
import { LetterHtml } from './letter-html.js';
import { LetterTexts } from './letter-texts.js';
import { Letter } from './letter.entity.js';
import { MailingSettler } from './mailings/mailing-settler.js';
import { MailingWriter } from './mailings/mailing-writer.js';
import { Mailings } from './mailings/mailings.service.js';
import { MailService } from './mail.service.js';
import { MailTrouble } from './mail.trouble.js';
import { ShownLetters } from './shown-letters.js';
import { UnsubscribeLink } from './unsubscribe-link.js';

/** Letters that wait; `SendingModule` sends them. */
@Module({
  imports: [TypeOrmModule.forFeature([Letter]), AuditModule],
  providers: [
    MailService,
    MailTrouble,
    UnsubscribeLink,
    LetterTexts,
    LetterHtml,
    ShownLetters,
    Mailings,
    MailingSettler,
    MailingWriter,
  ],
  exports: [
    TypeOrmModule,
    MailService,
    MailTrouble,
    UnsubscribeLink,
    LetterTexts,
    LetterHtml,
    ShownLetters,
    Mailings,
    MailingSettler,
  ],
})
export class MailModule {
  constructor(housekeeping: Housekeeping, @Inject(CONFIG) config: Config) {
    housekeeping.add(...letterChores(config.lettersKeepDays, config.retention.letterTextDays));
  }
}
