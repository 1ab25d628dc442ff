import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { DAY } from '../../core/limits.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { momentInSentence } from '../../text/russian.js';
import { StaffNews } from '../news/staff-news.js';
import type { Staff } from '../staff.entity.js';

/** By what people of the office come in. */
export const WAYS_OF_STAFF = { password: 'пароль', code: 'пароль и код', passkey: 'ключ доступа' } as const;

export type WayOfStaff = keyof typeof WAYS_OF_STAFF;

/** How many such sign-ins of a day there are with this one: what a browser calls itself alone would let a stranger hide behind it. */
const TODAY = `SELECT count(*)::integer AS count FROM staff_sign_ins
  WHERE staff_id = $1 AND device = $2 AND ip = $3 AND new_device AND at > $4`;

/** What is told of the sign-ins of people of the office: to them by letter and on the first page, to administrators by letter. */
@Injectable()
export class StaffSignIns {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly news: StaffNews,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes, within the transaction of the sign-in, that somebody has come in from a device for the first time. */
  async tellOfDevice(
    tx: EntityManager,
    staff: Staff,
    { way: by, device, network }: { way: WayOfStaff; device: string; network: string },
  ): Promise<void> {
    const { id, email: to, name, login } = staff;
    const now = this.clock.now();
    const seen = { way: WAYS_OF_STAFF[by], device, network };
    const data = { login, at: momentInSentence(now, this.config.timeZone), ...seen };
    await this.mail.queue(tx, { kind: 'staff-new-device', to, name, data });
    const { count } = (await one<{ count: number }>(tx, TODAY, [
      id,
      device,
      network,
      secondsAfter(now, -DAY),
    ]))!;
    if (count === 1) await this.news.tell(tx, 'signIn', staff, { kind: 'staff', id, ip: network }, seen);
  }

  /** How often a wrong password or code was typed before somebody's last sign-in. */
  async failedBefore(id: string): Promise<number> {
    const sql =
      'SELECT failed_before AS count FROM staff_sign_ins WHERE staff_id = $1 ORDER BY id DESC LIMIT 1';
    return (await one<{ count: number }>(this.database, sql, [id]))?.count ?? 0;
  }
}
