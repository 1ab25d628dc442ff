import { MailerModule } from '@nestjs-modules/mailer';
import { Module } from '@nestjs/common';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { MailModule } from './mail.module.js';
import { MailSender } from './mail.sender.js';
import { MailWorker } from './mail.worker.js';
import { PutOffLetters } from './put-off-letters.js';
import { transport } from './transport.js';

/** Sends the letters that wait, in the process that serves pages; commands and jobs need none of it. */
@Module({
  imports: [
    MailModule,
    MailerModule.forRootAsync({
      imports: [],
      inject: [CONFIG],
      useFactory: (config: Config) => ({ transport: transport(config) }),
    }),
  ],
  providers: [MailSender, MailWorker, PutOffLetters],
})
export class SendingModule {}
