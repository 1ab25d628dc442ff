import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { FeedbackAdmin } from './feedback.admin.js';
import { Feedback } from './feedback.entity.js';
import { FeedbackService } from './feedback.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Feedback]), AuditModule, MailModule],
  providers: [FeedbackService, FeedbackAdmin],
  exports: [FeedbackService],
})
export class FeedbackModule {}
