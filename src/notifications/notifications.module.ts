import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { UsersModule } from '../users/users.module.js';
import { BulkLettersCheck } from './bulk-letters-check.js';
import { NotificationPreferences } from './notification-preferences.service.js';
import { NotificationsController } from './notifications.controller.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

/** Which letters in bulk residents want, their page of switches and the link that switches off. */
@Module({
  imports: [AuditModule, MailModule, UsersModule, AuthModule],
  controllers: [NotificationsController, UnsubscribeController],
  providers: [NotificationPreferences, BulkLettersCheck],
  exports: [NotificationPreferences],
})
export class NotificationsModule {}
