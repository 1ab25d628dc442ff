import type { PanelFields, PanelResult } from '../panel/declaration.js';
import { plural } from '../text/russian.js';
import type { SlipText } from './slips.service.js';

/** How a person of the office sees words that have just been issued: once, with the sheet to print. */
export function wordResult(slips: SlipText[]): PanelResult {
  const words = slips.map(({ word, accounts }) => ({
    value: word,
    note: accounts.map(({ number, address }) => `${number} — ${address}`).join('; '),
  }));
  const one = slips.length === 1;
  return {
    title: one
      ? 'Кодовое слово выдано'
      : `Выдано ${slips.length} ${plural(slips.length, 'слово', 'слова', 'слов')}`,
    lines: [
      'Слово показано один раз. Запишите его или напечатайте листок: потом его можно будет только выдать заново.',
    ],
    words,
    copyText: one ? words[0]!.value : undefined,
    print: {
      label: one ? 'Распечатать листок' : 'Распечатать листки',
      url: '/admin/slips',
      fields: { words: slips.map(({ word }) => word).join('\n') },
    },
  };
}

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
  family: {
    type: 'checkbox',
    label: 'Слово для члена семьи: владельцем оно не делает',
  },
  days: { type: 'number', label: 'Сколько дней действует', required: true, min: 1, max: 365 },
} as const satisfies PanelFields;
