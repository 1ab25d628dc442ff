import type { ImportSession } from '../../imports/import-session.js';
import { plainIdentifier } from '../../text/look-alikes.js';
import { KEPT_ERRORS } from '../../imports/import-report.js';
import { KEPT_ACCOUNTS, type BillingReport } from './billing-report.js';
import * as sql from './matching.sql.js';
import type { Staging } from './batch-staging.js';
import type { RowError } from '../../imports/row-error.js';

const IDENTIFIER = /^\d{2}[А-Я]{2}\d{6}(-\d{2})?$/;

/** The account as ГИС ЖКХ may know it: an ЕЛС or an identifier of ЖКУ in its plain form, or null. */
export function identifierOf(account: string): string | null {
  if (/^\d*$/.test(account)) return null;
  const plain = plainIdentifier(account);
  return IDENTIFIER.test(plain) ? plain : null;
}

/** Finds the accounts of the staged rows. */
export async function matchAccounts(session: ImportSession): Promise<void> {
  await session.query(sql.CREATE_ACCOUNTS);
  await session.query(sql.CREATE_WRONG);
  const [identifiers] = await session.query<{ has: boolean }>(sql.HAS_IDENTIFIERS);
  if (identifiers!.has) for (const statement of sql.MATCH_IDENTIFIERS) await session.query(statement);
  await session.query('ANALYZE incoming_accounts');
}

/** Says that all staged rows are of this account. */
export async function assignAll(session: ImportSession, accountId: string): Promise<void> {
  await session.query(sql.CREATE_ACCOUNTS);
  await session.query(sql.CREATE_WRONG);
  await session.query(sql.MATCH_ALL, [accountId]);
}

/** Rows of accounts that were not found. */
export async function unknownOf(session: ImportSession, staging: Staging): Promise<BillingReport['unknown']> {
  const rows = await session.query<{
    account: string;
    rows: number;
    kopecks: number;
    accounts: number;
    nameless: number;
    all_rows: number;
    all_kopecks: number;
  }>(sql.unknownAccounts(staging.amounts), [KEPT_ACCOUNTS]);
  return {
    rows: rows[0]?.all_rows ?? 0,
    kopecks: rows[0]?.all_kopecks ?? 0,
    count: rows[0]?.accounts ?? 0,
    nameless: rows[0]?.nameless ?? 0,
    accounts: rows.map(({ account, rows: count, kopecks }) => ({ account, rows: count, kopecks })),
  };
}

/** A sentence about accounts whose zeros a spreadsheet has eaten, when there are any. */
export async function lostZeros(session: ImportSession): Promise<string[]> {
  const [found] = await session.query<{ given: string; known: string; count: number }>(sql.LOST_ZEROS);
  return found
    ? [
        `Неизвестных номеров, которые отличаются от известных только нулями впереди: ${found.count}` +
          ` (например, ${found.given} и ${found.known}). Возможно, нули потерял Excel`,
      ]
    : [];
}

/** How many rows were found wrong beside others and the database, and the first of them. */
export async function wrongOf(session: ImportSession): Promise<{ count: number; errors: RowError[] }> {
  const [row] = await session.query<{ count: number }>(sql.COUNT_WRONG);
  const count = row!.count;
  return {
    count,
    errors:
      count === 0
        ? []
        : await session.query<RowError & Record<string, unknown>>(sql.WRONG_FIRST, [KEPT_ERRORS]),
  };
}

/** Sets the balances of the accounts that the load touches. */
export async function refreshBalances(session: ImportSession): Promise<void> {
  await session.query(`SELECT refresh_balances(ARRAY(${sql.TOUCHED}))`);
}
