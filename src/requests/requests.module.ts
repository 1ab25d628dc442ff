import { Inject, Module } from '@nestjs/common';
import type { Config } from '../core/config.js';
import { Housekeeping } from '../core/housekeeping.js';
import { CONFIG } from '../core/tokens.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AnnouncementsModule } from '../announcements/announcements.module.js';
import { LinkedRequests } from '../announcements/linked-requests.js';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ExecutorLetters } from './executors/executor-letters.js';
import { ExecutorLinks } from './executors/executor-links.js';
import { Executors } from './executors/executors.service.js';
import { OrderPrintController } from './executors/order-print.controller.js';
import { OrdersController } from './executors/orders.controller.js';
import { Orders } from './executors/orders.service.js';
import { CategoriesAdmin } from './panel/categories.admin.js';
import { ExecutorsAdmin } from './panel/executors.admin.js';
import { MessageTemplatesAdmin } from './panel/message-templates.admin.js';
import { PanelModule } from '../panel/panel.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { JournalController } from './journal/journal.controller.js';
import { JournalOffice } from './journal/journal.office.js';
import { ReportController } from './journal/report.controller.js';
import { RequestReport } from './journal/report.service.js';
import { RequestEventsAdmin } from './journal/request-events.admin.js';
import { RequestsAdmin } from './journal/requests.admin.js';
import { RequestJournal } from './journal/request-journal.service.js';
import { Applicants } from './pages/applicant.js';
import { BeforeForm } from './pages/before-form.js';
import { NewRequestController } from './pages/new-request.controller.js';
import { OwnRequestsController } from './pages/own-requests.controller.js';
import { AnnouncedRequests } from './announced-requests.js';
import { PhonePages } from './phone/phone-pages.js';
import { PhoneRequestController } from './phone/phone-request.controller.js';
import { PhoneOffice } from './phone/phone.office.js';
import { PlacesNow } from './phone/place-now.service.js';
import { PlaceLookup } from './phone/place-lookup.js';
import { PlaceSearch } from './phone/place-search.service.js';
import { RequestCategories } from './categories.service.js';
import { OfficePhotosController } from './office-photos.controller.js';
import { FilesModule } from '../files/files.module.js';
import { RequestsCard } from './requests.card.js';
import { RegisteredForms } from './registered-forms.js';
import { RegistrationService } from './registration.service.js';
import { RequestChanges } from './request-changes.js';
import { requestChores } from './request-chores.js';
import { RequestEdits } from './request-edits.service.js';
import { RequestLetters } from './request-letters.js';
import { RequestMerging } from './request-merging.service.js';
import { RequestMessages } from './request-messages.service.js';
import { RequestPhotos } from './request-photos.js';
import { HouseRequests } from './house-requests.js';
import { RequestPlaces } from './request-places.js';
import { RequestSearch } from './request-search.js';
import { RequestSteps } from './request-steps.service.js';
import { RequestWork } from './request-work.service.js';
import { RequestsNow } from './requests-now.js';
import { ResidentRequests } from './resident-requests.service.js';

/** Requests to the emergency dispatch service. */
@Module({
  imports: [
    AccountsModule,
    AnnouncementsModule,
    AuditModule,
    MailModule,
    PanelModule,
    FilesModule,
    StaffModule,
  ],
  // the journal and the telephone stand before pages of the same place that take an id
  controllers: [
    JournalController,
    ReportController,
    PhoneRequestController,
    NewRequestController,
    OwnRequestsController,
    OrdersController,
    OrderPrintController,
    OfficePhotosController,
  ],
  providers: [
    HouseRequests,
    RequestCategories,
    RequestLetters,
    RequestPhotos,
    RequestPlaces,
    RequestChanges,
    RegisteredForms,
    RequestsCard,
    RegistrationService,
    RequestWork,
    RequestSearch,
    RequestSteps,
    RequestMerging,
    RequestMessages,
    RequestEdits,
    ResidentRequests,
    RequestJournal,
    RequestReport,
    JournalOffice,
    RequestsAdmin,
    RequestEventsAdmin,
    Applicants,
    Executors,
    ExecutorLinks,
    ExecutorLetters,
    Orders,
    ExecutorsAdmin,
    CategoriesAdmin,
    MessageTemplatesAdmin,
    BeforeForm,
    AnnouncedRequests,
    RequestsNow,
    PlaceLookup,
    PlaceSearch,
    PlacesNow,
    PhonePages,
    PhoneOffice,
  ],
  exports: [
    Applicants,
    RequestCategories,
    RequestChanges,
    RequestWork,
    RequestSteps,
    RequestMerging,
    RequestMessages,
    RequestEdits,
    RequestsNow,
    PlaceSearch,
  ],
})
export class RequestsModule {
  constructor(
    housekeeping: Housekeeping,
    work: RequestWork,
    announcements: LinkedRequests,
    requests: AnnouncedRequests,
    @Inject(CONFIG) { retention }: Config,
  ) {
    housekeeping.add(...requestChores(work, retention.requestYears));
    announcements.source = requests;
  }
}
