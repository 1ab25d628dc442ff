import type { PanelFields } from '../panel/declaration.js';

/** What the office chooses for a word: for how many residents and how many days. */
export const ISSUE_FIELDS = {
  maxUses: {
    type: 'number',
    label: 'Сколько жителей могут воспользоваться словом',
    hint: 'Обычно один; для семьи — до пяти.',
    required: true,
    min: 1,
    max: 5,
    initial: 1,
  },
  days: { type: 'number', label: 'Сколько дней действует', required: true, min: 1, max: 365 },
} as const satisfies PanelFields;
