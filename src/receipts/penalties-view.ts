import { PENALTY_NAMES } from '../billing/penalties.js';
import { inSentence, money } from '../text/russian.js';
import type { Receipt } from './receipt.js';

/** Penalties of a receipt in words. */
export interface PenaltiesView {
  /** What they are called where they are one sum. */
  readonly name: string;
  readonly items: readonly string[];
  /** Whose figures they are. */
  readonly note: string;
}

/** Tells each penalty with its ground and period; undefined where there are none. */
export function penaltiesView(
  { penalty, penalties }: Receipt,
  accounting: string,
): PenaltiesView | undefined {
  if (penalty === 0n && penalties.length === 0) return undefined;
  const rest = penalty - penalties.reduce((sum, { kopecks }) => sum + kopecks, 0n);
  const items = penalties.map(({ kind, ground, span, kopecks }) => {
    const told = [span && `период: ${span}`, ground ? `основание: ${inSentence(ground)}` : NO_GROUND];
    return `${PENALTY_NAMES[kind]}: ${money(kopecks)}, ${told.filter(Boolean).join(', ')}`;
  });
  if (penalties.length === 0) items.push(`Начислены пени за несвоевременную оплату: ${money(rest)}`);
  else if (rest !== 0n) items.push(`Без разбивки по видам: ${money(rest)}`);
  const costs = penalties.some(({ kind }) => kind !== 'penalty');
  return {
    name: costs ? 'Пени, неустойка и судебные расходы' : 'Пени',
    items,
    note: `По данным бухгалтерии: расчёт делает ${accounting}, портал сам пени не считает.`,
  };
}

const NO_GROUND = 'основание не указано, уточните его в офисе';
