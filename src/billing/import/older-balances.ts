import type { ImportSession } from '../../imports/import-session.js';
import { calendarDay } from '../../text/month.js';
import { OLDER } from './balances.sql.js';
import type { BesideWords } from './month-before.js';

const SHOWN = 20;

interface Older extends Record<string, unknown> {
  readonly account: string;
  readonly as_of: string;
  readonly until: string;
  readonly document: boolean;
  readonly count: number;
}

/** Tells of balances that change nothing, as the portal knows newer ones; asks where the whole file is such. */
export async function olderBalances(session: ImportSession, good: number): Promise<BesideWords> {
  const rows = await session.query<Older>(OLDER, [SHOWN]);
  const count = rows[0]?.count ?? 0;
  if (count === 0) return { notices: [], tables: [] };
  const known = 'новее уже есть, остатки этих счетов не изменятся';
  return {
    notices: [`Сальдо старее известных: ${count}: ${known}`],
    tables: [
      {
        caption: `Новее уже есть: ${count}${count > rows.length ? `, первые ${rows.length}` : ''}`,
        head: ['Лицевой счет', 'Сальдо в файле на', 'Уже известно на'],
        rows: rows.map(({ account, as_of: day, until, document }) => [
          account,
          calendarDay(day),
          `${calendarDay(until)}, ${document ? 'квитанция' : 'сальдо'}`,
        ]),
      },
    ],
    ...(count === good && {
      question: 'Все сальдо файла старее известных: новее уже есть, остатки не изменятся',
    }),
  };
}
