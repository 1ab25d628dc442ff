/** How files of one accounting system are laid out: what recognising by itself does not tell. */
export interface ImportLayout {
  readonly encoding?: 'utf-8' | 'windows-1251' | 'ibm866' | 'koi8-r';
  readonly delimiter?: ';' | ',' | '\t' | '|';
  readonly decimal?: ',' | '.';
  /** Rows above the headings. */
  readonly skipRows?: number;
  /** Column of the table (account, period, charged …) to the heading in the file. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Account numbers are padded with zeros on the left to so many digits, as Excel eats them. */
  readonly accountLength?: number;
}
