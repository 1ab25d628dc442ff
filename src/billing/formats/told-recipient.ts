import type { CellReader } from '../../imports/cell-reader.js';

/** Whom a file names as paid, by whatever of these it has. */
export interface ToldRecipient {
  readonly account: string;
  readonly inn: string;
  readonly name: string;
  /** Only told where nobody knows the account. */
  readonly bic?: string;
  /** It is named for a whole document: its services may still have recipients of their own. */
  readonly whole?: true;
  /** A bank tells it of its own client: the money has come there, whether the office has written that account or not. */
  readonly ownAccount?: true;
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
  if (cells.isEmpty(at.account) && cells.isEmpty(at.inn) && cells.isEmpty(at.name)) return {};
  const told = {
    account: account(cells, at.account),
    inn: inn(cells, at.inn),
    name: cells.text(at.name, 200),
  };
  if (told.account === '' && told.inn === '' && told.name === '') return {};
  return { recipient: { ...told, ...(whole && { whole }) } };
}

/** Whose account a statement tells of: `told` by a document of it, or else the only one of its header. */
export function ownRecipient(told: string, header: ReadonlySet<string>): { recipient?: ToldRecipient } {
  const [only = '', ...more] = header;
  // Some banks write an account of their own as that of the payee.
  const account = withoutGaps(header.has(told) || more.length > 0 || only === '' ? told : only);
  return /^\d{20}$/.test(account) ? { recipient: { account, inn: '', name: '', ownAccount: true } } : {};
}

/** Some write «р/с 40702… в ПАО Сбербанк», and nought or a dash where there is none. */
function account(cells: CellReader, position: number): string {
  const shown = withoutGaps(cells.shown(position));
  const digits = /(?<!\d)\d{20}(?!\d)/.exec(shown)?.[0];
  if (digits !== undefined) return digits;
  return /^0*$/.test(shown) ? '' : withoutGaps(cells.text(position, 100));
}

/** Excel eats the nought that it begins with. */
function inn(cells: CellReader, position: number): string {
  const digits = withoutGaps(cells.text(position, 40));
  return /^(?:\d{9}|\d{11})$/.test(digits) ? `0${digits}` : digits;
}

function withoutGaps(text: string): string {
  return text.replace(/[\s-]/g, '');
}
