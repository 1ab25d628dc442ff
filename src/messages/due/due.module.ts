import { Module } from '@nestjs/common';
import { MailModule } from '../../mail/mail.module.js';
import { MessagesModule } from '../messages.module.js';
import { DueAppeals } from './due-appeals.service.js';
import { DueLettersJob } from './due-letters.job.js';
import { DueOffice } from './due.office.js';
import { MissingTerms } from './missing-terms.service.js';

/** What is late and what is soon due: first page, menu, letters of the morning. */
@Module({
  imports: [MessagesModule, MailModule],
  providers: [DueAppeals, DueOffice, DueLettersJob, MissingTerms],
})
export class DueModule {}
