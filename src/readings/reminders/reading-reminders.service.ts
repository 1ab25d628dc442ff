import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { nonBreaking } from '../../text/russian.js';
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
import { changedSince, momentOf } from './changed-accounts.js';
import { NO_ID, type Portions } from './portions.js';
import { ACCOUNTS, MISSING_READINGS, WINDOW_RULES, WINDOWS_AS_THEY_ARE } from './reminders.sql.js';
import { Round } from './round.js';
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

/** One look for whom to remind. */
interface Look {
  readonly rules: string;
  /** By the clock of the database. */
  readonly began: Date;
  /** Which accounts, by their ids; all of them in a round. */
  readonly accounts: readonly string[] | undefined;
}

/** Letters «Пора передать показания» to residents who want them and have not sent yet. */
@Injectable()
export class ReadingReminders {
  private readonly round = new Round();
  /** When the last look began, by the clock of the database. */
  private looked?: Date;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: MailService,
    private readonly links: ReadingLinks,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes to who is to be reminded today and has not been: to everybody in a round, between two rounds to whom an account
   * that has changed belongs. Most of the month there is nothing to look for.
   */
  async write(portions: Portions, today: string): Promise<void> {
    const now = this.clock.now();
    let look: Look | undefined;
    const isWhole = await portions.each([NO_ID], async (tx, [after]) => {
      // Read before the windows: of those that change meanwhile the next look is to begin anew.
      const rules = look?.rules ?? (await this.rulesOn(tx, today));
      const open = await this.openWindows(tx, today);
      if (!open.some(({ closing }) => closing)) return null;
      look ??= await this.begin(tx, rules, now);
      const accounts = look.accounts
        ? portionOf(look.accounts, after!)
        : (await rowsOf<{ id: string }>(tx, ACCOUNTS, [after, PORTION])).map(({ id }) => id);
      await this.writeTo(tx, accounts, open, today);
      return accounts.length === PORTION ? [accounts.at(-1)!] : null;
    });
    if (!look || !isWhole) return;
    this.looked = look.began;
    if (!look.accounts) this.round.ended(look.rules, now);
  }

  private async rulesOn(tx: EntityManager, today: string): Promise<string> {
    const windows = await one<{ print: string | null }>(tx, WINDOWS_AS_THEY_ARE);
    return `${today} ${windows?.print}`;
  }

  private async begin(tx: EntityManager, rules: string, now: Date): Promise<Look> {
    const began = await momentOf(tx);
    const changed = this.looked && this.round.holds(rules, now) && (await changedSince(tx, this.looked));
    return { rules, began, accounts: changed || undefined };
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

  private async writeTo(
    tx: EntityManager,
    accounts: readonly string[],
    open: readonly object[],
    today: string,
  ): Promise<void> {
    const parameters = [JSON.stringify(open), this.config.timeZone, accounts, today];
    const rows = await rowsOf<MissingRow>(tx, MISSING_READINGS, parameters);
    if (rows.length > 0) {
      await this.mail.queueMany(
        tx,
        'readings-reminder',
        rows.map((row) => this.letterOf(row, today)),
      );
    }
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
        address: nonBreaking(row.address),
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

function portionOf(ids: readonly string[], after: string): readonly string[] {
  const from = ids.findIndex((id) => id > after);
  return from === -1 ? [] : ids.slice(from, from + PORTION);
}
