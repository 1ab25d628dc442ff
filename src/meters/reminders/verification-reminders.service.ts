import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { fullAddress } from '../../accounts/address.js';
import type { BulkLetter } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { chunksOf } from '../../platform/chunks.js';
import { Clock } from '../../platform/clock.js';
import { calendarDay } from '../../platform/text/month.js';
import { plural } from '../../platform/text/russian.js';
import { fullName } from '../../users/person-name.js';
import type { Addressee } from './addressee.js';
import { meterTitle, type NamedMeter } from '../meter-name.js';
import { daysBetween } from '../reading-window.js';
import { noticesOn } from './reminder-days.js';
import { DUE_VERIFICATIONS, WITHDRAW_VERIFICATIONS } from './reminders.sql.js';
import { verificationNote } from '../verification.js';

/** A row of DUE_VERIFICATIONS. */
interface DueRow extends Addressee, NamedMeter {
  meter_id: string;
  due: string;
  notice: number;
}

/** Letters «Поверка счетчика» to residents who want them: three for each meter and each of its last days. */
@Injectable()
export class VerificationReminders {
  constructor(
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  /** Writes about all meters whose notice is due and has not been given. */
  async write(tx: EntityManager, today: string): Promise<void> {
    const parameters = [JSON.stringify(noticesOn(today))];
    for await (const rows of chunksOf<DueRow>(tx, DUE_VERIFICATIONS, parameters)) {
      await this.mail.queueMany(
        tx,
        'verification-reminder',
        rows.map((row) => letterOf(row, today)),
      );
    }
  }

  /** Takes back letters that wait and are no longer needed. */
  async withdraw(tx: EntityManager): Promise<void> {
    await tx.query(WITHDRAW_VERIFICATIONS, [this.clock.now()]);
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
      address: fullAddress(row.house, row.unit_type, row.unit),
      due: calendarDay(row.due),
      left: left === 0 ? null : `${left}\u00A0${plural(left, 'день', 'дня', 'дней')}`,
      one: left % 10 === 1 && left % 100 !== 11,
      cost: verificationNote(row.due, today)?.cost,
    },
  };
}
