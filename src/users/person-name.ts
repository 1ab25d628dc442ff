const MAX_LENGTH = 60;

export interface PersonName {
  firstName: string;
  middleName?: string | null;
  lastName: string;
}

/** Says what is wrong with a first name, patronymic or surname, or null; an empty one is the form's business. */
export function nameProblem(name: string): string | null {
  if (!name) return null;

  const text = name.normalize('NFC');
  if ([...text].length > MAX_LENGTH) return 'Не более 60 символов, пожалуйста';
  // Names stand in letters to other people: nothing in them may become a link. «А. С.» and «Дж.Р.Р.» are no links.
  if (/\.\p{L}{2}/u.test(text)) {
    return 'Поставьте после точки пробел: имя не должно быть похоже на адрес сайта';
  }
  if (!/^[\p{L}\p{M} '’ʼ.-]+$/u.test(text) || !/\p{L}/u.test(text) || /\p{M}{3}/u.test(text)) {
    return 'Здесь возможны только буквы, пробел, дефис, апостроф и точка';
  }
  return null;
}

/** Gives the name as in documents: «Белова Ирина Петровна». */
export function fullName(person: PersonName): string {
  return [person.lastName, person.firstName, person.middleName].filter(Boolean).join(' ');
}

/** Gives the name for a greeting or a list, without the surname: «Ирина Б.». */
export function shortName(person: PersonName): string {
  const [initial] = person.lastName.normalize('NFC');
  return initial ? `${person.firstName} ${initial.toUpperCase()}.` : person.firstName;
}

/** Gives a whole name as lists have it, «Павлова В. С.»; what is not two or three words, such as a company, stays as it is. */
export function withInitials(name: string): string {
  const [last = '', ...others] = name.normalize('NFC').trim().split(/\s+/);
  if (
    others.length === 0 ||
    others.length > 2 ||
    [last, ...others].some((word) => !/^\p{Lu}[\p{Ll}\p{M}'’ʼ.-]/u.test(word))
  ) {
    return name;
  }
  return [last, ...others.map((word) => `${[...word][0]}.`)].join('\u00a0');
}
