import { Inject, Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { FilesModule } from '../files/files.module.js';
import { MailModule } from '../mail/mail.module.js';
import type { Config } from '../core/config.js';
import { Housekeeping } from '../core/housekeeping.js';
import { CONFIG } from '../core/tokens.js';
import { appealChores } from './appeal-chores.js';
import { AppealChanges } from './appeal-changes.js';
import { AppealFacts } from './appeal-facts.service.js';
import { AppealFiles } from './appeal-files.js';
import { AppealLetters } from './appeal-letters.js';
import { AppealSearch } from './appeal-search.js';
import { AppealRegistration } from './appeal-registration.service.js';
import { AppealTerms } from './appeal-terms.service.js';
import { AppealsCard } from './appeals.card.js';
import { AppealTopics } from './appeal-topics.service.js';
import { FreshAnswers } from './fresh-answers.service.js';
import { HouseAppeals } from './house-appeals.js';
import { LetterFiles } from './letter-files.js';
import { AppealWork } from './appeal-work.service.js';
import { ResidentAppeals } from './resident-appeals.service.js';

/** What people write to the office: the book of complaints and suggestions, questions, letters. */
@Module({
  imports: [CalendarModule, FilesModule, MailModule],
  providers: [
    HouseAppeals,
    AppealTopics,
    AppealsCard,
    AppealTerms,
    AppealLetters,
    LetterFiles,
    AppealFiles,
    AppealChanges,
    AppealRegistration,
    AppealWork,
    AppealFacts,
    ResidentAppeals,
    FreshAnswers,
    AppealSearch,
  ],
  exports: [
    AppealTopics,
    AppealTerms,
    AppealFiles,
    AppealLetters,
    AppealChanges,
    AppealRegistration,
    AppealWork,
    AppealFacts,
    ResidentAppeals,
    FreshAnswers,
  ],
})
export class MessagesModule {
  constructor(housekeeping: Housekeeping, @Inject(CONFIG) { retention }: Config) {
    housekeeping.add(...appealChores(retention.appealYears));
  }
}
