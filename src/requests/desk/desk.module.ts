import { Module } from '@nestjs/common';
import { OfficeModule } from '../../office/office.module.js';
import { SearchModule } from '../../search/search.module.js';
import { StaffModule } from '../../staff/staff.module.js';
import { RequestsModule } from '../requests.module.js';
import { DeskDoing } from './desk-doing.js';
import { DeskDetails } from './desk-detail.js';
import { DeskEventsController } from './desk-events.controller.js';
import { DeskHub } from './desk-hub.js';
import { DeskPages } from './desk-pages.js';
import { DeskWordsController } from './desk-words.controller.js';
import { DeskWorkController } from './desk-work.controller.js';
import { DeskController } from './desk.controller.js';
import { DeskOffice } from './desk.office.js';
import { Desk } from './desk.service.js';
import { OutageProposals } from './outage-proposals.js';
import { RequestFeed } from './request-feed.js';

/** The dispatcher's desk. */
@Module({
  imports: [OfficeModule, RequestsModule, SearchModule, StaffModule],
  controllers: [DeskEventsController, DeskController, DeskWorkController, DeskWordsController],
  providers: [Desk, DeskDetails, DeskPages, DeskDoing, DeskOffice, OutageProposals, RequestFeed, DeskHub],
  exports: [DeskHub],
})
export class DeskModule {}
