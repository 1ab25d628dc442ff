import { copyLine } from '../../imports/copy-text.js';
import type { MeterRecord } from './meter-records.js';

/** What a record brings as a line of COPY_INCOMING of incoming.sql.ts. */
export function incomingLine(
  item: number,
  row: number,
  record: MeterRecord | undefined,
  reason: string | null,
  source: string | null,
): string {
  const r = record;
  return copyLine([
    ...[
      item,
      row,
      r?.account,
      r?.externalId,
      r?.gisNumber,
      r?.number,
      r?.resource,
      r?.tariffs,
      r?.capacity,
      r?.decimals,
    ],
    ...[r?.place, r?.verifiedOn, r?.verificationDue, r?.installedOn, r?.commissionedOn, r?.sealedOn],
    ...[r?.removedOn, flag(r?.automatic), array(r?.initial), r?.period, r?.takenOn, array(r?.values)],
    ...[reason, source],
  ]);
}

function flag(value: boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : value ? 't' : 'f';
}

function array(values: readonly string[] | null | undefined): string | null {
  return values ? `{${values.join(',')}}` : null;
}
