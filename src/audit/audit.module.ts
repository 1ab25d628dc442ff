import { Module } from '@nestjs/common';
import { BoundedJournal } from './bounded-journal.js';
import { AuditService } from './audit.service.js';

@Module({ providers: [AuditService, BoundedJournal], exports: [AuditService, BoundedJournal] })
export class AuditModule {}
