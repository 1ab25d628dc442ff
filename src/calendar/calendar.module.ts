import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { CalendarLoads } from './calendar-loads.service.js';
import { CalendarsAdmin } from './calendars.admin.js';
import { MissingCalendars } from './missing-calendars.service.js';
import { WorkingCalendar } from './working-calendar.service.js';

/** The production calendar, by which the product counts working days. */
@Module({
  imports: [AuditModule, MailModule],
  providers: [WorkingCalendar, CalendarLoads, MissingCalendars, CalendarsAdmin],
  exports: [WorkingCalendar],
})
export class CalendarModule {}
