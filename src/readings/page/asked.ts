import { previousOf } from '../../meters/meter.js';
import { meterTitle } from '../../meters/meter-name.js';
import { tariffNames } from '../../meters/resource.js';
import { lessWords, quantity, usualWords } from '../meter-words.js';
import type { ValidationResult } from '../validation.js';
import { meterNames } from './readings-form.js';

/** A question that waits at a meter, told at the top with its numbers. */
export interface Asked {
  /** Where it waits. */
  readonly field: string;
  /** «Горячая вода, ванная: 157,67 м³, обычно 4–8 м³». */
  readonly text: string;
}

/** What is asked about readings, a line for each meter. */
export function askedWords(judgements: readonly ValidationResult[]): Asked[] {
  return judgements.map((judgement) => ({
    field: meterNames(judgement.meterId).sure,
    text: `${meterTitle(judgement.meter)}: ${doubtsOf(judgement).join('; ')}`,
  }));
}

function doubtsOf({ meter, values, verdicts, doubts, swappedWith }: ValidationResult): string[] {
  if (swappedWith) return ['похоже, перепутаны горячая и холодная вода'];
  const names = tariffNames(meter.tariffs);
  const unusual = verdicts.flatMap((verdict, tariff) => {
    if (verdict.kind !== 'ask') return [];
    const name = names[tariff] ? `${names[tariff].toLowerCase()} ` : '';
    if (verdict.doubt === 'rollover') return [name + lessWords(meter, tariff, values[tariff]!)];
    const used = previousOf(meter, tariff) ? quantity(meter, verdict.consumption) : '';
    return [name + ([used, usualWords(meter, tariff)].filter(Boolean).join(', ') || 'необычно много')];
  });
  return unusual.length > 0 || !doubts.includes('later')
    ? unusual
    : ['больше, чем передано за следующий месяц'];
}
