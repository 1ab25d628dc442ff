import { calendarDay, monthAndYear } from '../../text/month.js';
import { money } from '../../text/russian.js';
import type { Cell, ChargesRow, ChargesTable } from '../charges-table.js';
import {
  type DebtFacts,
  PAPERS,
  type PaperFacts,
  type StatementFacts,
  type StatementMonth,
  type UnpaidMonth,
} from './paper.js';

/** A paper in words: what stands above, tables under their titles, what stands below. */
export interface PaperView {
  readonly title: string;
  readonly day: string;
  readonly above: readonly string[];
  readonly tables: readonly { readonly title: string; readonly table: ChargesTable }[];
  readonly below: readonly string[];
}

type Sum = Exclude<keyof StatementMonth, 'month'>;

/** Those in the middle are left out where no month has any. `now` is what a column is called since not all of it is a debt. */
const COLUMNS: readonly { key: Sum; title: string; now?: string; always?: true }[] = [
  { key: 'opening', title: 'Долг на начало', now: 'Сальдо на начало', always: true },
  { key: 'charged', title: 'Начислено', always: true },
  { key: 'recalculated', title: 'Пере\u00ADрасчёты' },
  { key: 'benefit', title: 'Льготы' },
  { key: 'penalty', title: 'Пени' },
  { key: 'paid', title: 'Оплачено', always: true },
  { key: 'closing', title: 'Долг на конец', now: 'Сальдо на конец', always: true },
];

/** Writes the facts of a paper down. */
export function paperView(facts: PaperFacts, number: string): PaperView {
  const { company, account, address, owner, maker } = facts;
  const { above, tables } = facts.kind === 'debt' ? debt(facts) : statement(facts);
  return {
    title: `${PAPERS[facts.kind]} № ${number}`,
    day: calendarDay(facts.day),
    above: [`Лицевой счет ${account}, ${address}`, ...(owner === '' ? [] : [`Владелец: ${owner}`]), ...above],
    tables,
    below: [
      `${company.name}, ИНН ${company.inn}, ${company.address}, телефон ${company.phone}`,
      `Подготовлено: ${maker}`,
      'Подпись ____________________',
    ],
  };
}

/** A debt is what is past its last day on the day of the paper; what may still be paid in time is told apart. */
function debt({ balance, balanceOn, months, day }: DebtFacts): Pick<PaperView, 'above' | 'tables'> {
  const sum = BigInt(balance);
  const on = `По данным на ${calendarDay(balanceOn)}`;
  const later = 'Оплаты, которые поступили позже этого дня, не учтены.';
  const inTime = months.filter((month) => isInTime(month, day));
  const late = months.filter((month) => !isInTime(month, day));
  const owed = sum - leftOfAll(inTime);
  if (owed <= 0n) {
    const advance = sum < 0n ? `, переплата составляет ${money(-sum)}` : '';
    const none = `${on} задолженности по лицевому счету нет${advance}.`;
    return { above: [[none, ...stillToPay(inTime), later].join(' ')], tables: [] };
  }
  const rest = owed - leftOfAll(late);
  const rows = [
    ...(rest > 0n ? [row('за более ранние месяцы', '', roubles(rest))] : []),
    ...late.map(({ month, total, left }) =>
      row(monthAndYear(month), roubles(BigInt(total)), roubles(BigInt(left))),
    ),
  ];
  const table = {
    columns: heads('Месяц', 'Начислено, руб.', 'Не оплачено, руб.'),
    groups: [{ title: '', rows }],
    total: total('Всего', '', roubles(owed)),
  };
  const owes = `${on} задолженность по лицевому счету составляет ${money(owed)}.`;
  return {
    above: [[owes, ...stillToPay(inTime), later].join(' ')],
    tables: [{ title: 'По месяцам; оплаты отнесены к самым ранним', table }],
  };
}

function isInTime({ dueOn }: UnpaidMonth, day: string): boolean {
  return dueOn !== undefined && day <= dueOn;
}

