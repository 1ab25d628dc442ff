/** Why a reading is cancelled: the words of the form. */
export const GROUNDS = {
  typing: 'Опечатка при вводе',
  other_meter: 'Записано не на тот счетчик',
  other_flat: 'Записано не на ту квартиру',
  other: 'Другая причина',
} as const;

const WORDS: Readonly<Record<string, string>> = {
  typing: 'опечатка при вводе',
  other_meter: 'записали не на тот счетчик',
  other_flat: 'записали не на ту квартиру',
};

/** What is kept and read by the resident too; undefined where «Другая причина» has no words of its own. */
export function groundWords(ground: string, text: string): string | undefined {
  return [WORDS[ground], text.trim().replace(/\.$/, '')].filter(Boolean).join('; ') || undefined;
}
