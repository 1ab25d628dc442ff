import type { ImportSession } from '../../imports/import-session.js';
import { money } from '../../text/russian.js';
import type { BesideWords } from './month-before.js';

const SHOWN = 20;

/** Documents about debts without a current one of their month, and those that ask for more than it says is owed. */
const DEBTS = `
  SELECT p.number AS account, b.number, b.total::float8 AS total, d.opening::float8 AS owed,
    count(*) OVER ()::integer AS count
  FROM (
    SELECT account_id, period, string_agg(number, ', ' ORDER BY row) AS number, sum(total)::bigint AS total
    FROM incoming_debts WHERE account_id IS NOT NULL GROUP BY 1, 2) b
  JOIN account_places p ON p.id = b.account_id
  LEFT JOIN docs d ON d.account_id = b.account_id AND d.period = b.period
  WHERE (d.id IS NULL) = $1 AND (d.id IS NULL OR b.total > coalesce(d.opening, 0))
  ORDER BY b.total DESC, p.number LIMIT $2`;

interface Told extends Record<string, unknown> {
  readonly account: string;
  readonly number: string;
  readonly total: number;
  readonly owed: number | null;
  readonly count: number;
}

/** Tells which documents about debts do not fit the current ones. */
export async function toldDebts(session: ImportSession): Promise<BesideWords> {
  const alone = await session.query<Told>(DEBTS, [true, SHOWN]);
  const more = await session.query<Told>(DEBTS, [false, SHOWN]);
  return {
    notices: [
      ...(alone.length > 0
        ? [
            `Долговых документов без текущего за тот же месяц: ${alone[0]!.count}. Они не загружены: загрузите их одним файлом с текущими`,
          ]
        : []),
    ],
    tables: [
      ...table(alone, 'Долговые документы без текущего, не загружены', ['Сумма'], ({ total }) => [
        money(total),
      ]),
      ...table(
        more,
        'Долговой документ больше задолженности в текущем',
        ['Сумма', 'Задолженность в текущем'],
        ({ total, owed }) => [money(total), money(owed ?? 0)],
      ),
    ],
  };
}

function table(
  rows: readonly Told[],
  title: string,
  head: string[],
  cells: (row: Told) => string[],
): BesideWords['tables'] {
  const count = rows[0]?.count ?? 0;
  if (count === 0) return [];
  return [
    {
      caption: `${title}: ${count}${count > rows.length ? `, первые ${rows.length}` : ''}`,
      head: ['Лицевой счет', 'Номер', ...head],
      rows: rows.map((row) => [row.account, row.number, ...cells(row)]),
    },
  ];
}
