import type { ImportSession } from '../../imports/import-session.js';
import { money, plural } from '../../text/russian.js';
import type { BesideWords } from './month-before.js';
import * as sql from './told-totals.sql.js';

const SHOWN = 20;
/** A total may differ by a subsidy or a kopeck of rounding; by so many kopecks somebody has to look. */
const MUCH = 10_000;

interface Told extends Record<string, unknown> {
  readonly account: string;
  readonly count: number;
}

/** Tells what was made of totals that a file itself tells of documents: what differs, what is paid ahead, what is added up. */
export async function toldTotals(session: ImportSession): Promise<BesideWords> {
  const uneven = await session.query<Told & { told: number; counted: number; most: number }>(sql.UNEVEN, [
    SHOWN,
  ]);
  const ahead = await session.query<Told & { kopecks: number }>(sql.AHEAD, [SHOWN]);
  const several = await session.query<Told & { numbers: string; kopecks: number }>(sql.SEVERAL, [SHOWN]);
  const most = uneven[0]?.most ?? 0;
  const count = uneven[0]?.count ?? 0;
  const question = `Итоги документов расходятся с суммой строк: у ${count} ${plural(count, 'лицевого счета', 'лицевых счетов', 'лицевых счетов')}, больше всего на ${money(most)}. Посмотрите список: в квитанции разница станет «Другими изменениями по данным бухгалтерии»`;
  return {
    notices: [
      ...(uneven.length > 0 ? [`Документов, где итог не сходится с суммой строк: ${uneven[0]!.count}`] : []),
      ...(ahead.length > 0
        ? [
            `Документов с нулём к оплате, у которых по строкам переплата: ${ahead[0]!.count}. Переплата учтена`,
          ]
        : []),
    ],
    tables: [
      ...table(uneven, 'Итог не сходится с суммой строк', ['По строкам', 'Итог в файле', 'Разница'], (one) =>
        [one.counted, one.told, one.told - one.counted].map((kopecks) => money(kopecks)),
      ),
      ...table(ahead, 'К оплате ноль, а по строкам переплата', ['Переплата'], ({ kopecks }) => [
        money(-kopecks),
      ]),
      ...table(
        several,
        'Несколько документов за месяц сложены в один',
        ['Номера документов', 'Вместе'],
        (one) => [...[one.numbers, money(one.kopecks)]],
      ),
    ],
    ...(most >= MUCH && { question }),
  };
}

function table<Row extends Told>(
  rows: readonly Row[],
  title: string,
  head: string[],
  cells: (row: Row) => string[],
): BesideWords['tables'] {
  const count = rows[0]?.count ?? 0;
  if (count === 0) return [];
  const caption = `${title}: ${count}${count > rows.length ? `, первые ${rows.length}` : ''}`;
  return [
    { caption, head: ['Лицевой счет', ...head], rows: rows.map((row) => [row.account, ...cells(row)]) },
  ];
}
