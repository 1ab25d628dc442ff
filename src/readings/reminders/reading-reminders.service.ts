import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fullAddress } from '../../accounts/address.js';
import type { BulkLetter } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { CONFIG } from '../../core/tokens.js';
import { fullName } from '../../users/person-name.js';
import type { Addressee } from './addressee.js';
import { dayAndMonth } from '../meter-words.js';
import { byName, meterTitle, type NamedMeter, numberTail } from '../../meters/meter-name.js';
import { ReadingLinks } from '../links/reading-links.service.js';
import { type WindowDays, windowAt } from '../../meters/reading-window.js';
import { isClosing } from './reminder-days.js';
import type { Place, Portions } from './portions.js';
import { END_OF_ACCOUNTS, MISSING_READINGS, WINDOW_RULES, WITHDRAW_READINGS } from './reminders.sql.js';
import { NO_ID, withdrawInPortions } from './withdrawal.js';
import { one, rowsOf } from '../../core/query.js';

/** So many accounts are looked at in one statement. */
const PORTION = 1000;

/** A row of MISSING_READINGS. */
interface MissingRow extends Addressee {
  period: string;
  /** The last day of the window that closes first, and of the one that closes last. */
  closes: string;
  until: string;
  ends: Date;
  meters: (NamedMeter & { closes: string })[];
}

/** Letters «Пора передать показания» to residents who want them and have not sent yet. */
@Injectable()
export class ReadingReminders {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: MailService,
    private readonly links: ReadingLinks,
    private readonly clock: Clock,
  ) {}

  /** Writes to everybody who is to be reminded today and has not been; most of the month there is nothing to look for. */
  async write(portions: Portions, today: string): Promise<void> {
    await portions.each([null], async (tx, [after]) => {
      const open = await this.openWindows(tx, today);
      if (!open.some(({ closing }) => closing)) return null;
      return this.writePortion(tx, open, today, after ?? NO_ID);
    });
  }

  /** Takes back letters that wait and are no longer needed. */
  async withdraw(portions: Portions): Promise<void> {
    await withdrawInPortions(portions, 'readings-reminder', WITHDRAW_READINGS, this.clock.now());
  }

  private async openWindows(tx: EntityManager, today: string) {
    const rules = await rowsOf<WindowDays>(tx, WINDOW_RULES);
    return rules
      .map((rule) => ({ rule, window: windowAt(today, rule) }))
      .filter(({ window }) => window.open)
      .map(({ rule, window }) => ({
        ...rule,
        period: `${window.period}-01`,
        closes: window.closes,
        closing: isClosing(window, today, this.config.readingReminderDays),
      }));
  }

  private async writePortion(
    tx: EntityManager,
    open: readonly object[],
    today: string,
    after: string,
  ): Promise<Place | null> {
    const end = await one<{ id: string }>(tx, END_OF_ACCOUNTS, [after, PORTION]);
    const upTo = end?.id ?? null;
    const parameters = [JSON.stringify(open), this.config.timeZone, after, upTo];
    const rows = await rowsOf<MissingRow>(tx, MISSING_READINGS, parameters);
    if (rows.length > 0) {
      await this.mail.queueMany(
        tx,
        'readings-reminder',
        rows.map((row) => this.letterOf(row, today)),
      );
    }
    return upTo === null ? null : [upTo];
  }

  private letterOf(row: MissingRow, today: string): BulkLetter {
    const { account_id: accountId, public_no: userNo, period, closes, until } = row;
    return {
      to: row.email,
      name: fullName({ lastName: row.last_name, firstName: row.first_name, middleName: row.middle_name }),
      userId: row.user_id,
      subjectEnd: ` до ${dayAndMonth(closes)}`,
      about: `${accountId} ${period} ${closes}`,
      notAfter: row.ends,
      data: {
        userNo,
        month: monthAndYear(period),
        address: fullAddress(row.house, row.unit_type, row.unit),
        meters: row.meters.sort(byName).map((meter) => ({
          title: meterTitle(meter),
          number: numberTail(meter.number),
          until: closes === until ? null : dayAndMonth(meter.closes),
        })),
        last: calendarDay(closes),
        lastToday: closes === today,
        several: closes !== until,
        linkLast: dayAndMonth(until),
        page: `/accounts/${accountId}/readings`,
        link: this.links.of({ userNo, accountId, period, until }),
      },
    };
  }
}
