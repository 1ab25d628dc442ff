import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AnnouncementsModule } from '../announcements/announcements.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { Housekeeping } from '../core/housekeeping.js';
import { MailModule } from '../mail/mail.module.js';
import { AccountMoneyService } from './account-money.service.js';
import { BillingController } from './billing.controller.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { DocumentsService } from './documents.service.js';
import { DueDates } from './due-dates.service.js';
import { flatsOfDocuments } from './flats-of-documents.js';
import { ImportsModule } from '../imports/imports.module.js';
import { BillingImportKind } from './import/billing-import.kind.js';
import { BillingImportService } from './import/billing-import.service.js';
import { DismissedRowsService } from './import/dismissed-rows.service.js';
import { SameRows } from './import/same-rows.service.js';
import { HeldAssignments } from './import/held-assignments.service.js';
import { UnassignService } from './import/unassign.service.js';
import { UndoService } from './import/undo.service.js';
import { UnknownRowsService } from './import/unknown-rows.service.js';
import { DocumentLookup } from './lookup/document-lookup.js';
import { MoneySearch } from './lookup/money-search.js';
import { PaymentLookup } from './lookup/payment-lookup.js';
import { BatchesAdmin } from './panel/batches.admin.js';
import { ChargeLinesAdmin } from './panel/charge-lines.admin.js';
import { DocumentsAdmin } from './panel/documents.admin.js';
import { ExchangeBoard } from './panel/exchange-board.js';
import { PaymentsAdmin } from './panel/payments.admin.js';
import { UnknownRowsAdmin } from './panel/unknown-rows.admin.js';
import { Dividing } from './unknown/dividing-form.js';
import { LikelyAccounts } from './unknown/likely-accounts.service.js';
import { UnknownRowPages } from './unknown/unknown-row-pages.js';
import { UnknownRowsController } from './unknown/unknown-rows.controller.js';
import { UnknownRowsOffice } from './unknown/unknown-rows.office.js';
import { WaitingLookup } from './unknown/waiting-lookup.js';
import { ReceiptLettersService } from './receipt-letters.service.js';
import { RecipientChanges } from './recipients/recipient-changes.service.js';
import { RecipientHouses } from './recipients/recipient-houses.js';
import { Recipients } from './recipients/recipients.service.js';
import { RequisitesChecks } from './recipients/requisites-checks.js';
import { RequisitesController } from './recipients/requisites.controller.js';
import { RequisitesOffice } from './recipients/requisites.office.js';
import { RequisitesPages } from './recipients/requisites-pages.js';

/** What the office does with money. */
const OFFICE = [
  DocumentsAdmin,
  ChargeLinesAdmin,
  PaymentsAdmin,
  UnknownRowsAdmin,
  BatchesAdmin,
  ExchangeBoard,
  BillingImportKind,
  DocumentLookup,
  MoneySearch,
  PaymentLookup,
  WaitingLookup,
  Dividing,
  LikelyAccounts,
  UnknownRowPages,
  UnknownRowsOffice,
  RecipientHouses,
  RequisitesOffice,
  RequisitesChecks,
  RequisitesPages,
];

const SERVICES = [
  AccountMoneyService,
  DocumentsService,
  DueDates,
  Recipients,
  RecipientChanges,
  BillingImportService,
  ReceiptLettersService,
  SameRows,
  HeldAssignments,
  UnassignService,
  UndoService,
  UnknownRowsService,
  DismissedRowsService,
];

/** Charges, payments and balances, and the files of the office that bring them. */
@Module({
  imports: [AuditModule, AccountsModule, AnnouncementsModule, CalendarModule, MailModule, ImportsModule],
  controllers: [BillingController, UnknownRowsController, RequisitesController],
  providers: [...SERVICES, ...OFFICE],
  exports: SERVICES,
})
export class BillingModule {
  constructor(housekeeping: Housekeeping, database: DataSource) {
    housekeeping.add(flatsOfDocuments(database));
  }
}
