import { Module } from '@nestjs/common';
import { PanelModule } from '../../panel/panel.module.js';
import { StaffModule } from '../../staff/staff.module.js';
import { DoctorController } from './doctor.controller.js';
import { DoctorOffice } from './doctor.office.js';
import { DoctorService } from './doctor.service.js';

/** The checks of `npm run doctor` as a page of administrators. */
@Module({
  imports: [PanelModule, StaffModule],
  controllers: [DoctorController],
  providers: [DoctorService, DoctorOffice],
})
export class DoctorModule {}
