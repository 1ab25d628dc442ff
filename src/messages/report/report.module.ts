import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { PanelModule } from '../../panel/panel.module.js';
import { StaffModule } from '../../staff/staff.module.js';
import { MessagesModule } from '../messages.module.js';
import { TopicsAdmin } from '../panel/topics.admin.js';
import { AppealReportController } from './report.controller.js';
import { AppealReportOffice } from './report.office.js';
import { AppealReport } from './report.service.js';

/** What administrators set about entries, and the month in numbers. */
@Module({
  imports: [MessagesModule, AuditModule, PanelModule, StaffModule],
  controllers: [AppealReportController],
  providers: [AppealReport, AppealReportOffice, TopicsAdmin],
})
export class AppealReportModule {}
