import { Injectable } from '@nestjs/common';
import { nonBreaking } from '../../text/russian.js';
import type { BulkLetter } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { Clock } from '../../core/clock.js';
import { calendarDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import type { Addressee } from './addressee.js';
import { meterTitle, type NamedMeter } from '../../meters/meter-name.js';
import { daysBetween } from '../../meters/reading-window.js';
import { noticesOn } from './reminder-days.js';
import { NO_ID, type Portions } from './portions.js';
import { DUE_METERS, DUE_VERIFICATIONS } from './reminders.sql.js';
import { Round } from './round.js';
import { isOfSupplier, verificationNote } from '../../meters/verification.js';
import { rowsOf } from '../../core/query.js';

/** So many meters are looked at in one statement. */
const PORTION = 1000;

/** A row of DUE_VERIFICATIONS. */
interface DueRow extends Addressee, NamedMeter {
  meter_id: string;
  due: string;
  notice: number;
}

/** Letters «Поверка счетчика» to residents who want them: three for each meter and each of its last days. */
@Injectable()
export class VerificationReminders {
  private readonly round = new Round();

  constructor(
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  /** Writes about all meters whose notice is due and has not been given; nothing of it is so urgent that it cannot wait for the next round. */
  async write(portions: Portions, today: string): Promise<void> {
    const now = this.clock.now();
    if (this.round.holds(today, now)) return;
    const notices = noticesOn(today);
    const days = [notices[0]!.due, notices.at(-1)!.due];
    const isWhole = await portions.each([days[0]!, NO_ID], async (tx, from) => {
      const meters = await rowsOf<{ id: string; due: string }>(tx, DUE_METERS, [...days, ...from, PORTION]);
      const ids = meters.map(({ id }) => id);
      const rows = await rowsOf<DueRow>(tx, DUE_VERIFICATIONS, [JSON.stringify(notices), ids]);
      if (rows.length > 0) {
        const letters = rows.map((row) => letterOf(row, today));
        await this.mail.queueMany(tx, 'verification-reminder', letters);
      }
      const last = meters.at(-1);
      return last && meters.length === PORTION ? [last.due, last.id] : null;
    });
    if (isWhole) this.round.ended(today, now);
  }
}

function letterOf(row: DueRow, today: string): BulkLetter {
  const left = daysBetween(today, row.due);
  return {
    to: row.email,
    name: fullName({ lastName: row.last_name, firstName: row.first_name, middleName: row.middle_name }),
    userId: row.user_id,
    subjectEnd: ` до ${calendarDay(row.due)}`,
    about: `${row.account_id} ${row.meter_id} ${row.due} ${row.notice}`,
    data: {
      userNo: row.public_no,
      meter: meterTitle(row),
      number: row.number,
      address: nonBreaking(row.address),
      due: calendarDay(row.due),
      left: left === 0 ? null : `${left}\u00A0${plural(left, 'день', 'дня', 'дней')}`,
      one: left % 10 === 1 && left % 100 !== 11,
      cost: verificationNote(row.due, today, row.resource)?.cost,
      ofSupplier: isOfSupplier(row.resource),
    },
  };
}
