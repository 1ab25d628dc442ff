import type { PanelOption } from '../../panel/declaration.js';
import { dialDigits } from '../../meters/dial.js';
import { monthAndYear } from '../../text/month.js';
import type { ValidationResult } from '../validation.js';
import { type Meter, previousOf } from '../../meters/meter.js';
import { quantity, SOURCES } from '../meter-words.js';
import type { Warning } from '../../meters/reading-check.js';
import { tariffNames } from '../../meters/resource.js';

/** Where readings came from, as values of a column. */
export const SOURCE_OPTIONS: Record<string, PanelOption> = Object.fromEntries(
  Object.entries(SOURCES).map(([source, words]) => [
    source,
    { label: `${words[0]!.toUpperCase()}${words.slice(1)}` },
  ]),
);

/** Why a reading was looked at twice, in the words of the list. */
export const WARNING_WORDS: Readonly<Record<Warning, string>> = {
  growth: 'необычно много',
  rollover: 'переход через ноль',
  later: 'больше показаний следующего месяца',
  swapped: 'похоже, перепутаны холодная и горячая',
};

/** What the fields of a meter's values are called. */
export function valueLabels(tariffs: number): string[] {
  return tariffNames(tariffs).map((name) => name || 'Показания');
}

/** What was used, tariff by tariff: «Расход — 7,12 м³»; nothing where there is nothing to compare with. */
export function consumptionWords({ meter, verdicts }: ValidationResult): string {
  const used = verdicts.flatMap((verdict) =>
    verdict.kind === 'refuse' || verdict.consumption === null ? [] : [quantity(meter, verdict.consumption)],
  );
  return used.length === 0 ? '' : `Расход — ${used.join(' и ')}`;
}

/** What somebody of the office is asked about unusual values. */
export function questionLines(judgement: ValidationResult): string[] {
  const { doubts } = judgement;
  const used = consumptionWords(judgement);
  const lines = used === '' ? [] : [`${used}.`];
  if (doubts.includes('growth')) {
    lines.push('Это намного больше обычного. Проверьте цифры и место запятой.');
  }
  if (doubts.includes('rollover')) {
    lines.push('Показания меньше предыдущих: так бывает, когда счетчик дошёл до девяток и начал с нуля.');
  }
  const { later } = judgement.meter;
  if (doubts.includes('later') && later) {
    lines.push(
      `Это больше показаний, которые уже есть за ${monthAndYear(later.period)}: ${plainValues(judgement.meter, later.values)}.`,
    );
  }
  return lines;
}

/** Why a value is less than it can be, with the one before it. */
export function lessThanBefore(meter: Meter, tariff: number): string {
  const before = plainValues(meter, [previousOf(meter, tariff)?.value ?? 0n]);
  return `Меньше предыдущих показаний (${before})`;
}

/** «130,450», without the zeros that the dial shows before; of several tariffs with «и» between. */
function plainValues({ dial }: Meter, values: readonly bigint[]): string {
  return values
    .map((value) => {
      const { whole, fraction } = dialDigits(value, dial);
      return `${whole.replace(/^0+(?=\d)/, '')}${fraction && ','}${fraction}`;
    })
    .join(' и ');
}
