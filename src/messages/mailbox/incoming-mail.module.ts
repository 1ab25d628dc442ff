import { Module } from '@nestjs/common';
import { chore } from '../../core/chores.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { FilesModule } from '../../files/files.module.js';
import { MailModule } from '../../mail/mail.module.js';
import { UsersModule } from '../../users/users.module.js';
import { MessagesModule } from '../messages.module.js';
import { AppealSink } from './appeal-sink.js';
import { LetterSink } from './incoming-letter.js';
import { LetterThreads } from './letter-threads.js';
import { MailboxAlarm } from './mailbox-alarm.js';
import { MailboxReader } from './mailbox-reader.js';
import { MailboxState } from './mailbox-state.js';

/** The mailbox to which people write: read, and put into the register. */
@Module({
  imports: [FilesModule, MessagesModule, MailModule, UsersModule],
  providers: [
    MailboxState,
    MailboxAlarm,
    MailboxReader,
    LetterThreads,
    { provide: LetterSink, useClass: AppealSink },
  ],
})
export class IncomingMailModule {
  constructor(housekeeping: Housekeeping) {
    // far longer than letters are looked for again
    const where = "taken_at < now() - interval '400 days'";
    housekeeping.add(
      chore('letters that were taken', { table: 'incoming_letters', key: 'mark', by: 'taken_at', where }),
    );
  }
}
