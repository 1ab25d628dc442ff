/** A letter to a list as it is written, before anybody gets it. */
export interface WrittenMailing {
  /** To whom, as the module that finds them keeps it. */
  readonly audience: object;
  readonly audienceWords: string;
  readonly subject: string;
  readonly text: string;
  readonly signature: string;
}

/** The same as it is kept. */
export interface Mailing {
  readonly id: string;
  readonly audience: object;
  readonly audience_words: string;
  readonly subject: string;
  readonly text: string;
  readonly signature: string;
  readonly version: number;
  readonly written_at: Date;
  readonly begun_at: Date | null;
  /** Whether it is known who gets it. */
  readonly settled: boolean;
  readonly receivers: number;
  readonly asking: number;
  readonly decided_at: Date | null;
  readonly approved: boolean | null;
  readonly decline_reason: string;
  readonly stopped_at: Date | null;
  readonly author: string;
  readonly author_id: string;
  readonly decider: string | null;
  readonly stopper: string | null;
  /** Whether letters are still to leave. */
  readonly under_way: boolean;
}

/** What its letter says, as its templates name it; the number of a resident stands in the link that switches such letters off. */
export function mailingLetter(
  { text, signature }: Pick<Mailing, 'text' | 'signature'>,
  userNo: string,
): { userNo: string; paragraphs: string[]; signature: string } {
  return { userNo, paragraphs: paragraphsOf(text), signature };
}

/** Paragraphs of a plain text: an empty line is between them. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
