import type { ImportSession } from '../../imports/import-session.js';
import { type Beside, type BesideWords, besideWords } from './month-before.js';
import * as sql from './month-before.sql.js';

const SHOWN = 20;
/** A sum that is so many times what it was, or the other way round… */
const TIMES = 5;
/** …and differs by so many kopecks. */
const MUCH = 300_000;

/** Compares the last month of a file with the month before it, which the portal has; `services` by their numbers in the file. */
export async function compareMonths(
  session: ImportSession,
  period: string,
  services: readonly string[],
): Promise<BesideWords> {
  await session.query(sql.CREATE_BESIDE, [period]);
  const [sums] = await session.query<Beside['sums'] & Record<string, number>>(sql.SUMS);
  const missing = await session.query<Beside['missing'][number] & Record<string, unknown>>(sql.MISSING, [
    ...[period, SHOWN],
  ]);
  if (sums!.accounts === 0) return besideWords({ sums: sums!, missing, services: [], unusual: [] });
  await session.query('ANALYZE beside');
  return besideWords({
    sums: sums!,
    missing,
    services: await session.query<Beside['services'][number] & Record<string, unknown>>(sql.SERVICES, [
      services,
    ]),
    unusual: await session.query<Beside['unusual'][number] & Record<string, unknown>>(sql.UNUSUAL, [
      ...[TIMES, MUCH, SHOWN],
    ]),
  });
}
