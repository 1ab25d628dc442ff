/** Reasons that the office rejects readings for most often: the short word of the list. */
export const REASONS = {
  digits: 'Ошибка в цифрах или запятой',
  swapped: 'Перепутаны холодная и горячая вода',
  other_meter: 'Показания другого счетчика',
  too_much: 'Слишком большой расход',
  visit: 'При обходе сняты другие показания',
  own: 'Другая причина',
} as const;

const SENTENCES: Readonly<Record<string, string>> = {
  digits:
    'Похоже, в цифрах ошибка: проверьте, на месте ли запятая. На счетчиках воды и газа чёрные цифры стоят до неё, красные после.',
  swapped: 'Похоже, показания холодной и горячей воды перепутаны местами.',
  other_meter: 'Похоже, это показания другого счетчика. Сверьте номер на нём с номером в личном кабинете.',
  too_much: 'Расход за месяц получился намного больше обычного.',
  visit: 'Наш сотрудник при обходе снял другие показания.',
};

/** What the resident reads; undefined where the office has chosen «Другая причина» and written none. */
export function reasonOf(reason: string, text: string): string | undefined {
  return [SENTENCES[reason], text].filter(Boolean).join(' ') || undefined;
}