function leftOfAll(months: readonly UnpaidMonth[]): bigint {
  return months.reduce((before, { left }) => before + BigInt(left), 0n);
}

/** «Не оплачено из начисленного за октябрь 2026, срок оплаты до 10 ноября 2026: 400,00 ₽, в задолженность не входит.» */
function stillToPay(inTime: readonly UnpaidMonth[]): string[] {
  return inTime.map(
    ({ month, left, dueOn }) =>
      `Не оплачено из начисленного за ${monthAndYear(month)}, срок оплаты до ${calendarDay(dueOn!)}: ${money(BigInt(left))}, в задолженность не входит.`,
  );
}

function statement({
  since,
  until,
  months,
  payments,
  inTime,
}: StatementFacts): Pick<PaperView, 'above' | 'tables'> {
  const columns = COLUMNS.filter(
    ({ key, always }) => always || months.some((month) => BigInt(month[key]) !== 0n),
  );
  const all = (key: Sum) => months.reduce((before, month) => before + BigInt(month[key]), 0n);
  const [first, last] = [months[0]!, months.at(-1)!];
  const ends: Partial<Record<Sum, string>> = { opening: first.opening, closing: last.closing };
  const turnover = {
    columns: heads('Месяц', ...columns.map(({ title, now }) => `${(inTime && now) ?? title}, руб.`)),
    groups: [
      {
        title: '',
        rows: months.map((one) =>
          row(monthAndYear(one.month), ...columns.map(({ key }) => roubles(BigInt(one[key])))),
        ),
      },
    ],
    total: total('Всего', ...columns.map(({ key }) => roubles(BigInt(ends[key] ?? all(key))))),
  };
  const sum = payments.reduce((before, { amount }) => before + BigInt(amount), 0n);
  const paid = {
    columns: [...heads('День'), { text: 'Откуда', numeric: false }, ...heads('', 'Сумма, руб.').slice(1)],
    groups: [
      {
        title: '',
        rows: payments.map(({ day, source, amount }) => ({
          cells: [text(calendarDay(day)), text(source), number(roubles(BigInt(amount)))],
          ...{ sum: false, words: '' },
        })),
      },
    ],
    total: { cells: [text('Всего'), text(''), number(roubles(sum))], sum: true, words: '' },
  };
  const missing = gaps(since, until, months);
  const isAdvance = months.some(({ opening, closing }) => BigInt(opening) < 0n || BigInt(closing) < 0n);
  return {
    above: [
      `За период: ${monthAndYear(since)} – ${monthAndYear(until)}`,
      ...(missing.length > 0
        ? [`Начислений нет за: ${missing.map((month) => monthAndYear(month)).join(', ')}`]
        : []),
      ...(isAdvance ? [`${inTime ? 'Сальдо' : 'Долг'} со знаком минус — переплата.`] : []),
      ...stillToPay(inTime ?? []),
    ],
    tables: [
      { title: 'Начисления и оплаты', table: turnover },
      ...(payments.length > 0 ? [{ title: 'Оплаты, поступившие за эти месяцы', table: paid }] : []),
    ],
  };
}

/** Months of a period that nothing was charged for. */
function gaps(since: string, until: string, months: readonly StatementMonth[]): string[] {
  const known = new Set(months.map(({ month }) => month));
  const missing: string[] = [];
  for (let month = since; month <= until; month = next(month)) {
    if (!known.has(month)) missing.push(month);
  }
  return missing;
}

function next(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** The sum without its sign: the heading has it. */
function roubles(kopecks: bigint): string {
  return money(kopecks).replace(/\s₽$/, '');
}

const text = (words: string): Cell => ({ text: words, numeric: false });
const number = (words: string): Cell => ({ text: words, numeric: true });
const heads = (first: string, ...others: string[]): Cell[] => [text(first), ...others.map(number)];
const row = (first: string, ...others: string[]): ChargesRow => ({
  cells: heads(first, ...others),
  sum: false,
  words: '',
});
const total = (first: string, ...others: string[]): ChargesRow => ({
  cells: heads(first, ...others),
  sum: true,
  words: '',
});
