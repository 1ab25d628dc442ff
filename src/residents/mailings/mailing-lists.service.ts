import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one, type Queryable, rowsOf } from '../../core/query.js';
import { SlowLane } from '../../core/slow-lane.js';
import { CONFIG } from '../../core/tokens.js';
import { MailingSettler } from '../../mail/mailings/mailing-settler.js';
import { KIND } from '../../mail/mailings/mailings.sql.js';
import { MailService } from '../../mail/mail.service.js';
import { NotificationPreferences } from '../../notifications/notification-preferences.service.js';
import { money, plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import type { Audience, LeftOut } from './audience.js';
import { accountsCounted, chosenOf, judgedOf } from './audience.sql.js';

interface Judged {
  readonly reason: LeftOut | null;
  readonly today: boolean;
  readonly count: number;
  readonly names: readonly { readonly id: string; readonly name: string }[];
}

/** Who would get a letter, and who would not. */
export interface Reach {
  /** At once; of these nobody has had one today. */
  readonly now: number;
  /** When an administrator has agreed: they have had one today. */
  readonly later: Judged | undefined;
  readonly out: readonly (Judged & { readonly reason: LeftOut })[];
  readonly accounts: number;
  /** Accounts that nobody has linked: there is nobody to write to. */
  readonly alone: number;
}

/** A house that can be chosen. */
export interface ChosenHouse {
  readonly id: string;
  readonly address: string;
}

/** So many houses stand in the field; more are searched for. */
export const MOST_HOUSES = 200;

/** Finds whom the office writes to, and asks before a letter leaves whether it may still reach them. */
@Injectable()
export class MailingLists implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly settler: MailingSettler,
    private readonly preferences: NotificationPreferences,
    private readonly clock: Clock,
    private readonly slow: SlowLane,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.settler.chooseBy(chosenOf);
    this.mail.checkBefore(
      [KIND],
      async ({ userId }) => userId !== null && (await this.preferences.wants(userId, 'office')),
    );
  }

  /** The day on which a resident gets one letter. */
  today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  async reach(audience: Audience): Promise<Reach> {
    const judged = judgedOf(audience, this.today());
    const counted = accountsCounted(audience, this.today());
    const ask = async (on: Queryable) =>
      [
        await rowsOf<Judged>(on, judged.sql, [...judged.values]),
        await one<{ accounts: number; alone: number }>(on, counted.sql, [...counted.values]),
      ] as const;
    const [rows, accounts] = await (audience.house === undefined ? this.slow.run(ask) : ask(this.database));
    return {
      now: rows.find(({ reason, today }) => reason === null && !today)?.count ?? 0,
      later: rows.find(({ reason, today }) => reason === null && today),
      out: rows.filter((row): row is Judged & { reason: LeftOut } => row.reason !== null),
      ...accounts!,
    };
  }

  async house(id: string): Promise<ChosenHouse | undefined> {
    return one<ChosenHouse>(this.database, 'SELECT id, address FROM house_addresses WHERE id = $1', [id]);
  }

  /** Houses with all these words, one more than are shown where there are so many. */
  houses(words: string): Promise<ChosenHouse[]> {
    const patterns = words
      .split(/[\s,.]+/)
      .filter(Boolean)
      .slice(0, 10)
      .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    return rowsOf<ChosenHouse>(
      this.database,
      `SELECT id, address FROM house_addresses WHERE address ILIKE ALL ($1::text[])
       ORDER BY address COLLATE ru_numeric LIMIT ${MOST_HOUSES + 1}`,
      [patterns],
    );
  }

  /** «ул. Лесная, 4, кв. 1–36, долг от 1 000,00 ₽ больше чем за 3 месяца». */
  wordsOf({ flats, debt, months }: Audience, house: ChosenHouse | undefined): string {
    const owed = [
      debt !== undefined && `от ${money(BigInt(debt))}`,
      months !== undefined && `больше чем за ${months}\u00a0${plural(months, 'месяц', 'месяца', 'месяцев')}`,
    ].filter(Boolean);
    return [
      house ? streetOf(house.address, this.config.company.town) : 'все дома',
      flats && `кв.\u00a0${flats.from}–${flats.to}`,
      owed.length > 0 && `долг ${owed.join(' ')}`,
    ]
      .filter(Boolean)
      .join(', ');
  }
}
