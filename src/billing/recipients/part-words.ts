import { money } from '../../text/russian.js';
import type { Division, Share } from './shares.js';

/** A part of what is to be paid, in words. */
export interface PartWords {
  readonly name: string;
  /** «Взнос на капитальный ремонт»; what the main recipient takes is not told. */
  readonly about: string;
  readonly sum: string;
}

/** What goes to whom, where it is more than one; else nothing, for the one sum says it all. */
export function partWords(shares: readonly Share[]): PartWords[] {
  return shares.length < 2
    ? []
    : shares.map(({ recipient, services, kopecks }) => ({
        name: recipient.name,
        about: aboutOf(recipient.takes === 'rest' ? [] : services),
        sum: money(kopecks),
      }));
}

/** Whose advance has lowered what the others ask for, or is more than they are owed, so that nothing is asked for. */
export function offsetWords({ ahead, covered }: Pick<Division, 'ahead' | 'covered'>): string[] {
  if (covered.length === 0) {
    return ahead.map(
      ({ recipient, kopecks }) =>
        `У получателя ${recipient.name} переплата ${money(kopecks)}: на неё уменьшено то, что просят остальные.`,
    );
  }
  const sums = (of: Division['ahead']) =>
    of.map(({ recipient, kopecks }) => `${recipient.name} — ${money(kopecks)}`);
  return [
    `Начислено и не оплачено: ${sums(covered).join(', ')}. Переплата: ${sums(ahead).join(', ')}.`,
    'Бухгалтерия считает долг по счету целиком, поэтому сейчас платить не нужно. Если одни деньги не должны идти за другие, обратитесь в офис.',
  ];
}

/** «Отопление, горячая вода и ещё 3»: whoever reads it looks for one word. */
export function aboutOf(services: readonly string[]): string {
  const shown = services.slice(0, MOST_NAMED).join(', ');
  const more = services.length - MOST_NAMED;
  return more > 0 ? `${shown} и ещё ${more}` : shown;
}

const MOST_NAMED = 3;
