import { subsidiesOf, toldBy } from '../billing/document-facts.js';
import { area, money, plural } from '../text/russian.js';
import { type Fact, facts } from './facts.js';
import type { Receipt } from './receipt.js';

/** What the documents are told with for reference, where it does not belong to the payer. */
export function referenceFacts({ facts: told }: Receipt): Fact[] {
  const subsidies = subsidiesOf(told);
  return facts([
    ['Платёжные документы месяца', told.length > 1 ? told.map(document).join('; ') : ''],
    ['Субсидии и компенсации', subsidies === 0n ? '' : money(subsidies)],
    ['Предельный индекс изменения платы', toldBy(told, ({ index }) => index && percent(index))],
    ['Дополнительная информация', toldBy(told, ({ note }) => note)],
  ]);
}

/** Areas and persons of the month of the document, or else those that the account has now. */
export function flatFacts({ facts: told, area: now, residents }: Receipt): [label: string, value: string][] {
  const metres = (pick: (facts: Receipt['facts'][number]) => string | undefined): string =>
    toldBy(told, (one) => {
      const value = pick(one);
      return value && area(value);
    });
  const persons = toldBy(told, (one) => one.residents && people(Number(one.residents)));
  return [
    ['Общая площадь', metres((one) => one.area) || (now === null ? '' : area(now))],
    ['Жилая площадь', metres((one) => one.livingArea)],
    ['Отапливаемая площадь', metres((one) => one.heatedArea)],
    ['Проживает', persons || (residents === null ? '' : people(residents))],
  ];
}

function document({ number = '', toPay }: Receipt['facts'][number]): string {
  return `№\u00A0${number}${toPay === undefined ? '' : ` на ${money(toPay)}`}`;
}

function people(count: number): string {
  return `${count} ${plural(count, 'человек', 'человека', 'человек')}`;
}

/** The file has a bare number there, or words. */
function percent(told: string): string {
  return /^\d+(?:[.,]\d+)?$/.test(told) ? `${told.replace('.', ',')}\u00A0%` : told;
}
