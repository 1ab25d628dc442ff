import { subsidiesOf, toldBy } from '../billing/document-facts.js';
import { offsetWords } from '../billing/recipients/part-words.js';
import type { Payees, Recipient } from '../billing/recipients/recipient.js';
import { divide, left } from '../billing/recipients/shares.js';
import type { Company } from '../core/company.js';
import { calendarDay, monthAndYear } from '../text/month.js';
import { inSentence, money, nonBreaking } from '../text/russian.js';
import { type ChargesTable, chargesTable, roubles } from './charges-table.js';
import { companyOf, type HouseCompany } from './executor.js';
import { debtSections } from './debts-view.js';
import { type Fact, facts } from './facts.js';
import { type PenaltiesView, penaltiesView } from './penalties-view.js';
import { correction, type Receipt, unexplained } from './receipt.js';
import { readingsSection } from './readings-view.js';
import { flatFacts, referenceFacts } from './reference-view.js';
import type { SectionView } from './section-view.js';
import { groundsOf, instalmentSection, serviceNotes } from './services-view.js';
import { MOVED, payeeFacts, type SlipsNote, slipsNote, type SlipView, slipView } from './slip-view.js';
import { type Standing, standing } from './standing.js';

/** A recalculation with its ground, which the resident must be told. */
interface Recalculation {
  readonly service: string;
  readonly reason: string;
  readonly sum: string;
}

/**
 * A receipt in words, the same for the page and for PDF. Its parts have no numbers: those that were printed are of the
 * form before приказ Минстроя № 43/пр, whose text we have not read.
 */
export interface ReceiptView {
  readonly title: string;
  readonly subtitle: string;
  /** Whether it is of a past month or paid; empty for a receipt that is to be paid as it is. */
  readonly mark: string;
  /** Who pays, and whom. */
  readonly payer: readonly Fact[];
  readonly executor: readonly Fact[];
  /** The name of whoever provides the services. */
  readonly by: string;
  /** The one recipient; where there are several, each stands on its slip. */
  readonly recipient: Recipient;
  readonly payee: readonly Fact[];
  readonly slips: readonly SlipView[];
  readonly slipsNote: SlipsNote | undefined;
  /** How the total came about: sums that add up to it. */
  readonly steps: readonly Fact[];
  readonly total: Fact;
  readonly due: string;
  /** With capital repair; undefined when the document has no charges at all. */
  readonly charges: ChargesTable | undefined;
  readonly recalculations: readonly Recalculation[];
  readonly penalties: PenaltiesView | undefined;
  /** What is told in words after the charges. */
  readonly sections: readonly SectionView[];
  readonly reference: readonly Fact[];
  /** The same of services, a line for each. */
  readonly services: readonly string[];
  readonly hasReference: boolean;
  /** What the code for payment asks for; undefined when there is none. */
  readonly code: Standing['code'];
  /** What to do with the code for payment. */
  readonly hint: string;
  /** Why there is no code for payment; empty when there is one. */
  readonly noCode: string;
  /** True when sums are so long that the print must be smaller. */
  readonly tight: boolean;
}

const LONGEST_USUAL_SUM = 'NNN NNN,NN'.length;

/**
 * Puts a receipt into words. `issued` are those who were paid on its day, `today` those of today. Whoever is to pay pays by
 * the last receipt: it has the requisites of today, as the page of the codes has, and no code leads to a former account.
 * `shown` is what of it the reader may know: whom to pay how much is found by all of it.
 */
export function receiptView(
  receipt: Receipt,
  company: Company,
  issued: Payees,
  today: Payees = issued,
  shown: Receipt = receipt,
): ReceiptView {
  const isLast = receipt.latest <= receipt.period;
  const payees = isLast ? today : issued;
  const moved = isLast && isOther(issued.main, today.main);
  const own = companyOf(company, issued);
  const penalties = penaltiesView(shown, own.legalName);
  const hasLines = shown.lines.length > 0 || unexplained(shown) !== undefined;
  const charges = hasLines ? chargesTable(shown) : undefined;
  const division = receipt.closing > 0n ? divide(receipt, payees) : undefined;
  // a month that asks for nothing may have something to pay to one, and more than that ahead to another
  const asksNow = division !== undefined || (receipt.owed ?? receipt.closing) > 0n;
  const offsets = asksNow || receipt.latest > receipt.period ? [] : offsetWords(divide(receipt, payees));
  const [only, ...more] = division?.shares ?? [];
  const several = more.length > 0;
  const recipient = only?.recipient ?? payees.main;
  const now = ofToday(standing(receipt), receipt, several ? undefined : recipient, today);
  const code = recipient.bank && !several ? now.code : undefined;
  const isDue = now.code?.period === receipt.period;
  // A receipt that asks for nothing shows what the document asked for.
  const [asked, told] = now.code ? [now.code.kopecks, receipt.told] : [receipt.closing, []];
  const shares = several ? left(division!.shares, asked, told) : [];
  const paid = { account: receipt.account, period: receipt.period, standing: now, noBank: noBank(own) };
  return {
    title: `Квитанция за ${monthAndYear(receipt.period)}`,
    mark: now.mark,
    subtitle: `Платёжный документ${receipt.number && ` № ${receipt.number}`} для внесения платы за содержание жилого помещения и предоставление коммунальных услуг`,
    payer: payerFacts(shown),
    by: own.legalName,
    executor: executorFacts(
      own,
      toldBy(shown.facts, ({ executor }) => executor),
    ),
    recipient,
    payee: several ? [] : payeeFacts(recipient),
    slips: shares.map((share) => slipView(share, paid)),
    slipsNote: several
      ? slipsNote({ ...division!, carried: receipt.carried }, now, payees.main, moved)
      : undefined,
    steps: steps(shown, penalties),
    total: total(receipt.closing),
    due: isDue ? `Оплатите до ${calendarDay(receipt.dueOn)} включительно` : '',
    charges,
    recalculations: recalculations(shown),
    penalties,
    sections: [
      ...readingsSection(shown),
      ...(penalties ? [{ ...penalties, title: 'Пени, неустойка и судебные расходы' }] : []),
      ...debtSections(shown),
      ...instalmentSection(shown),
    ],
    ...reference(shown),
    code,
    hint: moved ? `${MOVED} ${hint(now)}` : hint(now),
    noCode: code ? '' : [now.reason || (several ? '' : noBank(own)), ...offsets].filter(Boolean).join(' '),
    tight:
      charges?.total.cells.some(({ text, numeric }) => numeric && text.length > LONGEST_USUAL_SUM) ?? false,
  };
}

