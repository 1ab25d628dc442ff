/** A part of a receipt that is told in words, one thing a line. */
export interface SectionView {
  readonly title: string;
  readonly items: readonly string[];
  /** Where it comes from, or what to do with it; empty where nothing is to be said. */
  readonly note: string;
}
