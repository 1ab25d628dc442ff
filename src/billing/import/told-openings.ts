import type { ImportSession } from '../../imports/import-session.js';
import { money, plural } from '../../text/russian.js';
import type { BesideWords } from './month-before.js';
import { OPENINGS } from './told-openings.sql.js';

const SHOWN = 20;
/** As with totals: so many kopecks may be rounding, beyond them somebody has to look. */
const MUCH = 10_000;
/** A debt or an advance of so many kopecks is told where nothing is known to compare it with. */
const LARGE = 30_000_000;

interface Opening extends Record<string, unknown> {
  readonly row: number;
  readonly account: string;
  /** What the month before closed with; nothing where it is not known. */
  readonly known: number | null;
  readonly paid: number;
  readonly told: number;
  readonly difference: number;
  readonly count: number;
  readonly more: number;
  readonly less: number;
  readonly most: number;
}

/** Tells where a file opens a month with another debt than the month before closed with, and asks where it is much. */
export async function toldOpenings(session: ImportSession): Promise<BesideWords> {
  const other = await session.query<Opening>(OPENINGS, [true, LARGE, SHOWN]);
  const first = await session.query<Opening>(OPENINGS, [false, LARGE, SHOWN]);
  const { count = 0, more = 0, less = 0, most = 0 } = other[0] ?? {};
  const differ = `Долг на начало месяца в файле не тот, с которым закрыт прошлый месяц: у ${accounts(count)}`;
  const large = `Новые лицевые счета начинаются с долга или аванса от ${money(LARGE)}: у ${accounts(first[0]?.count ?? 0)}`;
  const question = most >= MUCH ? `${differ}, больше всего на ${money(most)}` : first.length > 0 && large;
  return {
    notices: count > 0 ? [`${differ}. Долг станет больше на ${money(more)}, меньше на ${money(less)}`] : [],
    tables: [
      ...table(
        other,
        'Долг на начало месяца не сходится с прошлым',
        ['Было на конец прошлого', 'Оплачено с тех пор', 'В файле', 'Разница'],
        ({ known, paid, told, difference }) =>
          [known ?? 0, paid, told, difference].map((kopecks) => money(kopecks)),
      ),
      ...table(first, 'Первый месяц счета с необычно большим долгом', ['В файле'], ({ told }) => [
        money(told),
      ]),
    ],
    ...(question && { question }),
  };
}

const accounts = (count: number) =>
  `${count} ${plural(count, 'лицевого счета', 'лицевых счетов', 'лицевых счетов')}`;

function table(
  rows: readonly Opening[],
  title: string,
  head: string[],
  cells: (row: Opening) => string[],
): BesideWords['tables'] {
  const count = rows[0]?.count ?? 0;
  if (count === 0) return [];
  return [
    {
      caption: `${title}: ${count}${count > rows.length ? `, первые ${rows.length}` : ''}`,
      head: ['Строка', 'Лицевой счет', ...head],
      rows: rows.map((row) => [String(row.row), row.account, ...cells(row)]),
    },
  ];
}
