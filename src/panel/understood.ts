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
}
