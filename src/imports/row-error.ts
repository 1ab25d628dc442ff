/** What is wrong with a row; `field` is the heading or the letter of the column as it stands in the file. */
export interface RowError {
  /** Where a file has several that are read. */
  readonly sheet?: string;
  readonly row: number;
  readonly field?: string;
  readonly reason: string;
}

/** The reasons of a row in one line. */
export function reasonsOf(errors: readonly RowError[]): string {
  return errors.map(({ field, reason }) => (field ? `${field}: ${reason}` : reason)).join('; ');
}
