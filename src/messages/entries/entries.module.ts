import { Module } from '@nestjs/common';
import { Housekeeping } from '../../core/housekeeping.js';
import { RequestsModule } from '../../requests/requests.module.js';
import { BookModule } from '../book/book.module.js';
import { MessagesModule } from '../messages.module.js';
import { AppealDrafts, DRAFT_CHORE } from './appeal-drafts.service.js';
import { DraftsController } from './drafts.controller.js';
import { EntriesController } from './entries.controller.js';
import { EntryPage } from './entry-page.js';
import { EntryTalkController } from './entry-talk.controller.js';
import { WriteController } from './write.controller.js';
import { WritePage } from './write-page.js';

/** What residents write into the book: the form, and their own entries. */
@Module({
  imports: [BookModule, MessagesModule, RequestsModule],
  controllers: [WriteController, DraftsController, EntriesController, EntryTalkController],
  providers: [AppealDrafts, WritePage, EntryPage],
})
export class EntriesModule {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(DRAFT_CHORE);
  }
}
