import type { CellReader } from '../../imports/cell-reader.js';

/** Whom a file names as paid, by whatever of these it has. */
export interface ToldRecipient {
  readonly account: string;
  readonly inn: string;
  readonly name: string;
  /** It is named for a whole document: its services may still have recipients of their own. */
  readonly whole?: true;
}

/** Where a row names the recipient; a column that is not there is below nought. */
export interface RecipientColumns {
  readonly account: number;
  readonly inn: number;
  readonly name: number;
}

/** The recipient that a row names, to be put into its record; nothing where it names none. */
export function toldRecipient(
  cells: CellReader,
  at: RecipientColumns,
  whole?: true,
): { recipient?: ToldRecipient } {
  const digits = (position: number) => cells.text(position, 40).replace(/[\s-]/g, '');
  const told = { account: digits(at.account), inn: digits(at.inn), name: cells.text(at.name, 200) };
  if (told.account === '' && told.inn === '' && told.name === '') return {};
  return { recipient: { ...told, ...(whole && { whole }) } };
}
