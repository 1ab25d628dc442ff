import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { LargePrintController } from './large-print.controller.js';
import { RegulationsController } from './regulations.controller.js';
import { SecurityController } from './security.controller.js';
import { ServicesController } from './services.controller.js';
import { StartController } from './start.controller.js';

@Module({
  imports: [AccountsModule],
  controllers: [
    StartController,
    ServicesController,
    RegulationsController,
    LargePrintController,
    SecurityController,
  ],
})
export class PagesModule {}
