import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { UsersModule } from '../users/users.module.js';
import { EmailChangeController } from './email-change.controller.js';
import { LettersController } from './letters.controller.js';
import { ProfileController } from './profile.controller.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

/** A resident's own pages: name, phone, address, password, letters. */
@Module({
  imports: [AuditModule, MailModule, UsersModule, AuthModule],
  controllers: [EmailChangeController, ProfileController, LettersController, UnsubscribeController],
})
export class ProfileModule {}
