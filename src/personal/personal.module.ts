import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { HeldDataController } from './held-data.controller.js';
import { HeldDataService } from './held-data.service.js';

/** Personal data (152-ФЗ): what is held about a resident, and how it ends. */
@Module({
  imports: [AuditModule, AuthModule],
  controllers: [HeldDataController],
  providers: [HeldDataService],
})
export class PersonalModule {}
