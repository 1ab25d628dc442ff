import { MailerModule } from '@nestjs-modules/mailer';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import { Inject, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../core/config.js';
import { Housekeeping } from '../core/housekeeping.js';
import { projectPath } from '../core/paths.js';
import { CONFIG } from '../core/tokens.js';
import { letterChores } from './letter-chores.js';
import { Letter } from './letter.entity.js';
import { MailSender } from './mail.sender.js';
import { MailService } from './mail.service.js';
import { MailTrouble } from './mail.trouble.js';
import { MailWorker } from './mail.worker.js';
import { transport } from './transport.js';
import { UnsubscribeLink } from './unsubscribe-link.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Letter]),
    MailerModule.forRootAsync({
      imports: [],
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        transport: transport(config),
        template: {
          dir: projectPath('templates', 'mail'),
          adapter: new HandlebarsAdapter({}, { inlineCssEnabled: false }),
        },
        options: { layout: 'layout' },
      }),
    }),
  ],
  providers: [MailService, MailSender, MailTrouble, MailWorker, UnsubscribeLink],
  exports: [MailService, MailTrouble, UnsubscribeLink],
})
export class MailModule {
  constructor(housekeeping: Housekeeping, @Inject(CONFIG) config: Config) {
    housekeeping.add(...letterChores(config.lettersKeepDays));
  }
}
