import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../core/chunks.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { BulkLetter } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { meterTitle, numberTail } from '../../meters/meter-name.js';
import { RESOURCES, type Resource } from '../../meters/resource.js';
import { monthAndYear } from '../../text/month.js';
import { decimal, nonBreaking } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import { seers } from './taken-back.sql.js';

/** So many readings are listed; a file may have brought those of years. */
const MOST_LISTED = 30;

interface Seer {
  readonly id: string;
  readonly public_no: string;
  readonly email: string;
  readonly last_name: string;
  readonly first_name: string;
  readonly middle_name: string;
  readonly count: number;
  readonly readings: readonly [Taken, ...Taken[]];
}

interface Taken {
  readonly account: string;
  readonly address: string;
  readonly resource: Resource;
  readonly place: string;
  readonly number: string;
  readonly period: string;
  readonly reading: readonly string[];
  /** What counts again instead, where there is something. */
  readonly again: readonly string[] | null;
}

/** Readings that count no more, and what the residents hear of it. */
export interface TakenBack {
  /** A condition on `meter_readings r`, with parameters from $2 on. */
  readonly readings: string;
  readonly parameters: readonly unknown[];
  /** Whether what they had replaced counts again. */
  readonly restores: boolean;
  /** What has happened, by which a resident gets no second letter about it. */
  readonly event: string;
  /** «Загрузку файла, из которого они были взяты, офис отменил.» */
  readonly why: string;
}

/** Letters «Показания больше не учитываются» to residents who have seen them and want letters about readings. */
@Injectable()
export class TakenBackLetters {
  constructor(
    private readonly mail: MailService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes one letter to each of them, within the caller's transaction and before the readings are gone; returns how many. */
  async write(tx: EntityManager, { readings, parameters, restores, event, why }: TakenBack): Promise<number> {
    let letters = 0;
    const given = [this.config.timeZone, ...parameters];
    for await (const rows of chunksOf<Seer>(tx, seers(readings, restores), given)) {
      letters += await this.mail.queueMany(
        tx,
        'readings-undone',
        rows.map((row) => letterOf(row, event, why)),
      );
    }
    return letters;
  }
}

function letterOf(row: Seer, event: string, why: string): BulkLetter {
  const listed = row.readings.slice(0, MOST_LISTED);
  const [{ account }] = row.readings;
  const addresses = [...new Set(listed.map(({ address }) => address))];
  return {
    ...{ to: row.email, userId: row.id, subjectEnd: '', about: `${account} ${event}` },
    name: fullName({ firstName: row.first_name, middleName: row.middle_name, lastName: row.last_name }),
    data: {
      ...{ userNo: row.public_no, why, page: `/accounts/${account}/readings` },
      flats: addresses.map((address) => ({
        address: nonBreaking(address),
        readings: listed.filter((one) => one.address === address).map(readingWords),
      })),
      more: row.count - listed.length,
    },
  };
}

function readingWords(taken: Taken): { meter: string; words: string; again: string } {
  const { unit } = RESOURCES[taken.resource];
  const values = (reading: readonly string[]) =>
    `${reading.map((value) => decimal(value)).join(' и ')}\u00A0${unit}`;
  return {
    meter: `${meterTitle(taken)}, №\u00A0${numberTail(taken.number)}`,
    words: `${values(taken.reading)} за ${monthAndYear(taken.period)}`,
    again: taken.again === null ? '' : values(taken.again),
  };
}
