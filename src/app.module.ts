import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccountsModule } from './accounts/accounts.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BillingModule } from './billing/billing.module.js';
import { CodeWordsModule } from './code-words/code-words.module.js';
import { MetersModule } from './meters/meters.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { MailModule } from './mail/mail.module.js';
import { MailboxModule } from './mailbox/mailbox.module.js';
import { DemoModule } from './demo/demo.module.js';
import { PagesModule } from './pages/pages.module.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { ErrorPages } from './platform/web/error-pages.js';
import { SignedInGuard } from './platform/web/signed-in.guard.js';
import { StaffModule } from './staff/staff.module.js';
import { UsersModule } from './users/users.module.js';

/** The contents page: each module knows only those before it. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config),
        AuditModule,
        MailModule,
        UsersModule,
        AuthModule,
        StaffModule,
        AccountsModule,
        CodeWordsModule,
        BillingModule,
        MetersModule,
        FeedbackModule,
        PagesModule,
        AdminModule,
        ...(config.mailbox ? [MailboxModule] : []),
        DemoModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: SignedInGuard },
        { provide: APP_FILTER, useClass: ErrorPages },
      ],
    };
  }
}
