import { termWords } from '../../text/moments.js';
import type { RequestCategory } from '../categories.service.js';

/** A key and the physical key that it stands on, in the order of the page; what is not here has none and stands before the last. */
const KEYS: readonly (readonly [id: string, key: string, code: string])[] = [
  ['leak', '1', 'Digit1'],
  ['cold-water', '2', 'Digit2'],
  ['hot-water', '3', 'Digit3'],
  ['heating', '4', 'Digit4'],
  ['electricity', '5', 'Digit5'],
  ['sewage', '6', 'Digit6'],
  ['lift', '7', 'Digit7'],
  ['chute', '8', 'Digit8'],
  ['entrance', '9', 'Digit9'],
  ['roof', 'К', 'KeyR'],
  ['yard', 'Д', 'KeyL'],
  ['intercom', 'Д', 'KeyL'],
  ['other', '0', 'Digit0'],
];

/** What may have happened, with the key that chooses it. */
export interface Pick {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly code: string;
  /** Chosen by the second press of a key that two of them share. */
  readonly second: boolean;
  readonly question: string;
  readonly term: string;
}

/** Categories in the order of their keys. */
export function picksOf(categories: readonly RequestCategory[]): Pick[] {
  const place = ({ id }: RequestCategory): number => {
    const at = KEYS.findIndex(([known]) => known === id);
    return at < 0 ? KEYS.length - 1.5 : at;
  };
  return [...categories]
    .sort((one, other) => place(one) - place(other))
    .map((category) => {
      const [, key = '', code = ''] = KEYS.find(([id]) => id === category.id) ?? [];
      const { id, title, question } = category;
      const second = id === 'intercom' && categories.some((other) => other.id === 'yard');
      return { id, title, question, key, code, second, term: termOf(category) };
    });
}

/** «Устранить засор: 2 часа. Починить: 3 суток». */
function termOf(category: RequestCategory): string {
  const { first_title: first, first_minutes: minutes, first_emergency_only: onlyEmergency } = category;
  const fix = `${category.fix_title}: ${termWords(category.fix_minutes)}`;
  return first === '' || minutes === null
    ? fix
    : `${first}: ${termWords(minutes)}${onlyEmergency ? ', если авария' : ''}. ${fix}`;
}
