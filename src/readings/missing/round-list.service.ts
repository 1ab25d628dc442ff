import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UNIT_TYPES, type UnitType } from '../../accounts/address.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { decimal } from '../../text/russian.js';
import { ROUND_LIST } from './round-list.sql.js';
import { ReadingsService } from '../readings.service.js';
import { RESOURCES, type Resource, tariffNames } from '../../meters/resource.js';

/** What a colleague takes along through a house. */
export interface RoundList {
  readonly house: string;
  readonly day: string;
  readonly flats: readonly RoundFlat[];
  readonly meters: number;
}

interface RoundFlat {
  readonly flat: string;
  readonly account: string;
  readonly meters: readonly RoundMeter[];
}

interface RoundMeter {
  readonly resource: string;
  readonly number: string;
  readonly place: string;
  /** «октябрь 2026»: the month that the reading will be charged in. */
  readonly month: string;
  /** One for each tariff. */
  readonly values: readonly { name: string; previous: string | null }[];
  /** When the previous values were taken. */
  readonly takenOn: string | null;
}

interface Row {
  account: string;
  unit: string;
  type: UnitType;
  resource: Resource;
  number: string;
  place: string;
  tariffs: number;
  period: string;
  previous: string[] | null;
  taken_on: string | null;
}

/** Makes the list for a round (обходной лист) of a house. */
@Injectable()
export class RoundListService {
  constructor(
    private readonly database: DataSource,
    private readonly readings: ReadingsService,
  ) {}

  /** The meters of a house that nobody has sent readings of, or all of them; undefined for a house that is not there. */
  async of(houseId: string, all: boolean): Promise<RoundList | undefined> {
    const [house] = await this.database.query<{ address: string }[]>(
      'SELECT address FROM houses WHERE id = $1',
      [houseId],
    );
    if (!house) return undefined;
    const today = this.readings.today();
    const rows = await this.database.query<Row[]>(ROUND_LIST, [houseId, today, all]);
    return { house: house.address, day: calendarDay(today), flats: flatsOf(rows), meters: rows.length };
  }
}

function flatsOf(rows: readonly Row[]): RoundFlat[] {
  const flats = new Map<string, { flat: string; account: string; meters: RoundMeter[] }>();
  for (const row of rows) {
    const flat = flats.get(row.account) ?? {
      flat: doorOf(row.type, row.unit),
      account: row.account,
      meters: [],
    };
    flat.meters.push(meterOf(row));
    flats.set(row.account, flat);
  }
  return [...flats.values()];
}

/** «кв. 15»: what stands on the door. */
function doorOf(type: UnitType, unit: string): string {
  const { short, title } = UNIT_TYPES[type];
  return unit === '' ? title : `${short}\u00A0${unit}`.trim();
}

function meterOf(row: Row): RoundMeter {
  const names = tariffNames(row.tariffs);
  return {
    resource: RESOURCES[row.resource].title,
    number: row.number,
    place: row.place,
    month: monthAndYear(row.period),
    values: names.map((name, index) => {
      const previous = row.previous?.[index];
      return { name, previous: previous === undefined ? null : decimal(previous) };
    }),
    takenOn: row.taken_on && calendarDay(row.taken_on),
  };
}
