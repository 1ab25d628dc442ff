import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { classify, isUnableToWrite } from '../../core/database-errors.js';
import { Log } from '../../core/log.js';
import { isDiskTrouble } from '../../core/not-stored.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { type OfficeDefinition, OfficePart, type OfficeToday } from '../../office/office-part.js';
import { dateTime } from '../../text/russian.js';
import { MailServerFault } from './mailbox-client.js';
import { MailboxState, type MailboxTrouble } from './mailbox-state.js';
import { mailboxWords } from './mailbox-words.js';

/** Tells administrators that the mailbox cannot be read: on the first page while it lasts, and once by letter. */
@Injectable()
@OfficePart()
export class MailboxAlarm implements OfficeDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly state: MailboxState,
    private readonly mail: MailService,
    private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A visit to the mailbox came to nothing. */
  async failed(error: unknown): Promise<void> {
    const words = troubleWords(error);
    const code = error instanceof Error ? error.message.slice(0, 200) : '';
    this.log.warn(`the mailbox was not read: ${words} (${code})`, 'mailbox');
    await this.database.transaction(async (tx) => {
      const trouble = await this.state.failed(tx, words);
      if (!trouble) return;
      this.log.error(`letters are not read: ${words}`, 'mailbox');
      const people = await rowsOf<{ name: string; email: string }>(
        tx,
        "SELECT name, email FROM office_people WHERE role = 'administrator' AND active AND email <> ''",
      );
      for (const { name, email } of people) {
        const data = {
          ...{ trouble: words, readAt: this.timeOf(trouble.read_at) },
          isOurs: !(error instanceof MailServerFault),
        };
        await this.mail.queue(tx, { kind: 'mailbox-trouble', to: email, name, data });
      }
    });
  }

  today(): OfficeToday {
    return {
      roles: ['administrator'],
      todo: async () => {
        const trouble = this.config.incoming && (await this.state.trouble());
        if (!trouble) return [];
        return [
          {
            ...{ urgency: 'now', what: `Письма жителей не читаются: ${trouble.trouble}` },
            ...{ more: this.more(trouble), button: 'К обращениям', href: '/office/messages' },
          },
        ];
      },
    };
  }

  private more({ trouble_since: since, read_at: readAt }: MailboxTrouble): string {
    const last = readAt ? `последний раз прочитаны ${this.timeOf(readAt)}` : 'ещё ни разу не прочитаны';
    return `${last}, не получается с ${this.timeOf(since)}`;
  }

  private timeOf(at: Date | null): string {
    return at ? dateTime(at, this.config.timeZone) : '';
  }
}

/** The mail server is blamed only for what it has done itself. */
function troubleWords(error: unknown): string {
  if (error instanceof MailServerFault) return mailboxWords(error.cause);
  if (isDiskTrouble(error) || isUnableToWrite(error)) return 'на диске портала нет места, или он не работает';
  if (classify(error) === 503) return 'база данных портала не отвечает';
  return 'на портале ошибка, она записана в его журнале';
}
