import type { Limit } from '../../core/limits.js';

/** People who may connect an app for codes, as the database and the journal know them. */
export interface CodePeople {
  /** As the journal calls them; its actions begin so. */
  readonly kind: 'staff' | 'user';
  /** Their table, with the columns of the second factor. */
  readonly table: 'staff' | 'users';
  /** Who of them may come in at all. */
  readonly open: string;
  /** The table of their recovery codes, that of their keys, and the column that says whose they are. */
  readonly codes: string;
  readonly keys: string;
  readonly owner: string;
  /** Stands in the purposes of what is sealed, and in lines of the log. */
  readonly said: string;
  readonly limits: CodeLimits;
}

/** How often which of them may type what. */
export interface CodeLimits {
  readonly code: Limit;
  /** Without a right one between them; then the way in is another. */
  readonly inARow: Limit;
  /** The same two at a door that strangers cannot get to. */
  readonly near: Limit;
  readonly nearInARow: Limit;
  /** First codes of an app: nobody guesses them, but nobody needs hundreds either. */
  readonly first: Limit;
  /** The journal tells that somebody's codes were stopped, and not each time. */
  readonly journal: Limit;
  /** A letter tells somebody that wrong codes follow their right password, and not each time. */
  readonly letter: Limit;
}
