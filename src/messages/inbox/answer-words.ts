/** What a template may leave open; it is filled in for each entry. */
export const PLACEHOLDERS = {
  имя: 'имя и отчество заявителя',
  номер: 'номер обращения',
  дата: 'день, когда обращение поступило',
  адрес: 'адрес заявителя',
  срок: 'день, до которого обещан ответ',
  тема: 'тема обращения',
  сотрудник: 'кто отвечает',
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;

const ANY = /\{([^{}\n]{0,40})\}/g;

/** Says which words in braces mean nothing to us, or undefined. */
export function unknownPlaceholder(text: string): string | undefined {
  for (const [whole, name] of text.matchAll(ANY)) {
    if (!Object.hasOwn(PLACEHOLDERS, nameOf(name!))) return whole;
  }
  return undefined;
}

/** The first place that nothing was filled into, such as «{имя}»; undefined where there is none. */
export function unfilledPlaceholder(text: string): string | undefined {
  for (const [whole, name] of text.matchAll(ANY)) {
    if (Object.hasOwn(PLACEHOLDERS, nameOf(name!))) return whole;
  }
  return undefined;
}

/** The words of a template for one entry; what is not known of it stays to be filled in by hand. */
export function filled(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replace(ANY, (whole, name: string) => values[nameOf(name) as Placeholder] || whole);
}

/** How people are spoken to: «Вера Сергеевна» of «Павлова Вера Сергеевна»; a name that is no such three words stays. */
export function addressed(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.length === 3 && /(вич|вна|ична|ич|оглы|кызы)$/i.test(words[2]!)
    ? words.slice(1).join(' ')
    : name.trim();
}

/** The same of a resident, whose surname is known to stand first: «Зоя» of «Иванова Зоя». */
export function givenNames(fullName: string): string {
  return fullName.trim().split(/\s+/).slice(1).join(' ') || fullName.trim();
}

function nameOf(name: string): string {
  return name.trim().toLowerCase();
}
