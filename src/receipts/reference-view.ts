import { area, money } from '../text/russian.js';
import { type Fact, facts } from './facts.js';
import type { Receipt } from './receipt.js';

/** What the document is told with for reference, where it does not belong to the payer. */
export function referenceFacts({ facts: told }: Receipt): Fact[] {
  return facts([
    ['Субсидии и компенсации', told.subsidies ? money(told.subsidies) : ''],
    ['Предельный индекс изменения платы', told.index ?? ''],
    ['Дополнительная информация', told.note ?? ''],
  ]);
}

/** Areas of the month of the document, or else those that the account has now. */
export function areaFacts({ facts: told, area: now }: Receipt): [label: string, value: string][] {
  const total = told.area ?? now;
  return [
    ['Общая площадь', total === null ? '' : area(total)],
    ['Жилая площадь', told.livingArea ? area(told.livingArea) : ''],
    ['Отапливаемая площадь', told.heatedArea ? area(told.heatedArea) : ''],
  ];
}
