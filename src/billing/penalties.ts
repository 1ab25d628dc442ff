/** What may be charged for late payment beside the services: the kinds of НСИ 329 of ГИС ЖКХ, and неустойка. */
export type PenaltyKind = 'penalty' | 'forfeit' | 'fine' | 'duty' | 'costs';

/** What the kinds are called on a receipt. */
export const PENALTY_NAMES: Readonly<Record<PenaltyKind, string>> = {
  penalty: 'Пени',
  forfeit: 'Неустойка',
  fine: 'Штраф',
  duty: 'Госпошлина',
  costs: 'Судебные расходы',
};

/** Whole words at the beginning: «Пенное оборудование» is a service. */
const WORDS: readonly (readonly [PenaltyKind, RegExp])[] = [
  ['penalty', /^(?:(?:начисленн?(?:ы|ые|о|ая|ие)|сумма)\s+)?пен(?:и|я|ей|ю)(?![\p{L}\d])/iu],
  ['forfeit', /^неустойк[аи](?:\s*\(пен[ия]\))?(?![\p{L}\d])/iu],
  ['fine', /^штраф(?:ы|ов|ные\s+санкции)?(?![\p{L}\d])/iu],
  ['duty', /^(?:гос\.?\s*пошлин[аы]|государственн(?:ая|ые)\s+пошлин[аы])(?![\p{L}\d])/iu],
  ['costs', /^судебн(?:ые|ых)\s+(?:расход(?:ы|ов)|издерж(?:ки|ек))(?![\p{L}\d])/iu],
];

/** With what any of them begins: most names are of services, of which a file has a million. */
const BEGINNING = /^(?:начис|сумма|пен|неуст|штраф|гос|судеб)/iu;

/** Tells what kind of penalty or cost a name of a service means, and what else it says; undefined for a service. */
export function penaltyNamed(name: string): { kind: PenaltyKind; rest: string } | undefined {
  if (!BEGINNING.test(name)) return undefined;
  for (const [kind, words] of WORDS) {
    const found = words.exec(name);
    if (!found) continue;
    const rest = name
      .slice(found[0].length)
      .replace(/^[\s:;,.–—-]+/u, '')
      .trim();
    return { kind, rest: /^\(([^()]*)\)$/.exec(rest)?.[1]?.trim() ?? rest };
  }
  return undefined;
}
