/** Why a letter that answers an entry is one of its own. */
export type WhyApart = keyof typeof AFTER;

/** What there is to say of a letter to the people of the office besides its text. */
export interface LetterRemarks {
  /** The number of the entry that it answers though it cannot stand there. */
  readonly after?: { readonly number: string; readonly why: WhyApart };
  readonly forged: boolean;
  readonly stub?: 'large' | 'unreadable';
  /** Whether only the beginning of its text fits in here. */
  readonly cut: boolean;
  /** Files that are not taken, and why. */
  readonly refused: readonly string[];
}

const AFTER = {
  late: 'ответ на него дан больше 30 дней назад',
  closed: 'оно закрыто без ответа',
  again: 'на вопрос к нему уже ответили',
  many: 'в нём уже сто писем',
  stranger: 'но пришло не с адреса его автора. Не называйте отправителю ничего из того обращения',
};

/** How the author was found: an address in a letter is no proof, whoever has our letter has at least got it. */
export const KNOWN_BY = {
  answer: 'Узнали по E-mail и по нашему письму, на которое отвечено',
  email:
    'Узнали по E-mail. Адрес отправителя легко подделать: прежде чем называть личное, убедитесь, что пишет житель',
};

/** The remarks as a note for colleagues; empty where there are none. */
export function remarkWords({ after, forged, stub, cut, refused }: LetterRemarks): string {
  return [
    ...(after ? [`Это письмо в ответ на обращение № ${after.number}, ${AFTER[after.why]}.`] : []),
    ...(forged
      ? ['Почтовый сервер сообщил, что отправитель может быть подделан: адрес не подтверждён.']
      : []),
    ...(stub === 'large' ? ['Письмо больше 25 МБ, откройте его в почтовой программе.'] : []),
    ...(stub === 'unreadable' ? ['Письмо не удалось прочитать, откройте его в почтовой программе.'] : []),
    ...(cut ? ['Здесь только начало письма, целиком его можно прочитать в почтовой программе.'] : []),
    ...(refused.length > 0
      ? [`Файлы не приложены, они остались в письме:\n${refused.map((words) => `— ${words}`).join('\n')}`]
      : []),
  ].join('\n');
}
