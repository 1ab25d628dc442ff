import { dialDigits, dialUnits } from '../../meters/dial.js';
import { RESOURCES, tariffNames } from '../../meters/resource.js';
import { monthAndYear } from '../../text/month.js';
import { historyRows, usedWords } from '../history/history.js';
import type { EnteredMeter, EntryRow } from './entries.sql.js';
import { originWords, stateOf, type Told } from './entry-words.js';

/** One value of a reading, as the dial shows it. */
interface ShownDigits {
  readonly name: string;
  readonly whole: string;
  readonly fraction: string;
}

/** A reading as the table of its meter tells it. */
interface ShownEntry {
  readonly month: string;
  readonly values: readonly ShownDigits[];
  /** «5,420 м³»; empty where it does not count, or nothing came before. */
  readonly used: string;
  readonly origin: string;
  readonly state: ReturnType<typeof stateOf>;
  /** Where it is cancelled; false where it cannot be. */
  readonly cancel: string | false;
}

/** The values of a reading, tariff by tariff. */
export function valuesShown(meter: EnteredMeter, { reading }: EntryRow): ShownDigits[] {
  const names = tariffNames(meter.tariffs);
  return reading.map((text, tariff) => ({
    name: names[tariff] ?? '',
    ...dialDigits(dialUnits(text, meter), meter),
  }));
}

/** All readings of a meter in words, newest first. */
export function entriesShown(
  meter: EnteredMeter,
  rows: readonly EntryRow[],
  told: Told,
  cancelAt: (row: EntryRow) => string | false,
): ShownEntry[] {
  const unitsOf = (texts: readonly string[]) => texts.map((text) => dialUnits(text, meter));
  const standing = rows
    .filter(({ superseded }) => !superseded)
    .map(({ id, period, status, reading, taken_on: takenOn }) => {
      return { id, period, status, values: unitsOf(reading), takenOn };
    });
  const begun = { initial: meter.initial && unitsOf(meter.initial), installedOn: meter.installed_on };
  const used = new Map(
    historyRows(standing, meter, begun).map(({ reading, total, since }) => [
      reading.id,
      total === null
        ? ''
        : [`${usedWords(total, meter)}\u00A0${RESOURCES[meter.resource].unit}`, since]
            .filter(Boolean)
            .join(', '),
    ]),
  );
  return rows.map((row) => ({
    month: monthAndYear(row.period),
    values: valuesShown(meter, row),
    used: used.get(row.id) ?? '',
    origin: originWords(row, told),
    state: stateOf(row, told),
    cancel: cancelAt(row),
  }));
}
