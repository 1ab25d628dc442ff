import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsOf } from '../../core/query.js';
import type { Letter } from '../../mail/letter.entity.js';
import type { LetterKind } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { STILL_DUE, STILL_MISSING, STILL_MISSING_SOMEWHERE } from './reminders.sql.js';

/**
 * Asks before a reminder leaves whether it is still needed: the readings may have come while it waited, the meter may have
 * been verified. So nobody has to go through all letters that wait, which in an outage are hundreds of thousands.
 */
@Injectable()
export class RemindersCheck implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
  ) {}

  onModuleInit(): void {
    this.ask('readings-reminder', STILL_MISSING);
    this.ask('readings-nudge', STILL_MISSING_SOMEWHERE);
    this.ask('verification-reminder', STILL_DUE);
  }

  private ask(kind: LetterKind, sql: string): void {
    this.mail.checkBefore([kind], async ({ userId, about }: Letter) => {
      const found = await rowsOf<unknown>(this.database, sql, [userId, about]);
      return found.length > 0;
    });
  }
}
