import { monthAndYear } from '../text/month.js';
import type { Receipt } from './receipt.js';
import type { SectionView } from './section-view.js';

/** Readings of the meters of the flat: those of the portal, where the file has none. */
export function readingsSection({ readings, lines, period }: Receipt): SectionView[] {
  if (readings.length === 0 || lines.some(({ facts }) => facts.reading !== undefined)) return [];
  const note = `По данным портала: показания, принятые за ${monthAndYear(period.slice(0, 7))}.`;
  return [{ title: 'Показания индивидуальных приборов учета', items: readings, note }];
}
