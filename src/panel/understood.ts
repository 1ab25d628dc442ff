/** What was looked for instead of what was typed, and why. */
export interface Tried {
  readonly text: string;
  readonly why: 'layout' | 'slip';
}

/** Records that a search means although what was typed stands in none of them so. */
export interface Understood {
  /** A select of their ids; `bind` turns a value into a placeholder. */
  readonly ids: (bind: (value: unknown) => string) => string;
  readonly tried?: Tried;
  /** Exactly these were meant, and not whatever else holds what was typed: «кв. 2» is not «кв. 20». */
  readonly alone?: true;
}

/** What is shown instead of what was typed, in words: above lists of the panel and pages of the office alike. */
export function triedText({ text, why }: Tried): string {
  if (why === 'slip') return `Точно так не нашли. Показали «${text}».`;
  const layout = /[а-яё]/i.test(text) ? 'английская' : 'русская';
  return `Показали «${text}»: похоже, включена ${layout} раскладка.`;
}
