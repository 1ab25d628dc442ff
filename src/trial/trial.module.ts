import { Module } from '@nestjs/common';
import { AnnouncementsModule } from '../announcements/announcements.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { CodeWordsModule } from '../code-words/code-words.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { DemoAnnouncements } from './demo/demo-announcements.service.js';
import { DemoAppeals } from './demo/demo-appeals.service.js';
import { DemoMoneyService } from './demo/demo-money.service.js';
import { DemoService } from './demo/demo.service.js';

@Module({
  imports: [AnnouncementsModule, CalendarModule, StaffModule, CodeWordsModule, MessagesModule],
  providers: [DemoService, DemoMoneyService, DemoAnnouncements, DemoAppeals],
})
export class TrialModule {}
