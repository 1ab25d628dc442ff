import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { chore } from '../core/chores.js';
import { Housekeeping } from '../core/housekeeping.js';
import { MailModule } from '../mail/mail.module.js';
import { DUE_REMOVALS, REMOVALS_TO_WARN } from '../users/removal.js';
import { UsersModule } from '../users/users.module.js';
import { ActsService } from './acts/acts.service.js';
import { ConsentAgainController } from './consents/consent-again.controller.js';
import { ConsentArchive } from './consents/consent-archive.js';
import { HeldDataController } from './held-data.controller.js';
import { HeldDataService } from './held-data.service.js';
import { PersonalController } from './personal.controller.js';
import { PersonalOffice } from './personal.office.js';
import { Erasure } from './removal/erasure.service.js';
import { RemovalController } from './removal/removal.controller.js';
import { Removals } from './removal/removals.service.js';

/** As long as the order of the supervisor asks for. */
const ACTS_CHORE = chore('acts of destruction', {
  ...{ table: 'destruction_acts', key: 'id', by: 'destroyed_at', told: 'акты об уничтожении' },
  where: "destroyed_at < date_trunc('day', now()) - interval '3 years'",
});

/** Personal data (152-ФЗ): what is held about a resident, what they agree to, and how it ends. */
@Module({
  imports: [AuditModule, MailModule, UsersModule, AuthModule, AccountsModule],
  controllers: [HeldDataController, RemovalController, ConsentAgainController, PersonalController],
  providers: [HeldDataService, Removals, Erasure, ConsentArchive, ActsService, PersonalOffice],
})
export class PersonalModule {
  constructor(housekeeping: Housekeeping, removals: Removals, erasure: Erasure) {
    housekeeping.add(
      { name: 'letters of the last day', find: REMOVALS_TO_WARN, each: (id) => removals.warn(id) },
      { name: 'removed logins', find: DUE_REMOVALS, each: (id) => erasure.erase(id) },
      ACTS_CHORE,
    );
  }
}
