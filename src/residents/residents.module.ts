import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { Housekeeping } from '../core/housekeeping.js';
import { chore } from '../core/chores.js';
import { StaffModule } from '../staff/staff.module.js';
import { UsersModule } from '../users/users.module.js';
import { LettersController } from './letters/letters.controller.js';
import { FoundLetters } from './letters/found-letters.js';
import { LettersAgain } from './letters/letters-again.service.js';
import { LettersCard } from './letters/letters.card.js';
import { LettersOffice } from './letters/letters.office.js';
import { DUE } from './lost-device/lost-device.sql.js';
import { LostDeviceController } from './lost-device/lost-device.controller.js';
import { LostDeviceLetters } from './lost-device/lost-device-letters.js';
import { LostDevices } from './lost-device/lost-devices.service.js';
import { NotMeAtTheWindow } from './lost-device/not-me-at-the-window.service.js';
import { NotMeAtTheWindowController } from './lost-device/not-me-at-the-window.controller.js';
import { LettersAdmin } from './letters.admin.js';
import { LettersBoard } from './letters-board.js';
import { MailingLists } from './mailings/mailing-lists.service.js';
import { MailingPages } from './mailings/mailing-pages.js';
import { MailingsController } from './mailings/mailings.controller.js';
import { MailingsOffice } from './mailings/mailings.office.js';
import { MailingView } from './mailings/mailing-view.js';
import { ResidentsAdmin } from './residents.admin.js';
import { ResidentSearch } from './resident-search.js';
import { ResidentsService } from './residents.service.js';
import { ApprovalsController } from './window/approvals.controller.js';
import { ApprovalsOffice } from './window/approvals.office.js';
import { ResidentDeedsController } from './window/deeds.controller.js';
import { ResidentDeeds } from './window/deeds.service.js';
import { ResidentDoing } from './window/resident-doing.js';
import { Refusals } from './window/refusals.service.js';
import { ResidentLookup } from './window/resident-lookup.js';
import { ResidentController } from './window/resident.controller.js';
import { DeedWithdrawals } from './window/withdrawals.service.js';

/** What was asked for is history of the journal by then. */
const DEED_CHORE = chore('help with ways in', {
  ...{ table: 'resident_deeds', key: 'id', by: 'asked_at', told: 'просьбы о помощи со входом' },
  where: "asked_at < now() - interval '90 days'",
});

const LOST_DEVICE_CHORE = chore('lost devices', {
  ...{ table: 'lost_devices', key: 'id', by: 'asked_at', told: 'просьбы о потерянных устройствах' },
  where: "asked_at < now() - interval '90 days'",
});

const REFUSED_CHORE = chore('refused wishes', {
  ...{
    table: 'refused_wishes',
    key: 'user_id',
    by: 'refused_at',
    told: 'причины отказов в помощи со входом',
  },
  where: "refused_at < now() - interval '90 days'",
});

/** Residents as the office sees them: their list, their letters, help with their ways in. */
@Module({
  imports: [
    AuditModule,
    MailModule,
    UsersModule,
    AuthModule,
    AccountsModule,
    NotificationsModule,
    StaffModule,
  ],
  controllers: [
    MailingsController,
    LettersController,
    ApprovalsController,
    ResidentController,
    ResidentDeedsController,
    LostDeviceController,
    NotMeAtTheWindowController,
  ],
  providers: [
    ResidentsService,
    ResidentSearch,
    LettersBoard,
    ResidentsAdmin,
    LettersAdmin,
    FoundLetters,
    LettersAgain,
    LettersCard,
    LettersOffice,
    MailingLists,
    MailingPages,
    MailingView,
    MailingsOffice,
    ResidentDoing,
    ResidentDeeds,
    DeedWithdrawals,
    Refusals,
    ApprovalsOffice,
    ResidentLookup,
    LostDevices,
    LostDeviceLetters,
    NotMeAtTheWindow,
  ],
})
export class ResidentsModule {
  constructor(housekeeping: Housekeeping, lost: LostDevices) {
    housekeeping.add(DEED_CHORE, LOST_DEVICE_CHORE, REFUSED_CHORE, {
      ...{ name: 'lost devices that are due', find: DUE },
      each: (id) => lost.removeDue(id),
    });
  }
}
