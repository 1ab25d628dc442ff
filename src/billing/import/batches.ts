import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import type { ImportSession } from '../../imports/import-session.js';
import { date } from '../../text/russian.js';
import type { ExchangeFile } from '../formats/billing-records.js';
import type { BillingReport } from './billing-report.js';
import { loadedKopecks } from './report-sums.js';
import { rowsOf } from '../../core/query.js';

const INSERT_BATCH = `
  INSERT INTO batches (kind, format, file_name, sha256, period_from, period_to, rows_file, total_kopecks, rows_loaded,
    loaded_kopecks, rows_unknown, unknown_kopecks, staff_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`;

/** A sentence, and the load, when the very same file has been loaded and not taken back. */
export async function alreadyLoaded(
  tx: EntityManager,
  file: ExchangeFile,
  timeZone: string,
): Promise<{ readonly refusal: string; readonly sameAs: string } | undefined> {
  const rows = await rowsOf<{ id: string; created_at: Date }>(
    tx,
    'SELECT id, created_at FROM batches WHERE kind = $1 AND sha256 = $2 AND undone_at IS NULL',
    [file.kind, file.sha256],
  );
  const [batch] = rows;
  if (!batch) return undefined;
  const day = date(batch.created_at, timeZone);
  return { refusal: `Этот файл уже загружен ${day} (загрузка № ${batch.id})`, sameAs: batch.id };
}

/** The line of the journal of loads; gives its number. */
export async function insertBatch(
  session: ImportSession,
  report: BillingReport,
  sha256: string,
  actor: Actor,
): Promise<string> {
  const { kind, format, fileName, periods, rows, totalKopecks, good, unknown } = report;
  const values = [kind, format, fileName, sha256, periods[0] ?? null, periods.at(-1) ?? null];
  const staffId = actor.kind === 'staff' ? actor.id : null;
  const [row] = await session.query<{ id: string }>(INSERT_BATCH, [
    ...values,
    ...[rows, totalKopecks, good, loadedKopecks(report), unknown.rows, unknown.kopecks],
    staffId,
  ]);
  return row!.id;
}
