import { short, SCIENTIFIC, spoiledByExcel, visible } from '../../imports/cells.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates, isoDay, isoMonth } from '../../imports/dates.js';
import { wrongGisNumber } from '../../meters/gis-number.js';
import type { Resource } from '../../meters/resource.js';
import { resourceNamed } from './resource-names.js';

/** Meters of flats have been there longer than portals, and are verified for years ahead. */
const FIRST_YEAR = 1950;
const LAST_DAY = '2099-12-31';
const MOST_VALUES = 4;

/** How the cells of a file are read. */
export interface MeterCellRules {
  /** `2026-11-25`. */
  readonly today: string;
  readonly title: (position: number) => string;
  readonly decimal?: ',' | '.' | undefined;
  readonly accountLength?: number | undefined;
  readonly singleByte?: boolean;
}

/** Reads what files tell of meters, cell by cell; nothing in a cell is null. */
export class MeterCells extends CellReader {
  private readonly past: Dates;
  private readonly any: Dates;
  private readonly periods: Dates;

  constructor({ today, ...rules }: MeterCellRules) {
    super({ ...rules, dates: new Dates(today) });
    this.past = new Dates(today, FIRST_YEAR);
    this.any = new Dates(LAST_DAY, FIRST_YEAR);
    // A reading sent after the window counts for the month that follows.
    const [year = 0, month = 0] = today.split('-').map(Number);
    this.periods = new Dates(new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10));
  }

  /** A day that has been. */
  pastDay(position: number): string | null {
    return this.day(position, this.past);
  }

  /** A day that may be to come. */
  anyDay(position: number): string | null {
    return this.day(position, this.any);
  }

  /** The first day of the month that readings count for. */
  period(position: number): string | null {
    return this.month(position, this.periods);
  }

  /** Tells whether a month stands where a day belongs, `2026-11`. */
  isMonthOnly(position: number): boolean {
    const text = visible(this.shown(position)).trim();
    return isoDay(text) === undefined && isoMonth(text) !== undefined;
  }

  /** A number or a name of a meter, which Excel likes to take for a number. */
  identifier(position: number): string {
    const text = this.text(position, 60);
    if (SCIENTIFIC.test(text) && /[.,]|\+/.test(text)) {
      this.fail(position, spoiledByExcel(text).reason ?? '');
    }
    return text;
  }

  /** What ГИС ЖКХ calls a meter. */
  gisNumber(position: number): string {
    const text = this.identifier(position);
    const reason = wrongGisNumber(text);
    if (reason !== undefined && !SCIENTIFIC.test(text)) this.fail(position, `«${short(text)}»: ${reason}`);
    return text;
  }

  resource(position: number): Resource | null {
    const text = this.text(position, 100);
    if (text === '') return null;
    const resource = resourceNamed(text);
    if (!resource) {
      this.fail(
        position,
        `«${short(text)}»: таких счетчиков портал не ведёт. Бывают ХВС, ГВС, ЭЛ, ГАЗ, ТЕПЛО`,
      );
    }
    return resource ?? null;
  }

  whole(position: number, least: number, most: number): number | null {
    const text = this.decimal(position);
    if (text === null) return null;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    this.fail(position, `«${short(text)}»: нужно целое число от ${least} до ${most}`);
    return null;
  }

  /** Any word but «нет» means yes: condo writes the system that reads the meter. */
  yes(position: number): boolean | null {
    const text = this.text(position, 200).toLowerCase();
    return text === '' ? null : !['нет', 'no', '0', 'false', 'ложь'].includes(text);
  }

  /** Values of tariffs one after another; zeros where the meter has no tariff more are no values. */
  values(positions: readonly number[], tariffs: number | null): string[] | null {
    const values = positions.map((position) => this.value(position));
    const given = values.findLastIndex((value) => value !== null) + 1;
    if (given === 0) return null;
    let length = Math.min(given, MOST_VALUES);
    while (tariffs !== null && length > tariffs && !(Number(values[length - 1]) > 0)) length -= 1;
    const taken = values.slice(0, length);
    const gap = taken.indexOf(null);
    if (gap >= 0 && this.isEmpty(positions[gap]!)) this.fail(positions[gap]!, 'не указано показание');
    return taken.map((value) => value ?? '0');
  }

  /** A value of a dial as a decimal; what is wrong with it is told at its cell. */
  value(position: number): string | null {
    const text = this.decimal(position);
    if (text?.startsWith('-')) this.fail(position, `«${short(text)}»: показание не может быть меньше нуля`);
    return text;
  }
}
