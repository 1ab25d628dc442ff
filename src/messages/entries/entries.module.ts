import { Module } from '@nestjs/common';
import { RequestsModule } from '../../requests/requests.module.js';
import { MessagesModule } from '../messages.module.js';
import { EntriesController } from './entries.controller.js';
import { EntryPage } from './entry-page.js';
import { WriteController } from './write.controller.js';
import { WritePage } from './write-page.js';

/** What residents write into the book: the form, and their own entries. */
@Module({
  imports: [MessagesModule, RequestsModule],
  controllers: [WriteController, EntriesController],
  providers: [WritePage, EntryPage],
})
export class EntriesModule {}
