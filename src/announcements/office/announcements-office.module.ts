import { Module } from '@nestjs/common';
import { MailModule } from '../../mail/mail.module.js';
import { AnnouncementsModule } from '../announcements.module.js';
import { AnnouncementForms } from './announcement-forms.js';
import { AnnouncementView } from './announcement-view.js';
import { AnnouncementWorkController } from './announcement-work.controller.js';
import { AnnouncementsOffice } from './announcements.office.js';
import { NewAnnouncementController } from './new-announcement.controller.js';
import { OfficeAnnouncements } from './office-announcements.service.js';

/** Pages of the office on which announcements are made. */
@Module({
  imports: [AnnouncementsModule, MailModule],
  controllers: [NewAnnouncementController, AnnouncementWorkController],
  providers: [OfficeAnnouncements, AnnouncementView, AnnouncementForms, AnnouncementsOffice],
})
export class AnnouncementsOfficeModule {}
