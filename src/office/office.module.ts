import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { StaffModule } from '../staff/staff.module.js';
import { PanelModule } from '../panel/panel.module.js';
import { WorkMenu } from '../panel/work-menu.js';
import { OfficeCounts } from './counts.js';
import { OfficeController } from './office.controller.js';
import { OfficeDoor } from './office-door.js';
import { OfficeFrame } from './office-frame.js';
import { OfficeMenu } from './office-menu.js';
import { Presence } from './presence.js';
import { TodayOffice } from './today.office.js';

/** Pages for the work of staff at `/office`: modules bring them, this is what stands around them. */
@Module({
  imports: [DiscoveryModule, PanelModule, StaffModule],
  controllers: [OfficeController],
  providers: [
    OfficeCounts,
    OfficeDoor,
    OfficeFrame,
    OfficeMenu,
    Presence,
    TodayOffice,
    { provide: WorkMenu, useExisting: OfficeCounts },
  ],
  exports: [Presence],
})
export class OfficeModule {}
