import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccountsModule } from './accounts/accounts.module.js';
import { PanelModule } from './panel/panel.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { AnnouncementsOfficeModule } from './announcements/office/announcements-office.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { BillingModule } from './billing/billing.module.js';
import { MoneyReportsModule } from './billing/reports/reports.module.js';
import { DoctorModule } from './doctor/page/doctor.module.js';
import { CodeWordsModule } from './code-words/code-words.module.js';
import { ReadingsModule } from './readings/readings.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { ResidentsModule } from './residents/residents.module.js';
import { ProfileModule } from './profile/profile.module.js';
import { MetersModule } from './meters/meters.module.js';
import { tracing } from './command.module.js';
import { DeskModule } from './requests/desk/desk.module.js';
import { RequestsModule } from './requests/requests.module.js';
import { EntriesModule } from './messages/entries/entries.module.js';
import { BookModule } from './messages/book/book.module.js';
import { IncomingMailModule } from './messages/mailbox/incoming-mail.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { AppealReportModule } from './messages/report/report.module.js';
import { DueModule } from './messages/due/due.module.js';
import { FeedbackModule } from './messages/feedback/feedback.module.js';
import { InboxModule } from './messages/inbox/inbox.module.js';
import { MailModule } from './mail/mail.module.js';
import { SendingModule } from './mail/sending.module.js';
import { TrialModule } from './trial/trial.module.js';
import { OfficeModule } from './office/office.module.js';
import { SearchModule } from './search/search.module.js';
import { PersonalModule } from './personal/personal.module.js';
import { PagesModule } from './pages/pages.module.js';
import type { Config } from './core/config.js';
import { CoreModule } from './core/core.module.js';
import { WebModule } from './web/web.module.js';
import { ErrorPages } from './web/error-pages.js';
import { SignedInGuard } from './web/signed-in.guard.js';
import { StaffModule } from './staff/staff.module.js';
import { UsersModule } from './users/users.module.js';

/** The contents page: each module knows only those before it. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(config),
        WebModule,
        PanelModule,
        AuditModule,
        MailModule,
        SendingModule,
        UsersModule,
        AuthModule,
        StaffModule,
        OfficeModule,
        CalendarModule,
        SearchModule,
        AccountsModule,
        NotificationsModule,
        ResidentsModule,
        ProfileModule,
        CodeWordsModule,
        AnnouncementsOfficeModule,
        BillingModule,
        MoneyReportsModule,
        ReceiptsModule,
        MetersModule,
        ReadingsModule,
        RequestsModule,
        DeskModule,
        MessagesModule,
        EntriesModule,
        // before pages of the same place that take an id
        AppealReportModule,
        DueModule,
        BookModule,
        IncomingMailModule,
        InboxModule,
        FeedbackModule,
        PersonalModule,
        PagesModule,
        DoctorModule,
        ...(config.metrics ? [metrics()] : []),
        ...(config.tracing ? [tracing()] : []),
        ...(config.mailbox ? [mailbox()] : []),
        TrialModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: SignedInGuard },
        { provide: APP_FILTER, useClass: ErrorPages },
      ],
    };
  }
}

/** Loaded only where there is one: it reads letters, which takes a library of its own. */
async function mailbox(): Promise<DynamicModule> {
  const { MailboxModule } = await import('./trial/mailbox/mailbox.module.js');
  return { module: MailboxModule };
}

/** Loaded only where somebody counts. */
async function metrics(): Promise<DynamicModule> {
  const { MetricsModule } = await import('./metrics/metrics.module.js');
  return { module: MetricsModule };
}
