import { Module } from '@nestjs/common';
import { PanelModule } from '../../panel/panel.module.js';
import { StaffModule } from '../../staff/staff.module.js';
import { DoctorController } from './doctor.controller.js';
import { DoctorOffice } from './doctor.office.js';
import { DoctorService } from './doctor.service.js';
import { HealthPartsController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** The checks of `npm run doctor` as a page of administrators, and what supervisors may know of it. */
@Module({
  imports: [PanelModule, StaffModule],
  controllers: [DoctorController, HealthPartsController],
  providers: [DoctorService, DoctorOffice, HealthService],
})
export class DoctorModule {}
