import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { PanelOffice } from '../panel/panel-office.js';
import { StaffAdmin } from './staff.admin.js';
import { StaffOffice } from './staff-office.js';
import { StaffCookie } from './staff-cookie.js';
import { StaffPasswords } from './staff-passwords.service.js';
import { StaffSessionsService } from './staff-sessions.service.js';
import { StaffController } from './staff.controller.js';
import { Staff } from './staff.entity.js';
import { StaffSignInService } from './staff-sign-in.service.js';
import { StaffService } from './staff.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Staff]), AuditModule, AuthModule],
  controllers: [StaffController],
  providers: [
    { provide: PanelOffice, useClass: StaffOffice },
    StaffAdmin,
    StaffService,
    StaffSignInService,
    StaffPasswords,
    StaffSessionsService,
    StaffCookie,
  ],
  exports: [PanelOffice, StaffService, StaffPasswords, StaffCookie],
})
export class StaffModule {}
