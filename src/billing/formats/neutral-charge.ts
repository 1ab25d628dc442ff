import type { CellReader } from '../../imports/cell-reader.js';
import { penaltyNamed } from '../penalties.js';
import { benefitOf } from './benefit.js';
import type { ChargeRecord, PenaltyRecord } from './billing-records.js';
import { COLUMN_TITLES, type NeutralColumn } from './headings.js';
import { toldRecipient } from './told-recipient.js';

type At = Readonly<Record<NeutralColumn, number>>;

/** What a row of charges brings: a service or a penalty, and maybe the penalty of a service beside it. */
export interface NeutralCharge {
  readonly record: ChargeRecord | PenaltyRecord;
  readonly beside?: PenaltyRecord;
  /** The total is not what its parts add up to. */
  readonly uneven: boolean;
  /** The benefit as it stands in the file, with its sign. */
  readonly toldBenefit: number;
}

/** Reads a row of charges of the neutral format. */
export function neutralCharge(cells: CellReader, at: At): NeutralCharge {
  const account = cells.account(at.account);
  const period = cells.neededMonth(at.period);
  const documentNumber = cells.text(at.doc_id, 60);
  const { recipient } = toldRecipient(cells, {
    name: at.recipient,
    inn: at.recipient_inn,
    account: at.recipient_account,
  });
  const whose = recipient
    ? { account, period, documentNumber, recipient }
    : { account, period, documentNumber };
  const service = cells.text(at.service, 200);
  const fines = at.penalty < 0 ? 0 : cells.money(at.penalty);
  const onlyFines = fines !== 0 && cells.isEmpty(at.charged) && cells.isEmpty(at.total);
  const named = penaltyNamed(service);
  if (service === '' && !onlyFines && cells.errors.length === 0) cells.fail(at.service, 'не указана услуга');
  const recalculated = cells.money(at.recalc);
  const toldBenefit = cells.money(at.benefit);
  const increase = cells.money(at.increase);
  const told = cells.isEmpty(at.total) ? undefined : cells.money(at.total);
  if (onlyFines) {
    const ground = named ? named.rest : service;
    const record = penalty(cells, at, whose, { amount: fines, counted: 0, named, ground });
    return { record, uneven: false, toldBenefit };
  }
  const own = cells.isEmpty(at.charged) ? undefined : cells.money(at.charged);
  const benefit = benefitOf(
    toldBenefit,
    (own ?? 0) + increase + recalculated,
    own === undefined || told === undefined ? [] : [told, told - fines],
  );
  const rest = increase + recalculated - benefit;
  // «Итого» of some programs is with the penalties that stand in their own column.
  const withFines = fines !== 0 && own !== undefined && told === own + rest + fines;
  const given = withFines ? told - fines : told;
  const charged =
    own ?? (given === undefined ? cells.neededMoney(at.charged < 0 ? at.total : at.charged) : given - rest);
  const total = given ?? charged + rest;
  // A sum that cannot be read adds up to nothing.
  const uneven = cells.errors.length === 0 && total !== charged + rest;
  const beside =
    fines === 0
      ? undefined
      : penalty(cells, at, whose, {
          amount: fines,
          counted: withFines ? fines : 0,
          named: undefined,
          ground: service,
        });
  if (named) {
    const record = penalty(cells, at, whose, { amount: total, counted: total, named, ground: named.rest });
    return { record, uneven, toldBenefit, ...(beside && { beside }) };
  }
  // Written out: of a million rows to put objects together from parts takes longer than to read them.
  const record: ChargeRecord = {
    type: 'charge',
    account,
    period,
    documentNumber,
    service,
    unit: cells.text(at.unit, 50),
    volume: cells.decimal(at.volume),
    commonVolume: cells.decimal(at.common_volume),
    tariff: cells.decimal(at.tariff),
    charged,
    recalculated,
    recalculationReason: cells.text(at.recalc_reason, 500),
    benefit,
    increaseFactor: cells.decimal(at.increase_factor),
    increase,
    total,
  };
  const whole = recipient ? { ...record, recipient } : record;
  return beside ? { record: whole, uneven, toldBenefit, beside } : { record: whole, uneven, toldBenefit };
}

interface Told {
  readonly amount: number;
  readonly counted: number;
  readonly named: ReturnType<typeof penaltyNamed>;
  /** What the service says, where there is no column of grounds. */
  readonly ground: string;
}

function penalty(
  cells: CellReader,
  at: At,
  whose: Pick<PenaltyRecord, 'account' | 'period' | 'documentNumber' | 'recipient'>,
  { amount, counted, named, ground }: Told,
): PenaltyRecord {
  const kind = cells.text(at.penalty_kind, 100);
  const own = kind === '' ? named : penaltyNamed(kind);
  if (kind !== '' && !own) {
    cells.fail(
      at.penalty_kind,
      `«${kind}» — неизвестный вид. ${COLUMN_TITLES.penalty_kind}: пени, неустойка, штраф, госпошлина или судебные расходы`,
    );
  }
  return {
    ...{ type: 'penalty', ...whose, amount, counted },
    kind: own?.kind ?? 'penalty',
    ground: cells.text(at.penalty_ground, 500) || ground,
    span: cells.text(at.penalty_period, 100),
  };
}
