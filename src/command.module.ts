import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { BillingModule } from './billing/billing.module.js';
import { CodeWordsModule } from './code-words/code-words.module.js';
import { TrialModule } from './trial/trial.module.js';
import { MailModule } from './mail/mail.module.js';
import { ReadingsModule } from './readings/readings.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { MetersModule } from './meters/meters.module.js';
import type { Config } from './core/config.js';
import { CoreModule } from './core/core.module.js';
import { WebModule } from './web/web.module.js';
import { StaffModule } from './staff/staff.module.js';
import { UsersModule } from './users/users.module.js';

/** What commands and jobs need: the product without its pages and without the panel, which is half of its memory and start. */
@Module({})
export class CommandModule {
  static with(config: Config): DynamicModule {
    return {
      module: CommandModule,
      imports: [
        CoreModule.with(config),
        WebModule,
        AuditModule,
        MailModule,
        UsersModule,
        AuthModule,
        StaffModule,
        CalendarModule,
        AccountsModule,
        CodeWordsModule,
        BillingModule,
        ReceiptsModule,
        MetersModule,
        ReadingsModule,
        ...(config.tracing ? [tracing()] : []),
        TrialModule,
      ],
    };
  }
}

/** Loaded only where somebody collects traces. */
export async function tracing(): Promise<DynamicModule> {
  const { TracingModule } = await import('./tracing/tracing.module.js');
  return { module: TracingModule };
}