function reference(receipt: Receipt): Pick<ReceiptView, 'reference' | 'services' | 'hasReference'> {
  const [facts, services] = [referenceFacts(receipt), serviceNotes(receipt)];
  return { reference: facts, services, hasReference: facts.length + services.length > 0 };
}

function payerFacts(receipt: Receipt): Fact[] {
  return facts([
    ['Лицевой счет', receipt.account],
    ['Адрес помещения', receipt.address],
    ['Владелец', receipt.owner],
    ['ЕЛС', receipt.els],
    ['Идентификатор ЖКУ', receipt.hcsId],
    ['Идентификатор платёжного документа', toldBy(receipt.facts, ({ gisId }) => gisId)],
    ...flatFacts(receipt),
  ]);
}

function executorFacts(company: HouseCompany, told: string): Fact[] {
  return facts([
    ['Исполнитель услуг', company.legalName],
    ['По данным бухгалтерии', told],
    ['Лицензия', company.licence],
    ['Адрес', nonBreaking(company.address)],
    ['Телефон', company.phoneNote ? `${company.phone} (${company.phoneNote})` : company.phone],
    ['Часы приёма', company.hours],
    ['Эл. почта', company.email],
    ['Сайт', company.site || company.host],
  ]);
}

/** A past month asks for what is owed now: only where all of it goes to the account that is printed. */
function ofToday(now: Standing, receipt: Receipt, only: Recipient | undefined, today: Payees): Standing {
  if (!now.code || now.code.period === receipt.period) return now;
  const same = only?.bank?.account === today.main.bank?.account;
  return only && same && !today.several
    ? now
    : { ...now, code: undefined, asksAnew: false, reason: 'QR-код есть на последней квитанции.' };
}

function steps(receipt: Receipt, penalties: PenaltiesView | undefined): Fact[] {
  const { opening, charged, recalculated, benefit, penalty, paid } = receipt;
  // Banks tell of some payments later: they are counted in the next document.
  const counted = `учтены платежи, поступившие до ${calendarDay(receipt.countedUntil)} включительно и известные на день выпуска`;
  const days = receipt.facts.map(({ lastPaidOn }) => lastPaidOn ?? '');
  const lastDay = [receipt.lastPaidOn ?? '', ...days].sort().at(-1)!;
  const last = lastDay === '' ? '' : `; последняя оплата ${calendarDay(lastDay)}`;
  const beyond = correction(receipt);
  const subsidies = beyond === -subsidiesOf(receipt.facts);
  const rows: [label: string, kopecks: bigint, always?: true][] = [
    [opening < 0n ? 'Аванс на начало периода' : 'Задолженность за предыдущие периоды', opening, true],
    [`Начислено за ${monthAndYear(receipt.period)}`, charged, true],
    ['Перерасчёты', recalculated],
    ['Льготы и субсидии', -benefit],
    [penalties?.name ?? 'Пени', penalty],
    [`Оплачено (${counted}${last})`, -paid, true],
    [subsidies ? 'Субсидии и компенсации' : 'Другие изменения по данным бухгалтерии', beyond],
  ];
  return rows
    .filter(([, kopecks, always]) => always || kopecks !== 0n)
    .map(([label, kopecks]) => ({ label, value: money(kopecks) }));
}

function total(closing: bigint): Fact {
  return closing < 0n
    ? { label: 'Переплата', value: money(-closing) }
    : { label: 'Итого к оплате', value: money(closing) };
}

function recalculations(receipt: Receipt): Recalculation[] {
  const rest = unexplained(receipt)?.recalculated ?? 0n;
  const lines = receipt.lines.filter(({ recalculated }) => recalculated !== 0n);
  return [
    ...lines.map((line) => ({
      service: line.service,
      reason: (inSentence(line.recalculationReason) || UNKNOWN_REASON) + groundsOf(line),
      sum: roubles(line.recalculated),
    })),
    ...(rest === 0n
      ? []
      : [{ service: 'Без разбивки по услугам', reason: UNKNOWN_REASON, sum: roubles(rest) }]),
  ];
}

const UNKNOWN_REASON = 'основание не указано, уточните его в офисе';

/** Whether whoever has the receipt as it was issued would pay elsewhere. */
function isOther({ bank: before }: Recipient, { bank: now }: Recipient): boolean {
  return before !== undefined && now !== undefined && before.account !== now.account;
}

function hint({ code, asksAnew }: Standing): string {
  const scan = 'Отсканируйте код в приложении банка: реквизиты и сумма заполнятся сами.';
  return asksAnew && code ? `Код просит то, что осталось заплатить: ${money(code.kopecks)}. ${scan}` : scan;
}

function noBank({ phone }: HouseCompany): string {
  return `QR-кода для оплаты нет: реквизиты банка не указаны. Спросите, как оплатить, по телефону ${phone}.`;
}
