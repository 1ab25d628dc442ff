import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { PanelModule } from '../../panel/panel.module.js';
import { StaffModule } from '../../staff/staff.module.js';
import { DayPaymentsController } from './day-payments.controller.js';
import { DebtorsController } from './debtors.controller.js';
import { ReportHouse } from './report-house.js';
import { MoneyReportsOffice } from './reports.office.js';
import { TurnoverController } from './turnover.controller.js';
import { WholeCompany } from './whole-company.service.js';

/** Reports about money: who owes, what has turned over, what has been paid. */
@Module({
  imports: [AccountsModule, PanelModule, StaffModule],
  controllers: [DebtorsController, TurnoverController, DayPaymentsController],
  providers: [ReportHouse, WholeCompany, MoneyReportsOffice],
})
export class MoneyReportsModule {}
