import { aboutOf, offsetWords } from '../billing/recipients/part-words.js';
import type { Recipient } from '../billing/recipients/recipient.js';
import type { Division, Share } from '../billing/recipients/shares.js';
import { monthAndYear } from '../text/month.js';
import { ended, money, plural } from '../text/russian.js';
import { type Fact, facts } from './facts.js';
import type { Standing } from './standing.js';

/** What one recipient of a receipt gets, in words. */
export interface SlipView {
  readonly recipient: Recipient;
  readonly title: string;
  readonly payee: readonly Fact[];
  readonly sum: Fact;
  readonly code: Standing['code'];
  /** Why it has no code; empty when it has one. */
  readonly noCode: string;
}

/** What is said once above the slips. */
export interface SlipsNote {
  readonly title: string;
  readonly text: string;
}

interface Paid {
  readonly account: string;
  readonly period: string;
  readonly standing: Standing;
  /** What to say of a recipient without a bank. */
  readonly noBank: string;
}

const CORRESPONDENT = 'Корр. счет';

/** Where to pay to. */
export function payeeFacts({ name, inn, kpp, bank }: Recipient): Fact[] {
  return facts([
    ['Получатель', name],
    [kpp ? 'ИНН / КПП' : 'ИНН', kpp ? `${inn} / ${kpp}` : inn],
    ['Расчётный счет', bank?.account ?? ''],
    ['Банк', bank?.name ?? ''],
    ['БИК', bank?.bic ?? ''],
    [CORRESPONDENT, !bank || bank.correspondentAccount === '0' ? '' : bank.correspondentAccount],
  ]);
}

/** Two slips and an ordinary table of charges are to fit on a sheet. */
function inFewLines(payee: readonly Fact[]): [string, string][] {
  const correspondent = payee.find(({ label }) => label === CORRESPONDENT);
  return payee
    .filter((fact) => fact !== correspondent)
    .map(({ label, value }) => [
      label,
      label === 'БИК' && correspondent ? `${value}, корр. счет ${correspondent.value}` : value,
    ]);
}

/** A slip for a share; its code asks for it as long as the receipt itself may ask. */
export function slipView(
  { recipient, kopecks, services }: Share,
  { account, period, standing, noBank }: Paid,
): SlipView {
  const payable = standing.code !== undefined && kopecks > 0n && recipient.bank !== undefined;
  return {
    recipient,
    title: recipient.name,
    payee: facts([
      ...inFewLines(payeeFacts(recipient)),
      ['За что', aboutOf(services)],
      ['Лицевой счет', `${account}, за ${monthAndYear(period)}`],
    ]),
    sum: { label: labelOf(standing), value: money(kopecks) },
    code: payable ? { kopecks, period } : undefined,
    noCode: payable || !standing.code ? '' : kopecks <= 0n ? NOTHING : noBank,
  };
}

/** Says that a receipt is paid in parts, and what of that is not known. */
export function slipsNote(
  { shares, untold, ahead, covered, carried }: Division & { readonly carried: boolean },
  { code, asksAnew }: Standing,
  main: Recipient,
  moved: boolean,
): SlipsNote {
  const count = shares.length;
  const rest = carried
    ? `Прежние долги посчитаны по прошлым квитанциям и оплатам каждому получателю, всё прочее, чего бухгалтерия не делит, — у получателя ${ended(main.name)}`
    : `Долги, авансы, пени и прежние оплаты, которые бухгалтерия по получателям не делит, — у получателя ${ended(main.name)}`;
  return {
    title: `Кому платить: ${count}\u00A0${plural(count, 'получатель', 'получателя', 'получателей')}`,
    text: [
      `У каждого получателя ${code ? 'свой код и своя сумма' : 'своя сумма'}, вместе они составляют ${
        code && asksAnew ? `то, что осталось заплатить: ${money(code.kopecks)}.` : '«Итого к оплате».'
      }`,
      ...(untold || carried ? [rest] : []),
      ...offsetWords({ ahead, covered }),
      ...(moved ? [MOVED] : []),
    ].join(' '),
  };
}

/** On the last receipt where it leads elsewhere than on the day when it came. */
export const MOVED = 'Реквизиты изменились после выпуска квитанции, платите по этим.';

const NOTHING = 'Этому получателю платить не нужно.';

/** A receipt that asks for nothing says why at its total. */
function labelOf({ code, asksAnew }: Standing): string {
  if (!code) return 'По документу';
  return asksAnew ? 'Осталось заплатить' : 'К оплате';
}
