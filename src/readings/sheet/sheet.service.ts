import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { doorOf } from '../../accounts/address.js';
import type { Actor } from '../../audit/audit.js';
import { POOL } from '../../core/tokens.js';
import { type Meter, meterOf, type ReadingSource, valuesText } from '../../meters/meter.js';
import { littleWords } from '../meter-words.js';
import { lessThanBefore } from '../panel/reading-words.js';
import { REFUSALS } from '../panel/value-fields.js';
import { METERS_OF_HOUSE } from '../readings.sql.js';
import { monthOfDayRead, ReadingsService } from '../readings.service.js';
import type { SubmitResult } from '../submit-result.js';
import { tooEarly, tooOld } from '../taken-day.js';
import { type Entered, fittingNeighbour } from '../validation.js';
import {
  askWords,
  neighbourWords,
  changedAnswer,
  judged,
  type LineAnswer,
  type SheetMeter,
  usedWords,
} from './sheet-line.js';

/** A form may have a thousand fields, and one of a sheet has up to four for a meter. */
export const MOST_LINES = 240;

/** What is said once for all lines of a sheet. */
export interface Given {
  readonly source: ReadingSource;
  /** The day the dials were looked at. */
  readonly day: string;
}

/** Reads sheets of meters and writes their lines, each by itself. */
@Injectable()
export class SheetService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly readings: ReadingsService,
  ) {}

  /** The meters of one flat, as they are read on a day. */
  async ofAccount(accountId: string, day: string): Promise<SheetMeter[]> {
    const meters = await this.readings.metersOf(accountId, monthOfDayRead(day));
    return meters.map((meter) => ({ meter, accountId, door: '' }));
  }

  /** A part of the meters of a house, door by door; one that serves several flats stands behind the first door. */
  async ofHouse(
    houseId: string,
    { day, resources, page }: { day: string; resources: readonly string[]; page: number },
  ): Promise<{ meters: SheetMeter[]; total: number }> {
    const rows = await METERS_OF_HOUSE.rows(
      this.pool,
      houseId,
      resources,
      MOST_LINES,
      (page - 1) * MOST_LINES,
    );
    const today = this.readings.today();
    return {
      total: rows[0]?.total ?? 0,
      meters: rows.map((row) => ({
        meter: meterOf(row, today, monthOfDayRead(day)),
        accountId: row.account_id,
        door: doorOf(row.unit_type, row.unit),
      })),
    };
  }

  /** Writes one line by the rules of all readings, or says why not. */
  async take(
    { meter, accountId }: SheetMeter,
    entered: Entered,
    { source, day }: Given,
    actor: Actor,
  ): Promise<LineAnswer> {
    const today = this.readings.today();
    const wrongDay = day > today ? REFUSALS.future : (tooEarly(meter, day) ?? tooOld(meter, today));
    if (wrongDay) return answer(meter, entered, 'wrong', wrongDay);
    const outcome = await this.readings.submit({
      accountId,
      entered: [entered],
      source,
      actor,
      takenOn: day,
    });
    return this.answerOf(outcome, { meter, accountId, door: '' }, entered, day);
  }

  private async answerOf(
    outcome: SubmitResult,
    { meter, accountId }: SheetMeter,
    entered: Entered,
    day: string,
  ): Promise<LineAnswer> {
    switch (outcome.kind) {
      case 'done':
        return {
          ...answer(meter, entered, 'saved', 'сохранено'),
          seen: valuesText(meter, entered.values),
        };
      case 'ask':
        return {
          ...answer(
            meter,
            entered,
            'ask',
            askWords(outcome.judgements[0]!) + (await this.neighbour(accountId, entered, day)),
          ),
          sure: valuesText(meter, entered.values),
        };
      case 'gone':
        return answer(meter, entered, 'wrong', 'лицевой счет закрыт');
      case 'busy':
        return answer(meter, entered, 'later', 'сейчас загружаются показания из файла, повторим');
      case 'refused': {
        const { why, tariff } = outcome.refusals[0]!;
        if (why === 'less') {
          const said = `${lessThanBefore(meter, tariff)}, не сохранено`;
          return answer(meter, entered, 'wrong', said + (await this.neighbour(accountId, entered, day)));
        }
        if (why !== 'changed') return answer(meter, entered, 'wrong', REFUSALS[why]);
        const now = await this.readings.metersOf(accountId, monthOfDayRead(day));
        return changedAnswer(now.find(({ id }) => id === meter.id) ?? meter, entered);
      }
    }
  }

  /** Of what does not fit its meter: that it fits the water beside it. */
  private async neighbour(accountId: string, entered: Entered, day: string): Promise<string> {
    const meters = await this.readings.metersOf(accountId, monthOfDayRead(day));
    return neighbourWords(fittingNeighbour(meters, entered));
  }
}

function answer(meter: Meter, entered: Entered, tone: LineAnswer['tone'], text: string): LineAnswer {
  const one = judged(meter, entered);
  return { tone, text, used: usedWords(one), little: littleWords(one), seen: entered.seen ?? '', sure: '' };
}
