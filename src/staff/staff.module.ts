import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { JournalVerify } from '../audit/seals/verify.service.js';
import { AuthModule } from '../auth/auth.module.js';
import { Housekeeping } from '../core/housekeeping.js';
import { FactorsModule } from '../factors/factors.module.js';
import { MailModule } from '../mail/mail.module.js';
import { PanelOffice } from '../panel/panel-office.js';
import { JournalAlarm } from './journal-alarm.js';
import { StaffNews } from './news/staff-news.js';
import { OwnPages } from './second-factor/own-pages.js';
import { KeySignInController } from './passkeys/key-sign-in.controller.js';
import { StaffPasskeysController } from './passkeys/staff-passkeys.controller.js';
import { StaffPasskeys } from './passkeys/staff-passkeys.service.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorLetters } from './second-factor/second-factor-letters.js';
import { SecondFactor } from './second-factor/second-factor.service.js';
import { SignInCodeController } from './second-factor/sign-in-code.controller.js';
import { StaffCodes } from './second-factor/staff-codes.service.js';
import { StaffProof } from './second-factor/staff-proof.js';
import { StaffSignInsAdmin } from './sign-ins/staff-sign-ins.admin.js';
import { StaffSignIns } from './sign-ins/staff-sign-ins.service.js';
import { StoppedStaffSignIns } from './sign-ins/stopped-staff-sign-ins.js';
import { STAFF_CHORES } from './staff-chores.js';
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
  imports: [TypeOrmModule.forFeature([Staff]), AuditModule, FactorsModule, AuthModule, MailModule],
  controllers: [
    StaffController,
    SignInCodeController,
    KeySignInController,
    SecondFactorController,
    StaffPasskeysController,
  ],
  providers: [
    { provide: PanelOffice, useClass: StaffOffice },
    JournalAlarm,
    StaffAdmin,
    StaffSignInsAdmin,
    StaffSignIns,
    StoppedStaffSignIns,
    StaffNews,
    StaffService,
    StaffSignInService,
    StaffPasswords,
    StaffSessionsService,
    StaffCookie,
    OwnPages,
    SecondFactor,
    SecondFactorLetters,
    StaffCodes,
    StaffPasskeys,
    StaffProof,
  ],
  exports: [PanelOffice, StaffService, StaffPasswords, StaffCookie, SecondFactor],
})
export class StaffModule {
  constructor(housekeeping: Housekeeping, verify: JournalVerify, alarm: JournalAlarm) {
    housekeeping.add(...STAFF_CHORES);
    verify.tellBy((tx, found) => alarm.write(tx, found));
  }
}
