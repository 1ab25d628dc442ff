import type { ImportSession } from '../../imports/import-session.js';
import { money } from '../../text/russian.js';
import type { BesideWords } from './month-before.js';
import * as sql from './repeated-penalties.sql.js';

const SHOWN = 20;
/** So many documents with sums of their own leave no doubt. */
const SURE = 3;
const NOTHING: BesideWords = { notices: [], tables: [] };

interface Counted extends Record<string, number> {
  readonly same: number;
  readonly other: number;
  readonly sums: number;
}

/** Tells of penalties and costs in columns or on a sheet of their own, which are no part of the sum of the rows. */
export async function penaltiesApart(session: ImportSession): Promise<BesideWords> {
  const [apart] = await session.query<{ kopecks: number }>(sql.APART);
  if (apart!.kopecks === 0) return NOTHING;
  const sum = money(apart!.kopecks);
  return {
    notices: [`Пени, пошлины и судебные расходы вне суммы строк: ${sum}. В документы они входят`],
    tables: [],
  };
}

/**
 * Some programs write the penalties of the whole document into the column «Пени» of each of its services: then they are
 * taken once. So it is where all documents of the file are such; where only some are, the column is of each service, and
 * somebody is asked if those are the most.
 */
export async function repeatedPenalties(
  session: ImportSession,
  services: readonly string[],
): Promise<BesideWords> {
  await session.query(sql.BESIDE_SERVICES);
  const [counted] = await session.query<Counted>(sql.COUNT_REPEATED);
  const { same, other, sums } = counted!;
  if (same === 0) return NOTHING;
  const once = other === 0;
  if (!once && same <= other) return NOTHING;
  const rows = await session.query<{ account: string; rows: number; kopecks: number }>(sql.LIST_REPEATED, [
    SHOWN,
  ]);
  // What stands in for a ground there is the name of the service.
  if (once) await session.query(sql.TAKE_ONCE, [services]);
  const title = once
    ? 'Пени повторены в каждой строке документа, взяты один раз'
    : 'Пени одинаковы во всех строках документа, сложены';
  const tables = [
    {
      caption: `${title}: ${same}${same > rows.length ? `, первые ${rows.length}` : ''}`,
      head: ['Лицевой счет', 'Строк', 'Один раз', 'Сумма всех строк'],
      rows: rows.map((row) => [
        ...[row.account, String(row.rows), money(row.kopecks), money(row.kopecks * row.rows)],
      ]),
    },
  ];
  const words = `В столбце «Пени» одна и та же сумма во всех строках документа: таких документов ${same}`;
  if (!once) {
    return {
      ...{ notices: [], tables },
      question: `${words}, а разная — у ${other}. Они сложены по услугам. Если это пени всего документа, оставьте их в одной строке`,
    };
  }
  const taken = `${words}. Она взята один раз, как пени всего документа`;
  if (same >= SURE && sums > 1) return { notices: [taken], tables };
  return {
    ...{ notices: [], tables },
    question: `${taken}. Если это пени по каждой услуге, впишите их отдельными строками «Пени»`,
  };
}
