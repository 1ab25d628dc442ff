import { monthName, monthAndYear, shortDay } from '../text/month.js';
import { daysLeft, money } from '../text/russian.js';
import { monthTotal, type PaymentDocument } from './document.js';

/** A payment that a registry has brought and no document has counted. */
export interface WaitingPayment {
  readonly paidOn: string;
  readonly amount: bigint;
}

type Month = Pick<PaymentDocument, Exclude<keyof PaymentDocument, 'lines' | 'number'>>;

/** What is known of the money of an account on a day. */
export interface Money {
  readonly today: string;
  /** No receipts will come any more. */
  readonly closed: boolean;
  /** What is owed; null while nobody has told it. */
  readonly balance: bigint | null;
  readonly last: Month | undefined;
  /** The months before the last one, newest first. */
  readonly former?: readonly Month[];
  /** Oldest first. */
  readonly waiting: readonly WaitingPayment[];
}

/** A line below the sum; its day, or its own sum, stands out. */
interface Line {
  readonly before: string;
  readonly strong: string;
  readonly after: string;
}

/** The one sum that a resident has to know, in words. */
export interface Owed {
  /** Whether there is something to pay: only then there is a code for it. */
  readonly payable: boolean;
  readonly tone: 'usual' | 'bad' | 'okay';
  readonly label: string;
  /** «6 396,48 ₽», or «Долга нет». */
  readonly sum: string;
  readonly lines: readonly Line[];
}

/** Says what is to be paid, for which month and until when; a debt of former months stands apart. Undefined for a new account. */
export function owedWords(known: Money): Owed | undefined {
  const { last, waiting } = known;
  const kopecks = known.balance ?? last?.closing;
  if (kopecks === undefined) return undefined;
  const words =
    kopecks > 0n ? debt(kopecks, known) : kopecks === 0n ? nothing(known) : advance(-kopecks, known);
  const onTheWay = kept(waiting);
  if (onTheWay.length === 0 || kopecks <= 0n) return words;
  const sum = onTheWay.reduce((before, { amount }) => before + amount, 0n);
  const day = shortDay(onTheWay.at(-1)!.paidOn, known.today);
  const taken = `, ${onTheWay.length === 1 ? 'внесён' : 'последний внесён'} ${day}, уже вычтено`;
  return { ...words, lines: [...words.lines, line('в пути ', money(sum), taken)] };
}

/** The payments that were not given back: a return takes the one of its sum, or else of the last ones as much as it is. */
function kept(waiting: readonly WaitingPayment[]): WaitingPayment[] {
  const left: WaitingPayment[] = [];
  for (const { paidOn, amount } of waiting) {
    if (amount >= 0n) {
      if (amount > 0n) left.push({ paidOn, amount });
      continue;
    }
    const same = left.findLastIndex((one) => one.amount === -amount);
    if (same >= 0) {
      left.splice(same, 1);
      continue;
    }
    let returned = -amount;
    while (returned > 0n && left.length > 0) {
      const last = left.pop()!;
      if (last.amount > returned) left.push({ ...last, amount: last.amount - returned });
      returned -= last.amount;
    }
  }
  return left;
}

/** What is left of a debt for a month, when payments go to the oldest month first. */
function owedFor(kopecks: bigint, document: Month): bigint {
  const month = monthTotal(document);
  return month <= 0n ? 0n : kopecks < month ? kopecks : month;
}

/** A debt is what is past its day: a month before the last one may be still to be paid in time. */
function debt(kopecks: bigint, { today, last, former = [] }: Money): Owed {
  const words = { payable: true, sum: money(kopecks) };
  if (!last) return { ...words, tone: 'bad', label: 'К оплате', lines: [] };
  const ofMonth = owedFor(kopecks, last);
  let before = kopecks - ofMonth;
  const inTime: { month: Month; kopecks: bigint }[] = [];
  for (const month of former) {
    if (before === 0n || today > month.dueOn) break;
    const left = owedFor(before, month);
    if (left > 0n) inTime.unshift({ month, kopecks: left });
    before -= left;
  }
  const late = today > last.dueOn;
  const tone = late || before > 0n ? 'bad' : 'usual';
  if (before === 0n && inTime.length === 0) {
    return {
      ...words,
      tone,
      label: `К оплате за ${monthOf(last.month, today)}`,
      lines: [term(last.dueOn, today)],
    };
  }
  const parts = ofMonth > 0n ? [...inTime, { month: last, kopecks: ofMonth }] : inTime;
  const lines = parts.map(({ month, kopecks: left }) => {
    const { before: until, strong } = term(month.dueOn, today);
    return line(`${monthOf(month.month, today)} ${money(left)}, ${until}`, strong, '');
  });
  return {
    ...{ ...words, tone, label: 'К оплате' },
    lines: before > 0n ? [line('долг ', money(before), ''), ...lines] : lines,
  };
}

function nothing({ today, last, waiting }: Money): Owed {
  const words = { payable: false, tone: 'okay', label: '', sum: 'Долга нет' } as const;
  if (!last || last.closing <= 0n) {
    return {
      ...words,
      lines: last ? [line(`за ${monthOf(last.month, today)} платить не нужно`, '', '')] : [],
    };
  }
  const paid = kept(waiting).at(-1);
  const day = paid ? `, ${shortDay(paid.paidOn, today)}` : '';
  return {
    ...words,
    lines: [line(`квитанция за ${monthOf(last.month, today)} оплачена, `, money(last.closing), day)],
  };
}

function advance(kopecks: bigint, { today, last, closed }: Money): Owed {
  const lines =
    last && !closed ? [line(`учтём в квитанции за ${monthOf(following(last.month), today)}`, '', '')] : [];
  return { payable: false, tone: 'okay', label: 'Переплата', sum: money(kopecks), lines };
}

function term(dueOn: string, today: string): Line {
  const day = shortDay(dueOn, today);
  if (today > dueOn) return line('срок прошёл ', day, '');
  const left = Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
  return line('до ', day, `, ${daysLeft(left)}`);
}

/** «октябрь», with the year where it is neither this nor the last one that everybody means. */
function monthOf(month: string, today: string): string {
  const age = months(today) - months(month);
  return age >= -1 && age < 11 ? monthName(month) : monthAndYear(month);
}

function months(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** The month after a month. */
export function following(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

function line(before: string, strong: string, after: string): Line {
  return { before, strong, after };
}
