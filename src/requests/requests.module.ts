import { Module } from '@nestjs/common';
import { Housekeeping } from '../core/housekeeping.js';
import { MailModule } from '../mail/mail.module.js';
import { Applicants } from './pages/applicant.js';
import { BeforeForm } from './pages/before-form.js';
import { NewRequestController } from './pages/new-request.controller.js';
import { OwnRequestsController } from './pages/own-requests.controller.js';
import { RequestCategories } from './categories.service.js';
import { RegistrationService } from './registration.service.js';
import { RequestChanges } from './request-changes.js';
import { requestChores } from './request-chores.js';
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
  controllers: [NewRequestController, OwnRequestsController],
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
    Applicants,
    BeforeForm,
  ],
})
export class RequestsModule {
  constructor(housekeeping: Housekeeping, work: RequestWork) {
    housekeeping.add(...requestChores(work));
  }
}
