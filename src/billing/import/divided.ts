import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import * as sql from './divided.sql.js';

/** What an account gets of a payment; the kopecks of all parts are those of the whole. */
export interface Part {
  readonly accountId: string;
  readonly kopecks: bigint;
}

/** What the journal says of a part. */
type ToldPart = {
  readonly rows: 1;
  readonly kopecks: string;
  readonly whole: string;
  readonly account: string;
};

interface PartRow extends Record<string, unknown> {
  readonly row_id: string;
  readonly account_id: string;
  readonly number: string;
  readonly kopecks: string;
}

/** Leaves the first part of a row that was just given to the first account, and gives the others theirs. */
export async function divideGiven(
  session: ImportSession,
  rowId: string,
  parts: readonly Part[],
): Promise<ToldPart[]> {
  const [first, ...others] = parts;
  const [kept] = await session.query<{ whole: string }>(sql.KEEP_FIRST_PART, [
    ...[rowId, first!.accountId, String(first!.kopecks)],
  ]);
  if (!kept) throw new ImportRefused('Этот платёж разделить нельзя: он уже есть в портале');
  if (BigInt(kept.whole) !== parts.reduce((sum, { kopecks }) => sum + kopecks, 0n)) {
    throw new ImportRefused('Части не складываются в сумму платежа');
  }
  await session.query(sql.INSERT_PARTS, [
    rowId,
    others.map(({ accountId }) => accountId),
    others.map(({ kopecks }) => String(kopecks)),
  ]);
  const divided = await partsOf(session, [rowId]);
  if (divided.length !== parts.length) throw new ImportRefused('Такого лицевого счета нет');
  await session.query('SELECT refresh_balances($1::uuid[])', [parts.map(({ accountId }) => accountId)]);
  return toldParts(divided);
}

/** What each account has got of the rows that were divided. */
export function partsOf(session: ImportSession, rowIds: readonly string[]): Promise<PartRow[]> {
  return session.query<PartRow>(sql.PARTS, [rowIds]);
}

/** The same for the journal: each account has a line of its own. */
export function toldParts(parts: readonly PartRow[]): ToldPart[] {
  const whole = String(parts.reduce((sum, { kopecks }) => sum + BigInt(kopecks), 0n));
  return parts.map(({ number: account, kopecks }) => ({ rows: 1, kopecks, whole, account }));
}
