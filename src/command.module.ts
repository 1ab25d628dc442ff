import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BillingModule } from './billing/billing.module.js';
import { CodeWordsModule } from './code-words/code-words.module.js';
import { DemoModule } from './demo/demo.module.js';
import { MailModule } from './mail/mail.module.js';
import { MetersModule } from './meters/meters.module.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { StaffModule } from './staff/staff.module.js';
import { UsersModule } from './users/users.module.js';

/** What commands and jobs need: the product without its pages and without the panel, which is half of its memory and start. */
@Module({})
export class CommandModule {
  static with(config: Config): DynamicModule {
    return {
      module: CommandModule,
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
        DemoModule,
      ],
    };
  }
}
