import { money } from '../../text/russian.js';
import type { Share } from './shares.js';

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

/** «Отопление, горячая вода и ещё 3»: whoever reads it looks for one word. */
export function aboutOf(services: readonly string[]): string {
  const shown = services.slice(0, MOST_NAMED).join(', ');
  const more = services.length - MOST_NAMED;
  return more > 0 ? `${shown} и ещё ${more}` : shown;
}

const MOST_NAMED = 3;
