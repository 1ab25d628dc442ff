import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { JOURNAL_TROUBLE, type JournalTrouble } from '../audit/journal-health.sql.js';
import { inShort } from '../audit/seals/break-words.js';
import type { Config } from '../core/config.js';
import { one, rowsOf } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { MailService } from '../mail/mail.service.js';
import type { PanelNotice } from '../panel/first-page.js';
import type { StaffRole } from '../panel/person.js';
import { dateTime } from '../text/russian.js';

const PEOPLE =
  "SELECT name, email FROM office_people WHERE role = 'administrator' AND active AND email <> ''";

/** Tells administrators that the journal was altered past the portal: on the first page while it lasts, and once by letter. */
@Injectable()
export class JournalAlarm {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes the letters about what was found anew, in the transaction that keeps it. */
  async write(tx: EntityManager, found: { fresh: readonly string[]; known: number }): Promise<void> {
    const data = { trouble: inShort(found.fresh), known: found.known };
    for (const { name, email } of await rowsOf<{ name: string; email: string }>(tx, PEOPLE)) {
      await this.mail.queue(tx, { kind: 'journal-altered', to: email, name, data });
    }
  }

  /** The line of the first page, for whoever is to look into it. */
  async notices(role: StaffRole): Promise<PanelNotice[]> {
    if (role !== 'administrator') return [];
    const found = await one<JournalTrouble>(this.database, JOURNAL_TROUBLE);
    if (!found) return [];
    const checked = dateTime(found.checked_at, this.config.timeZone);
    return [
      {
        ...{ urgency: 'now', what: 'Журнал событий изменён в обход портала' },
        ...{ more: `${found.trouble}; проверено ${checked}` },
        ...{ button: 'К проверке портала', href: '/office/doctor' },
      },
    ];
  }
}
