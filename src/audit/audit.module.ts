import { Module } from '@nestjs/common';
import { AuditAdmin } from './audit.admin.js';
import { BoundedJournal } from './bounded-journal.js';
import { AuditService } from './audit.service.js';

@Module({ providers: [AuditService, BoundedJournal, AuditAdmin], exports: [AuditService, BoundedJournal] })
export class AuditModule {}
