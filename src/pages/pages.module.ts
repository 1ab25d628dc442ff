import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { HelpController } from './help/help.controller.js';
import { HelpService } from './help/help.service.js';
import { OfficeHelpController } from './office-help/office-help.controller.js';
import { OfficeHelp } from './office-help/office-help.service.js';
import { SamplesController } from './samples/samples.controller.js';
import { AnnouncementsModule } from '../announcements/announcements.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { ReadingsModule } from '../readings/readings.module.js';
import { RequestsModule } from '../requests/requests.module.js';
import { CabinetFrame } from './cabinet/cabinet-frame.js';
import { AccountPageController } from './account/account-page.controller.js';
import { AccountsListController } from './account/accounts-list.controller.js';
import { LargePrintController } from './large-print.controller.js';
import { OfflineController } from './offline.controller.js';
import { RegulationsController } from './regulations.controller.js';
import { SecurityController } from './security.controller.js';
import { ServicesController } from './services.controller.js';
import { StartController } from './start.controller.js';

@Module({
  imports: [
    AccountsModule,
    AnnouncementsModule,
    BillingModule,
    ReadingsModule,
    RequestsModule,
    MessagesModule,
  ],
  controllers: [
    AccountPageController,
    AccountsListController,
    StartController,
    ServicesController,
    RegulationsController,
    LargePrintController,
    HelpController,
    OfficeHelpController,
    SamplesController,
    OfflineController,
    SecurityController,
  ],
  providers: [CabinetFrame, HelpService, OfficeHelp],
})
export class PagesModule {}
