import { MailerModule } from '@nestjs-modules/mailer';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import { Module } from '@nestjs/common';
import type { Config } from '../core/config.js';
import { projectPath } from '../core/paths.js';
import { CONFIG } from '../core/tokens.js';
import { letterHelpers } from './letter-helpers.js';
import { LetterTexts } from './letter-texts.js';
import { MailModule } from './mail.module.js';
import { MailSender } from './mail.sender.js';
import { MailWorker } from './mail.worker.js';
import { transport } from './transport.js';

const templates = new HandlebarsAdapter(letterHelpers, { inlineCssEnabled: false });
const options = { template: { dir: projectPath('templates', 'mail') }, options: { layout: 'layout' } };

/** Sends the letters that wait, in the process that serves pages; commands and jobs need none of it. */
@Module({
  imports: [
    MailModule,
    MailerModule.forRootAsync({
      imports: [],
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        transport: transport(config),
        ...options,
        // Given as `template.adapter`, it makes the library load its preview of letters, 330 files at each start.
        plugins: [{ step: 'compile', plugin: (mail, done) => templates.compile(mail, done, options) }],
      }),
    }),
  ],
  providers: [MailSender, MailWorker, LetterTexts],
})
export class SendingModule {}
