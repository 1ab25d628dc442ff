import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests.module.js';
import { DeskDoing } from './desk-doing.js';
import { DeskDetails } from './desk-detail.js';
import { DeskPages } from './desk-pages.js';
import { DeskWordsController } from './desk-words.controller.js';
import { DeskWorkController } from './desk-work.controller.js';
import { DeskController } from './desk.controller.js';
import { DeskOffice } from './desk.office.js';
import { Desk } from './desk.service.js';
import { OutageProposals } from './outage-proposals.js';
import { Presence } from './presence.js';

/** The dispatcher's desk. */
@Module({
  imports: [RequestsModule],
  controllers: [DeskController, DeskWorkController, DeskWordsController],
  providers: [Desk, DeskDetails, DeskPages, DeskDoing, DeskOffice, OutageProposals, Presence],
})
export class DeskModule {}
