import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AnnouncementLetters } from './letters/announcement-letters.js';
import { AnnouncementLettersCheck } from './letters/announcement-letters-check.js';
import { AnnouncementMailings } from './letters/announcement-mailings.js';
import { AnnouncementsController } from './announcements.controller.js';
import { AnnouncementsService } from './announcements.service.js';
import { HouseAnnouncements } from './house-announcements.js';
import { LinkedRequests } from './linked-requests.js';
import { ResidentAnnouncements } from './resident-announcements.service.js';

/** Outages, planned works and news of houses. */
@Module({
  imports: [AccountsModule, AuditModule, MailModule],
  controllers: [AnnouncementsController],
  providers: [
    HouseAnnouncements,
    ResidentAnnouncements,
    AnnouncementsService,
    AnnouncementLetters,
    AnnouncementMailings,
    AnnouncementLettersCheck,
    LinkedRequests,
  ],
  exports: [ResidentAnnouncements, AnnouncementsService, AnnouncementLetters, LinkedRequests],
})
export class AnnouncementsModule {}
