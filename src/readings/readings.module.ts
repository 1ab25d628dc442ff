import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { PanelModule } from '../panel/panel.module.js';
import { OfficeModule } from '../office/office.module.js';
import { MailModule } from '../mail/mail.module.js';
import { MetersModule } from '../meters/meters.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { UsersModule } from '../users/users.module.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { DecisionsService } from './decisions.service.js';
import { EntriesController } from './entries/entries.controller.js';
import { MeterEntries } from './entries/meter-entries.service.js';
import { ReadingsExchangeModule } from './exchange.module.js';
import { DatesController } from './dates/dates.controller.js';
import { HistoryController } from './history/history.controller.js';
import { HistoryService } from './history/history.service.js';
import { ReadingByLinkController } from './links/reading-by-link.controller.js';
import { ReadingLinks } from './links/reading-links.service.js';
import { MeterReplacement } from './meter-replacement.service.js';
import { HouseReadingsService } from './missing/houses.service.js';
import { MissingController } from './missing/missing.controller.js';
import { MissingFlats } from './missing/missing-flats.service.js';
import { NudgeController } from './missing/nudge.controller.js';
import { ReadingNudges } from './missing/nudges.service.js';
import { RoundListService } from './missing/round-list.service.js';
import { ReadingsOfficeController } from './office/readings-office.controller.js';
import { ReadingsOffice } from './office/readings.office.js';
import { ReadingsController } from './page/readings.controller.js';
import { DecisionActions } from './panel/decision-actions.js';
import { FamilyReadingsController } from './family/family-readings.controller.js';
import { FamilyReadings } from './family/family-readings.service.js';
import { MetersCard } from './meters.card.js';
import { ReceiptReadings } from './receipt-readings.js';
import { MeterFinder } from './panel/meter-finder.js';
import { MeterReadingActions } from './panel/meter-reading-actions.js';
import { RoundListsAdmin } from './panel/round-lists.admin.js';
import { ReadingsAdmin } from './panel/readings.admin.js';
import { ReplaceActions } from './panel/replace-actions.js';
import { MeterPhotosModule } from './photos/meter-photos.module.js';
import { ReadingsService } from './readings.service.js';
import { NoAccessController } from './visits/no-access.controller.js';
import { NoAccessVisits } from './visits/no-access.service.js';
import { UnusualController } from './unusual/unusual.controller.js';
import { UnusualPages } from './unusual/unusual-pages.js';
import { UnusualReadings } from './unusual/unusual-readings.service.js';
import { SheetController } from './sheet/sheet.controller.js';
import { SheetPages } from './sheet/sheet-pages.js';
import { SheetService } from './sheet/sheet.service.js';
import { ReadingReminders } from './reminders/reading-reminders.service.js';
import { RemindersCheck } from './reminders/reminders-check.js';
import { ReminderJob } from './reminders/reminder.job.js';
import { VerificationReminders } from './reminders/verification-reminders.service.js';

/** What the office does with readings. */
const OFFICE = [
  DecisionsService,
  DecisionActions,
  MeterFinder,
  MeterEntries,
  MetersCard,
  MeterReadingActions,
  MeterReplacement,
  ReplaceActions,
  RoundListService,
  ReadingsOffice,
  HouseReadingsService,
  MissingFlats,
  ReadingNudges,
  SheetService,
  SheetPages,
  NoAccessVisits,
  UnusualReadings,
  UnusualPages,
  ReadingsAdmin,
  RoundListsAdmin,
];

/** Readings: how residents and the office send them, what is kept of them, and who is reminded. */
@Module({
  imports: [
    AuditModule,
    MailModule,
    UsersModule,
    AccountsModule,
    BillingModule,
    MetersModule,
    OfficeModule,
    PanelModule,
    StaffModule,
    MeterPhotosModule,
    ReadingsExchangeModule,
  ],
  controllers: [
    ReadingsController,
    FamilyReadingsController,
    SheetController,
    NoAccessController,
    UnusualController,
    MissingController,
    NudgeController,
    ReadingsOfficeController,
    DatesController,
    EntriesController,
    HistoryController,
    CertificatesController,
    ReadingByLinkController,
  ],
  providers: [
    ...OFFICE,
    ReadingsService,
    FamilyReadings,
    HistoryService,
    CertificatesService,
    ReadingLinks,
    ReadingReminders,
    VerificationReminders,
    ReceiptReadings,
    ReminderJob,
    RemindersCheck,
  ],
  exports: [ReadingsExchangeModule, ReadingsService],
})
export class ReadingsModule {}
