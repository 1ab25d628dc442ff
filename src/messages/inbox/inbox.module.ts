import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { AuditModule } from '../../audit/audit.module.js';
import { OfficeModule } from '../../office/office.module.js';
import { SearchModule } from '../../search/search.module.js';
import { RequestsModule } from '../../requests/requests.module.js';
import { BookModule } from '../book/book.module.js';
import { MessagesModule } from '../messages.module.js';
import { AnswerDrafts } from './answer-drafts.service.js';
import { AnswerTemplates } from './answer-templates.service.js';
import { InboxAnswerController } from './inbox-answer.controller.js';
import { InboxDetails } from './inbox-detail.js';
import { InboxDoing } from './inbox-doing.js';
import { InboxFactsController } from './inbox-facts.controller.js';
import { InboxPages } from './inbox-pages.js';
import { InboxController } from './inbox.controller.js';
import { InboxOffice } from './inbox.office.js';
import { Inbox } from './inbox.service.js';
import { AnswerTemplatesAdmin } from './panel/answer-templates.admin.js';
import { AppealEventsAdmin } from './panel/appeal-events.admin.js';
import { AppealsAdmin } from './panel/appeals.admin.js';
import { PaperController } from './paper/paper.controller.js';
import { PaperLetters } from './paper/paper-letters.js';
import { Senders } from './senders.service.js';

/** The inbox: what is written to the office, and the answers. */
@Module({
  imports: [
    AccountsModule,
    AuditModule,
    BookModule,
    MessagesModule,
    OfficeModule,
    RequestsModule,
    SearchModule,
  ],
  controllers: [PaperController, InboxController, InboxAnswerController, InboxFactsController],
  providers: [
    Inbox,
    InboxDetails,
    InboxPages,
    InboxDoing,
    InboxOffice,
    AnswerDrafts,
    AnswerTemplates,
    PaperLetters,
    AnswerTemplatesAdmin,
    AppealsAdmin,
    AppealEventsAdmin,
    Senders,
  ],
})
export class InboxModule {}
