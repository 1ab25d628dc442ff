import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ReadingsService } from './readings.service.js';

/** Meters, their readings, and when they are taken. */
@Module({
  imports: [AuditModule, MailModule, AccountsModule, BillingModule],
  providers: [ReadingsService],
  exports: [ReadingsService],
})
export class MetersModule {}
