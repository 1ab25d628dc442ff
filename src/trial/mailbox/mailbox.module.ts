import { Module } from '@nestjs/common';
import { MailboxController } from './mailbox.controller.js';

/** Only in trials with the built-in mail server; never in production. */
@Module({ controllers: [MailboxController] })
export class MailboxModule {}
