import { Module, type Type } from '@nestjs/common';
import { AccountsAdmin } from '../accounts/accounts.admin.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { HousesAdmin } from '../accounts/houses.admin.js';
import { ImportsAdmin } from '../accounts/import/imports.admin.js';
import { LinksAdmin } from '../accounts/links.admin.js';
import { AuditAdmin } from '../audit/audit.admin.js';
import { AuthModule } from '../auth/auth.module.js';
import { LettersAdmin } from '../auth/residents/letters.admin.js';
import { ResidentsAdmin } from '../auth/residents/residents.admin.js';
import { CodeWordsAdmin } from '../code-words/code-words.admin.js';
import { BillingModule } from '../billing/billing.module.js';
import { BatchesAdmin } from '../billing/panel/batches.admin.js';
import { ChargeLinesAdmin } from '../billing/panel/charge-lines.admin.js';
import { DocumentsAdmin } from '../billing/panel/documents.admin.js';
import { JobsAdmin } from '../billing/panel/jobs.admin.js';
import { PaymentsAdmin } from '../billing/panel/payments.admin.js';
import { ProfilesAdmin } from '../billing/panel/profiles.admin.js';
import { UnknownRowsAdmin } from '../billing/panel/unknown-rows.admin.js';
import { CodeWordsModule } from '../code-words/code-words.module.js';
import { WordAccountsAdmin } from '../code-words/word-accounts.admin.js';
import { FeedbackAdmin } from '../feedback/feedback.admin.js';
import { ReadingExportsAdmin } from '../meters/exchange/out/exports.admin.js';
import { MetersModule } from '../meters/meters.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { AccountMetersAdmin } from '../meters/panel/account-meters.admin.js';
import { MeterAccountsAdmin } from '../meters/panel/meter-accounts.admin.js';
import { MetersAdmin } from '../meters/panel/meters.admin.js';
import { MissingAdmin } from '../meters/panel/missing.admin.js';
import { ReadingsAdmin } from '../meters/panel/readings.admin.js';
import { WindowsAdmin } from '../meters/panel/windows.admin.js';
import type { PanelDefinition } from '../platform/panel.js';
import { StaffAdmin } from '../staff/staff.admin.js';
import { StaffModule } from '../staff/staff.module.js';
import { resourcesOf } from './definitions.js';
import { PANEL_RESOURCES, PanelMount } from './panel-mount.js';
import { RoundLists } from './round-lists.js';

/** What staff see, in the order of the menu: one class per `*.admin.ts`. */
const DEFINITIONS: Type<PanelDefinition>[] = [
  ResidentsAdmin,
  AccountsAdmin,
  HousesAdmin,
  LinksAdmin,
  MetersAdmin,
  AccountMetersAdmin,
  MeterAccountsAdmin,
  ReadingsAdmin,
  MissingAdmin,
  WindowsAdmin,
  DocumentsAdmin,
  ChargeLinesAdmin,
  PaymentsAdmin,
  BatchesAdmin,
  UnknownRowsAdmin,
  ReadingExportsAdmin,
  JobsAdmin,
  ProfilesAdmin,
  CodeWordsAdmin,
  WordAccountsAdmin,
  LettersAdmin,
  FeedbackAdmin,
  ImportsAdmin,
  StaffAdmin,
  AuditAdmin,
];

/** Collects what the modules declare for the staff panel; `imports` names the modules whose services they call. */
@Module({
  imports: [
    AuthModule,
    StaffModule,
    AccountsModule,
    CodeWordsModule,
    BillingModule,
    MetersModule,
    FeedbackModule,
  ],
  providers: [
    PanelMount,
    RoundLists,
    ...DEFINITIONS,
    {
      provide: PANEL_RESOURCES,
      inject: DEFINITIONS,
      useFactory: (...definitions: PanelDefinition[]) => resourcesOf(definitions),
    },
  ],
})
export class AdminModule {}
