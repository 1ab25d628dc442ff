import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { chore } from '../../core/chores.js';
import type { Config } from '../../core/config.js';
import { FormKeys } from '../../core/form-keys.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import type { BulkLetter } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { byName, meterTitle, numberTail } from '../../meters/meter-name.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { nonBreaking } from '../../text/russian.js';
import { ReadingLinks } from '../links/reading-links.service.js';
import { ReadingsService } from '../readings.service.js';
import type { MissingFilter } from './missing-filter.js';
import { MissingFlats } from './missing-flats.service.js';
import { NOTE_NUDGES, NUDGED, type Nudged, type NudgedFlat } from './missing-flats.sql.js';

/** So many letters are written by one statement. */
const PORTION = 1000;
/** Those of so many houses are noted, written and told by the journal in one transaction. */
const HOUSES_AT_ONCE = 16;

/** Reminds by letter everybody of a list who wants such letters, once a day. */
@Injectable()
export class ReadingNudges implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly missing: MissingFlats,
    private readonly readings: ReadingsService,
    private readonly links: ReadingLinks,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.housekeeping.add(
      chore('reading nudges', {
        ...{ table: 'reading_nudges', key: 'ctid', by: 'day' },
        where: "day < now() - interval '90 days'",
      }),
    );
  }

  /**
   * How many letters have been written; undefined for the other half of a double press. They are written some houses at a time:
   * where that breaks off, whoever presses again goes on with those who have got none.
   */
  remind(filter: MissingFilter, actor: Actor & { id: string }, formKey: string): Promise<number | undefined> {
    const form = { database: this.database, key: formKey, content: JSON.stringify(filter) };
    return this.formKeys.once(
      form,
      () => this.remindAll(filter, actor),
      (letters) => letters > 0,
    );
  }

  private async remindAll(filter: MissingFilter, actor: Actor & { id: string }): Promise<number> {
    let letters = 0;
    for await (const houses of this.missing.portions(filter, HOUSES_AT_ONCE)) {
      const [today, ids, zone] = this.missing.parameters(houses);
      letters += await this.database.transaction(async (tx) => {
        const noted = await rowsOf<{ user_id: string }>(tx, NOTE_NUDGES, [today, ids, zone, actor.id]);
        const users = noted.map(({ user_id: id }) => id);
        for (let from = 0; from < users.length; from += PORTION) {
          await this.write(tx, users.slice(from, from + PORTION), today);
        }
        if (users.length > 0) await this.tell(tx, filter, actor, users.length);
        return users.length;
      });
    }
    return letters;
  }

  private async tell(
    tx: EntityManager,
    { house, q }: MissingFilter,
    actor: Actor,
    letters: number,
  ): Promise<void> {
    const object = house === '' ? undefined : ({ kind: 'house', id: house } as const);
    const details = { letters, ...(q !== '' && { houses: q }) };
    await this.audit.record(tx, actor, 'readings.reminded', object, details);
  }

  private async write(tx: EntityManager, users: readonly string[], today: string): Promise<void> {
    const rows = await rowsOf<Nudged>(tx, NUDGED, [today, users]);
    await this.mail.queueMany(
      tx,
      'readings-nudge',
      rows.map((row) => this.letterOf(row, today)),
    );
  }

  /** All flats of a resident in one letter; by the first of them it is known whether it is still theirs. */
  private letterOf({ id, public_no: userNo, email, name, flats }: Nudged, today: string): BulkLetter {
    const [first] = flats as readonly [NudgedFlat];
    return {
      ...{
        to: email,
        name,
        userId: id,
        subjectEnd: ` за ${monthAndYear(first.period)}`,
        about: `${first.account} ${first.period} ${today}`,
      },
      data: {
        userNo,
        flats: flats.map(({ account, address, period, opens, closes, meters }) => {
          const open = opens <= today && today <= closes;
          return {
            ...{ address: nonBreaking(address), month: monthAndYear(period), open },
            last: calendarDay(closes),
            meters: meters
              .toSorted(byName)
              .map((meter) => ({ title: meterTitle(meter), number: numberTail(meter.number) })),
            link: open && this.links.of({ userNo, accountId: account, period, until: closes }),
          };
        }),
        closed: flats.some(({ closes }) => closes < today),
        page: first && `/accounts/${first.account}/readings`,
      },
    };
  }
}
