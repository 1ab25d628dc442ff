import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { UsersModule } from '../users/users.module.js';
import { LettersAdmin } from './letters.admin.js';
import { LettersBoard } from './letters-board.js';
import { ResidentsAdmin } from './residents.admin.js';
import { ResidentsService } from './residents.service.js';

/** Residents as the office sees them: their list, their letters, help with their ways in. */
@Module({
  imports: [AuditModule, MailModule, UsersModule, AuthModule, AccountsModule, NotificationsModule],
  providers: [ResidentsService, LettersBoard, ResidentsAdmin, LettersAdmin],
})
export class ResidentsModule {}
