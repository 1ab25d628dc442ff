import { Module } from '@nestjs/common';
import { AnnouncementsModule } from '../announcements/announcements.module.js';
import { CalendarModule } from '../calendar/calendar.module.js';
import { CodeWordsModule } from '../code-words/code-words.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { DemoAnnouncements } from './demo/demo-announcements.service.js';
import { DemoMoneyService } from './demo/demo-money.service.js';
import { DemoService } from './demo/demo.service.js';

@Module({
  imports: [AnnouncementsModule, CalendarModule, StaffModule, CodeWordsModule],
  providers: [DemoService, DemoMoneyService, DemoAnnouncements],
})
export class TrialModule {}
