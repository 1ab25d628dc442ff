import { Module } from '@nestjs/common';
import { Housekeeping } from '../core/housekeeping.js';
import { AuditAdmin } from './audit.admin.js';
import { BoundedJournal } from './bounded-journal.js';
import { Nameless } from './nameless.service.js';
import { DailyJournalCheck } from './seals/daily-check.js';
import { Sealer } from './seals/sealer.js';
import { JournalVerify } from './seals/verify.service.js';
import { AuditService } from './audit.service.js';

/** The journal, which also tells what was forgotten with time. */
@Module({
  providers: [AuditService, BoundedJournal, Nameless, AuditAdmin, Sealer, JournalVerify, DailyJournalCheck],
  exports: [AuditService, BoundedJournal, Nameless, JournalVerify],
})
export class AuditModule {
  constructor(housekeeping: Housekeeping, audit: AuditService) {
    housekeeping.tellBy((tx, what, rows) => audit.forgotten(tx, what, rows));
  }
}
