import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { StaffModule } from '../staff/staff.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountLink } from './account-link.entity.js';
import { AccountLinksService } from './account-links.service.js';
import { Account } from './account.entity.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsImportService } from './import/accounts-import.service.js';
import { AccountsAdmin } from './accounts.admin.js';
import { HousesAdmin } from './houses.admin.js';
import { ImportsAdmin } from './import/imports.admin.js';
import { LinksAdmin } from './links.admin.js';
import { AccountsService } from './accounts.service.js';
import { AccountCardController } from './card/account-card.controller.js';
import { AccountCards } from './card/account-cards.js';
import { UnlinkController } from './card/unlink.controller.js';
import { PeopleCard } from './card/people.card.js';
import { AccountKeys } from './search/account-keys.js';
import { AccountLists } from './search/account-lists.js';
import { AccountLookup } from './search/account-lookup.js';
import { AccountSearch } from './search/account-search.service.js';
import { HouseSearch } from './search/house-search.service.js';
import { StartNotices } from './start-notices.js';

@Module({
  imports: [
    DiscoveryModule,
    StaffModule,
    TypeOrmModule.forFeature([Account, AccountLink]),
    AuditModule,
    MailModule,
    UsersModule,
  ],
  controllers: [AccountsController, AccountCardController, UnlinkController],
  providers: [
    AccountsService,
    StartNotices,
    AccountLinksService,
    AccountsImportService,
    AccountsAdmin,
    HousesAdmin,
    LinksAdmin,
    ImportsAdmin,
    AccountCards,
    AccountKeys,
    PeopleCard,
    AccountLists,
    AccountLookup,
    AccountSearch,
    HouseSearch,
  ],
  exports: [
    AccountLists,
    AccountSearch,
    HouseSearch,
    AccountsService,
    StartNotices,
    AccountLinksService,
    AccountsImportService,
  ],
})
export class AccountsModule {}
