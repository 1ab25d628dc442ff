import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { AccountWordAdmin } from './account-word.admin.js';
import { CodeWord } from './code-word.entity.js';
import { CodeWordsAdmin } from './code-words.admin.js';
import { WordAccountsAdmin } from './word-accounts.admin.js';
import { HousePrinted } from './house-printed.js';
import { HouseWords } from './house-words.service.js';
import { HouseWordsAdmin } from './house-words.admin.js';
import { CodeWordsService } from './code-words.service.js';
import { LinkAccountController } from './link-account.controller.js';
import { OwnerChangeController } from './owner-change.controller.js';
import { OwnerChange } from './owner-change.service.js';
import { LinkingService } from './linking.service.js';
import { WindowWordController } from './window-word.controller.js';
import { WindowWords } from './window-words.service.js';
import { WordCard } from './word.card.js';
import { SeveralWords } from './several-words.service.js';
import { SlipsAdmin } from './slips.admin.js';
import { SlipsService } from './slips.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CodeWord]), AuditModule, AuthModule, AccountsModule],
  controllers: [LinkAccountController, WindowWordController, OwnerChangeController],
  providers: [
    HousePrinted,
    CodeWordsService,
    WindowWords,
    SeveralWords,
    OwnerChange,
    LinkingService,
    SlipsService,
    CodeWordsAdmin,
    AccountWordAdmin,
    HouseWords,
    HouseWordsAdmin,
    WordAccountsAdmin,
    WordCard,
    SlipsAdmin,
  ],
  exports: [CodeWordsService, SlipsService],
})
export class CodeWordsModule {}
