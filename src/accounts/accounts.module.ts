import { chore } from '../core/chores.js';
import { Housekeeping } from '../core/housekeeping.js';
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
import { ImportsModule } from '../imports/imports.module.js';
import { AccountsImportKind } from './import/accounts-import.kind.js';
import { AccountsUndo } from './import/accounts-undo.service.js';
import { AccountsImportService } from './import/accounts-import.service.js';
import { AccountsAdmin } from './accounts.admin.js';
import { HousesAdmin } from './houses.admin.js';
import { ImportsUndo } from './import/imports-undo.service.js';
import { ImportsAdmin } from './import/imports.admin.js';
import { RegistryBoard } from './import/registry-board.js';
import { HouseController } from './houses/house.controller.js';
import { HouseFlatsController } from './houses/house-flats.controller.js';
import { HouseMerging } from './houses/house-merging.service.js';
import { HouseUnits } from './houses/house-units.js';
import { HousesController } from './houses/houses.controller.js';
import { HousesOffice } from './houses/houses.office.js';
import { LinksAdmin } from './links.admin.js';
import { AccountsService } from './accounts.service.js';
import { AccountDoor } from './household/account-door.js';
import { HouseholdController } from './household/household.controller.js';
import { InvitationController } from './household/invitation.controller.js';
import { Inviting } from './household/inviting.service.js';
import { Invited } from './household/invited.js';
import { Invitations } from './household/invitations.service.js';
import { InviteController } from './household/invite.controller.js';
import { RoleController } from './household/role.controller.js';
import { Roles } from './household/roles.service.js';
import { HouseholdLetters } from './household/household-letters.js';
import { Household, PASSED_LINKS } from './household/household.service.js';
import { AccountCardController } from './card/account-card.controller.js';
import { AccountCards } from './card/account-cards.js';
import { UnlinkController } from './card/unlink.controller.js';
import { PeopleCard } from './card/people.card.js';
import { AccountCorrections } from './by-hand/account-corrections.service.js';
import { ByHandCard } from './by-hand/by-hand.card.js';
import { ByHandPages } from './by-hand/by-hand-pages.js';
import { ClosingController } from './by-hand/closing.controller.js';
import { CorrectController } from './by-hand/correct.controller.js';
import { Marks } from './by-hand/marks.service.js';
import { MoveController } from './by-hand/move.controller.js';
import { NewAccountController } from './by-hand/new-account.controller.js';
import { NewAccounts } from './by-hand/new-accounts.service.js';
import { PlaceChoice } from './by-hand/place-choice.js';
import { Places } from './by-hand/places.service.js';
import { OLD_WORDS_CHORE } from './search/old-words.js';
import { AccountKeys } from './search/account-keys.js';
import { AccountLists } from './search/account-lists.js';
import { AccountLookup } from './search/account-lookup.js';
import { AccountSearch } from './search/account-search.service.js';
import { HouseSearch } from './search/house-search.service.js';
import { OtherReadings } from './search/other-readings.js';

/** Addresses of people who may never have come. */
const OLD_INVITATIONS_CHORE = chore('old invitations', {
  ...{ table: 'household_invitations', key: 'id', by: 'expires_at', told: 'приглашения в кабинет' },
  where: "expires_at < date_trunc('day', now()) - interval '30 days'",
});

@Module({
  imports: [
    DiscoveryModule,
    ImportsModule,
    StaffModule,
    TypeOrmModule.forFeature([Account, AccountLink]),
    AuditModule,
    MailModule,
    UsersModule,
  ],
  controllers: [
    AccountsController,
    HouseholdController,
    InviteController,
    InvitationController,
    // before the card, whose id may be any word
    NewAccountController,
    AccountCardController,
    UnlinkController,
    RoleController,
    CorrectController,
    ClosingController,
    MoveController,
    HousesController,
    HouseController,
    HouseFlatsController,
  ],
  providers: [
    AccountsService,
    AccountLinksService,
    AccountDoor,
    Household,
    Invitations,
    Invited,
    Inviting,
    Roles,
    HouseholdLetters,
    AccountsImportService,
    AccountsImportKind,
    ImportsUndo,
    AccountsUndo,
    AccountsAdmin,
    HousesAdmin,
    LinksAdmin,
    ImportsAdmin,
    RegistryBoard,
    AccountCards,
    AccountKeys,
    PeopleCard,
    AccountLists,
    AccountCorrections,
    ByHandCard,
    ByHandPages,
    Marks,
    HouseMerging,
    HouseUnits,
    HousesOffice,
    NewAccounts,
    PlaceChoice,
    Places,
    AccountLookup,
    AccountSearch,
    HouseSearch,
    OtherReadings,
  ],
  exports: [
    AccountLists,
    AccountSearch,
    HouseSearch,
    OtherReadings,
    AccountsService,
    AccountLinksService,
    AccountDoor,
    Household,
    Invitations,
    Invited,
    ImportsUndo,
  ],
})
export class AccountsModule {
  constructor(housekeeping: Housekeeping, household: Household) {
    housekeeping.add(OLD_WORDS_CHORE, OLD_INVITATIONS_CHORE, {
      ...{ name: 'links whose day has passed', find: PASSED_LINKS },
      each: (id) => household.closePassed(id),
    });
  }
}
