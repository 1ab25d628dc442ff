import type { ImportSession } from '../../imports/import-session.js';
import { money } from '../../text/russian.js';
import { type BesideWords, SMALL, TOLD } from './month-before.js';
import { REPLACED, REPLACED_OTHERWISE } from './replaced.sql.js';

const SHOWN = 20;

interface Sums extends Record<string, number> {
  readonly documents: number;
  readonly before: number;
  readonly now: number;
}

interface Otherwise extends Record<string, unknown> {
  readonly row: number;
  readonly account: string;
  readonly before: number;
  readonly now: number;
  readonly count: number;
}

/** Tells what documents that are replaced came to and what they will: a file with a part of a month takes the rest of it away. */
export async function replacedSums(session: ImportSession): Promise<BesideWords> {
  const [sums] = await session.query<Sums>(REPLACED);
  const { documents, before, now } = sums!;
  if (documents === 0) return { notices: [], tables: [] };
  const notices = [
    `Начислено в документах, которые заменяются: было ${money(before)}, в файле ${money(now)}`,
  ];
  const rows = await session.query<Otherwise>(REPLACED_OTHERWISE, [TOLD, SMALL, SHOWN]);
  const [first] = rows;
  if (!first) return { notices, tables: [] };
  return {
    notices,
    tables: [
      {
        caption: `Заменяются с другой суммой: ${first.count}${first.count > rows.length ? `, первые ${rows.length}` : ''}`,
        head: ['Строка', 'Лицевой счет', 'Было', 'В файле'],
        rows: rows.map((one) => [String(one.row), one.account, money(one.before), money(one.now)]),
      },
    ],
    odd: ['новые суммы намного отличаются от тех, что заменяются'],
  };
}
