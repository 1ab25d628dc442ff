import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { LetterWishes } from './letter-wishes.service.js';
import { User } from './user.entity.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User]), AuditModule, MailModule],
  providers: [UsersService, LetterWishes],
  exports: [UsersService, LetterWishes],
})
export class UsersModule {}
