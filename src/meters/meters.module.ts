import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { HouseWindows } from './house-windows.js';
import { MeterAccounts } from './meter-accounts.service.js';
import { MeterChanges } from './meter-changes.service.js';
import { AccountMetersAdmin } from './panel/account-meters.admin.js';
import { MeterAccountsAdmin } from './panel/meter-accounts.admin.js';
import { MeterActions } from './panel/meter-actions.js';
import { MetersAdmin } from './panel/meters.admin.js';
import { WindowsAdmin } from './panel/windows.admin.js';
import { ReadingWindowsService } from './reading-windows.service.js';

/** Meters, whom they serve, and when their readings are taken. */
@Module({
  imports: [AuditModule, AccountsModule],
  providers: [
    HouseWindows,
    MeterAccounts,
    MeterChanges,
    ReadingWindowsService,
    MeterActions,
    MetersAdmin,
    AccountMetersAdmin,
    MeterAccountsAdmin,
    WindowsAdmin,
  ],
  exports: [MeterChanges],
})
export class MetersModule {}
