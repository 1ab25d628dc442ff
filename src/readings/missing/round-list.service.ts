import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { askedMeters, BEFORE, NOT_READ, takenMonth } from './missing.sql.js';
import { DOOR_ORDER } from '../../accounts/accounts.sql.js';
import { METER_ORDER } from '../../meters/meters.sql.js';
import { doorOf, type UnitType } from '../../accounts/address.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { decimal } from '../../text/russian.js';
import { ReadingsService } from '../readings.service.js';
import { dayOf } from '../sheet/sheet-asked.js';
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

  /** The meters of a house that nobody has sent readings of, or all of them, on a day; undefined for a house that is not there. */
  async of(houseId: string, all: boolean, asked: unknown): Promise<RoundList | undefined> {
    const [house] = await this.database.query<{ address: string }[]>(
      'SELECT address FROM house_addresses WHERE id = $1',
      [houseId],
    );
    if (!house) return undefined;
    const day = dayOf(asked, this.readings.today());
    const rows = await this.database.query<Row[]>(ROUND_LIST, [houseId, day, all]);
    return { house: house.address, day: calendarDay(day), flats: flatsOf(rows), meters: rows.length };
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

/** The meters of a house on a day: those without a reading, or all; flats in the order of their doors. */
const ROUND_LIST = `
  SELECT a.number AS account, a.unit, a.unit_type AS type, m.resource, m.number, m.place, m.tariffs,
         w.period::text AS period, coalesce(before.reading, m.initial_values)::text[] AS previous,
         coalesce(before.taken_on, m.installed_on)::text AS taken_on
  FROM ${askedMeters(takenMonth('$2::date'))}
  LEFT JOIN LATERAL (SELECT p.reading, p.taken_on FROM ${BEFORE}) before ON true
  WHERE a.house_id = $1 AND ($3 OR ${NOT_READ})
  ORDER BY ${DOOR_ORDER}, ${METER_ORDER}`;
