/** What becomes of a row that nobody is given, and how a list calls it. */
export const OUTCOMES = {
  return: 'Вернуть плательщику',
  foreign: 'Не наша',
  counted: 'Уже учтена',
  other: 'Другое',
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** True for the key of an outcome. */
export function isOutcome(text: string): text is Outcome {
  return Object.hasOwn(OUTCOMES, text);
}
