import { ofWidth } from '../../imports/cells.js';
import type { Line } from '../../imports/csv-lines.js';
import type { Column, Layout } from './meter-columns.js';
import type { MeterCells } from './meter-cells.js';
import type { MeterRecord, ReadRow } from './meter-records.js';

const VALUES = ['value1', 'value2', 'value3', 'value4'] as const;
const INITIALS = ['initial1', 'initial2', 'initial3', 'initial4'] as const;

/** Turns rows of a table with headings into records. */
export class TableRows {
  private readonly width: number;

  constructor(
    private readonly layout: Layout,
    private readonly cells: MeterCells,
  ) {
    this.width = layout.titles.length;
  }

  /** What a row tells, or why it tells nothing. */
  row({ row, cells }: Line): ReadRow {
    const own = ofWidth(cells, this.width);
    this.cells.start(row, own);
    if (own.length > this.width) {
      const reason = `значений в строке ${own.length}, а столбцов ${this.width}`;
      return { row, errors: [{ row, reason }], cells: own };
    }
    const record = this.record();
    const { errors } = this.cells;
    return errors.length > 0 ? { row, errors, cells: own } : { row, record: [record], cells: own };
  }

  private record(): MeterRecord {
    const { cells } = this;
    const at = (column: Column) => this.layout.positions[column] ?? -1;
    const account = cells.account(at('account'));
    const externalId = cells.identifier(at('meter_id'));
    const gisNumber = cells.gisNumber(at('gis_number'));
    const number = cells.identifier(at('number'));
    const resource = cells.resource(at('resource'));
    const tariffs = cells.whole(at('tariffs'), 1, 4);
    const monthOnly = cells.isMonthOnly(at('taken_on'));
    const period = cells.period(at(monthOnly && cells.isEmpty(at('period')) ? 'taken_on' : 'period'));
    const takenOn = monthOnly ? null : cells.day(at('taken_on'));
    const values = cells.values(VALUES.map(at), tariffs);
    if (number === '' && (this.layout.bringsMeters || externalId === '')) {
      cells.fail(at('number') < 0 ? at('meter_id') : at('number'), 'не указан номер счетчика');
    }
    if (this.layout.bringsMeters && resource === null && cells.isEmpty(at('resource'))) {
      cells.fail(at('resource'), 'не указано, что считает счетчик');
    }
    if (values === null && !this.layout.bringsMeters && cells.errors.length === 0) {
      cells.fail(at('value1'), 'не указаны показания');
    }
    if (values !== null && period === null && takenOn === null && cells.errors.length === 0) {
      cells.fail(at('taken_on') < 0 ? at('period') : at('taken_on'), 'не указано, когда сняты показания');
    }
    return {
      account,
      externalId,
      gisNumber,
      number,
      resource,
      tariffs,
      capacity: cells.whole(at('capacity'), 1, 9),
      decimals: cells.whole(at('decimals'), 0, 6),
      place: cells.text(at('place'), 100) || null,
      verifiedOn: cells.pastDay(at('verified_on')),
      verificationDue: cells.anyDay(at('verify_due')),
      installedOn: cells.pastDay(at('installed_on')),
      commissionedOn: cells.pastDay(at('commissioned_on')),
      sealedOn: cells.pastDay(at('sealed_on')),
      removedOn: cells.pastDay(at('removed_on')),
      automatic: cells.yes(at('automatic')),
      initial: cells.values(INITIALS.map(at), tariffs),
      period: values && period,
      takenOn: values && takenOn,
      values,
    };
  }
}
