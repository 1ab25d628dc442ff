import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { MailModule } from '../mail/mail.module.js';
import { UsersModule } from '../users/users.module.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { MetersExchangeModule } from './exchange/exchange.module.js';
import { HistoryController } from './history/history.controller.js';
import { HistoryService } from './history/history.service.js';
import { OFFICE } from './panel/office.js';
import { PhotosModule } from './photos/photos.module.js';
import { ReadingByLinkController } from './links/reading-by-link.controller.js';
import { ReadingLinks } from './links/reading-links.service.js';
import { ReadingReminders } from './reminders/reading-reminders.service.js';
import { ReadingsController } from './page/readings.controller.js';
import { ReadingsService } from './readings.service.js';
import { ReminderJob } from './reminders/reminder.job.js';
import { VerificationReminders } from './reminders/verification-reminders.service.js';

/** Meters, their readings, and when they are taken. */
@Module({
  imports: [
    AuditModule,
    MailModule,
    UsersModule,
    AccountsModule,
    BillingModule,
    PhotosModule,
    MetersExchangeModule,
  ],
  controllers: [ReadingsController, HistoryController, CertificatesController, ReadingByLinkController],
  providers: [
    ...OFFICE,
    ReadingsService,
    HistoryService,
    CertificatesService,
    ReadingLinks,
    ReadingReminders,
    VerificationReminders,
    ReminderJob,
  ],
  exports: [...OFFICE, ReadingsService, PhotosModule, MetersExchangeModule],
})
export class MetersModule {}
