import type { ImportSession } from '../../imports/import-session.js';
import { money } from '../../text/russian.js';
import type { BesideWords } from './month-before.js';
import { ODD_FLATS, UNLIKE_TARIFF } from './odd-rows.sql.js';

const SHOWN = 20;
/** So many kopecks are no sum of a flat: more likely a comma or a column is wrong. */
const LARGE = 100_000_000;
/** Of so many lines, and of such a part of them, not a line but the column is wrong. */
const [FEW, MANY] = [10, 0.2];

interface Flat extends Odd {
  readonly areas: string;
  readonly residents: string | null;
  readonly known: string | null;
  readonly live: number | null;
}

interface Odd extends Record<string, unknown> {
  readonly row: number;
  readonly account: string;
  readonly count: number;
}

/** Sums beyond those of a flat or of most of the file by row, the largest asked about; `sql` finds them among the rows of the file. */
export async function largeSums(session: ImportSession, sql: string): Promise<BesideWords> {
  const rows = await session.query<Odd & { kopecks: number; asked: number }>(sql, [LARGE, SHOWN]);
  const [first] = rows;
  if (!first) return { notices: [], tables: [] };
  return {
    notices: [],
    tables: [
      {
        caption: captionOf('Необычно большие суммы', rows),
        head: ['Строка', 'Лицевой счет', 'Сумма'],
        rows: rows.map(({ row, account, kopecks }) => [String(row), account, money(kopecks)]),
      },
    ],
    odd: ['необычно большие суммы'],
    ...(first.asked > 0 && {
      question: `Строк с суммой от ${money(LARGE)}: ${first.asked}, самая большая ${money(first.kopecks)} в строке ${first.row}. Возможно, в файле ошибка`,
    }),
  };
}

/** Lines of charges that are not their volume by their tariff, by row; asked about where most of a file is such. */
export async function unlikeTariff(
  session: ImportSession,
  services: readonly string[],
): Promise<BesideWords> {
  const rows = await session.query<Odd & { service: string; product: number; charged: number; all: number }>(
    UNLIKE_TARIFF,
    [services, SHOWN],
  );
  const [first] = rows;
  if (!first) return { notices: [], tables: [] };
  const { count, all } = first;
  const words = `Строк, где объём × тариф не равны начисленному: ${count} из ${all}`;
  return {
    notices: [`${words}. Загружается так, как в файле`],
    tables: [
      {
        caption: captionOf('Объём × тариф не равны начисленному', rows),
        head: ['Строка', 'Лицевой счет', 'Услуга', 'Объём × тариф', 'Начислено'],
        rows: rows.map(({ row, account, service, product, charged }) => [
          ...[String(row), account, service, money(product), money(charged)],
        ]),
      },
    ],
    odd: ['начислено не столько, сколько объём на тариф'],
    ...(count >= FEW && count > all * MANY && { question: `${words}. Возможно, перепутаны столбцы` }),
  };
}

/** Areas and numbers of people of documents that a flat hardly has, or that are far from what the portal knows, by row. */
export async function oddFlats(session: ImportSession): Promise<BesideWords> {
  const rows = await session.query<Flat>(ODD_FLATS, [SHOWN]);
  if (rows.length === 0) return { notices: [], tables: [] };
  const plain = (number: string) => number.replaceAll('.', ',');
  return {
    notices: [],
    tables: [
      {
        caption: captionOf('Необычная площадь или число проживающих', rows),
        head: ['Строка', 'Лицевой счет', 'Площади в файле, м²', 'Проживает в файле', 'В портале'],
        rows: rows.map(({ row, account, areas, residents, known, live }) => [
          ...[String(row), account, plain(areas), residents ?? ''],
          [known && `${plain(known)}\u00A0м²`, live !== null && `проживает ${live}`]
            .filter(Boolean)
            .join(', '),
        ]),
      },
    ],
    odd: ['необычная площадь или число проживающих'],
  };
}

/** Several things told at once; of their questions the first is asked. */
export function together(...parts: readonly (BesideWords | undefined)[]): BesideWords {
  const known = parts.filter((part) => part !== undefined);
  const question = known.find((part) => part.question !== undefined)?.question;
  return {
    notices: known.flatMap(({ notices }) => notices),
    tables: known.flatMap(({ tables }) => tables),
    odd: known.flatMap(({ odd = [] }) => odd),
    ...(question !== undefined && { question }),
  };
}

function captionOf(title: string, rows: readonly Odd[]): string {
  const count = rows[0]!.count;
  return `${title}: ${count}${count > rows.length ? `, первые ${rows.length}` : ''}`;
}
