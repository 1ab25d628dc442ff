import type { CellReader } from '../../imports/cell-reader.js';
import { benefitOf } from './benefit.js';
import type { ChargeRecord } from './billing-records.js';
import { GIS_DOCUMENTS, GIS_SERVICES } from './gis-columns.js';

const CAPITAL_REPAIR = 'Взнос на капитальный ремонт';
const D = GIS_DOCUMENTS.columns;
const S = GIS_SERVICES.columns;

/** Whose a line is, and to whom it is paid. */
export type Whose = Pick<ChargeRecord, 'account' | 'period' | 'documentNumber' | 'recipient'>;
type OnlyLine = Omit<ChargeRecord, keyof Whose | 'type' | 'facts'>;

/** Reads the contribution for capital repair that stands with its document; undefined where it has none. */
export function repairOf(cells: CellReader): OnlyLine | undefined {
  const charged = cells.money(D.repairCharged);
  const recalculated = cells.money(D.repairRecalc);
  const told = cells.isEmpty(D.repairTotal) ? undefined : cells.money(D.repairTotal);
  const benefit = benefitOf(
    cells.money(D.repairBenefit),
    charged + recalculated,
    told === undefined ? [] : [told],
  );
  const total = told ?? charged + recalculated - benefit;
  if (charged === 0 && recalculated === 0 && total === 0) return undefined;
  return {
    service: CAPITAL_REPAIR,
    ...{ unit: 'м²', volume: null, commonVolume: null },
    tariff: cells.decimal(D.repairTariff),
    charged,
    recalculated,
    recalculationReason: cells.text(D.repairReason, 500),
    benefit,
    ...{ increaseFactor: null, increase: 0, total },
  };
}

/** Reads a service of a document. */
export function serviceOf(cells: CellReader): OnlyLine {
  const service = cells.text(S.service, 200);
  if (service === '') cells.fail(S.service, 'не указана услуга');
  const charged = cells.money(S.charged);
  const increase = cells.money(S.increase);
  const recalculated = cells.money(S.recalc);
  const told = cells.isEmpty(S.total) ? undefined : cells.money(S.total);
  const before = charged + increase + recalculated;
  const benefit = benefitOf(cells.money(S.benefit), before, told === undefined ? [] : [told]);
  return {
    service,
    unit: cells.text(S.unit, 50),
    volume: cells.decimal(S.volume),
    commonVolume: cells.decimal(S.common),
    tariff: cells.decimal(S.tariff),
    charged,
    recalculated,
    recalculationReason: cells.text(S.reason, 500),
    benefit,
    increaseFactor: cells.decimal(S.factor),
    increase,
    total: told ?? before - benefit,
  };
}

/** A line of a document as a record. */
export function chargeOf(
  { account, period, documentNumber, recipient }: Whose,
  line: OnlyLine,
  facts: Pick<ChargeRecord, 'facts'>,
): ChargeRecord {
  return {
    ...{ type: 'charge', account, period, documentNumber },
    ...(recipient && { recipient }),
    ...line,
    ...facts,
  };
}
