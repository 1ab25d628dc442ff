import { monthAndYear } from '../text/month.js';
import { money } from '../text/russian.js';
import type { Receipt } from './receipt.js';
import type { SectionView } from './section-view.js';

/** Documents about debts of former months («долговые»), each with what it is for. */
export function debtSections({ debts, opening }: Receipt): SectionView[] {
  const all = debts.reduce((sum, { total }) => sum + BigInt(total), 0n);
  return debts.map(({ number, total, lines }) => ({
    title: `Долговой платёжный документ №\u00A0${number} на ${money(total)}`,
    items: lines.map(({ service, period, kopecks, supplier }) => {
      const when = period === null ? '' : ` за ${monthAndYear(period.slice(0, 7))}`;
      return `${service}${when}: ${money(kopecks)}${supplier === undefined ? '' : `, поставщик: ${supplier}`}`;
    }),
    note: all <= opening ? COUNTED : APART,
  }));
}

const COUNTED =
  'Этот долг уже учтён в строке «Задолженность за предыдущие периоды»: второй раз платить его не нужно.';
const APART =
  'Долг по этому документу больше задолженности, которая учтена в квитанции. Уточните в офисе, сколько осталось заплатить.';
