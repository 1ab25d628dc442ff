import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { UsersModule } from '../users/users.module.js';
import { EmailChangeController } from './email-change.controller.js';
import { ProfileController } from './profile.controller.js';

/** A resident's own pages: name, phone, address, password, letters. */
@Module({
  imports: [AuditModule, MailModule, UsersModule, AuthModule, NotificationsModule],
  controllers: [EmailChangeController, ProfileController],
})
export class ProfileModule {}
