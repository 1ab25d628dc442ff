import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { RequestCategories } from './categories.service.js';
import { RegistrationService } from './registration.service.js';
import { RequestChanges } from './request-changes.js';
import { RequestLetters } from './request-letters.js';
import { RequestMerging } from './request-merging.service.js';
import { RequestMessages } from './request-messages.service.js';
import { RequestPlaces } from './request-places.js';
import { RequestSteps } from './request-steps.service.js';
import { RequestWork } from './request-work.service.js';
import { ResidentRequests } from './resident-requests.service.js';

/** Requests to the emergency dispatch service. */
@Module({
  imports: [MailModule],
  providers: [
    RequestCategories,
    RequestLetters,
    RequestPlaces,
    RequestChanges,
    RegistrationService,
    RequestWork,
    RequestSteps,
    RequestMerging,
    RequestMessages,
    ResidentRequests,
  ],
})
export class RequestsModule {}
