import type { ImportSession } from '../../imports/import-session.js';
import { RecipientBook } from '../recipients/recipient.js';
import { TERMS, termsOf } from '../recipients/recipients.sql.js';
import { INSERT_SHARES } from './documents.sql.js';
import * as sql from './main-recipients.sql.js';

/**
 * Writes what the file says is owed to recipients beyond lines; a document that names for all of it whoever takes the rest
 * of its house says what holds anyway. Gives all who are paid.
 */
export async function writeShares(session: ImportSession, today: string): Promise<RecipientBook> {
  const terms = await session.query<Parameters<typeof termsOf>[0] & Record<string, unknown>>(TERMS.text);
  const book = new RecipientBook(terms.map(termsOf), { name: '', inn: '', kpp: '' });
  const houses = await session.query<{ id: string }>(sql.NAMING_HOUSES);
  const mains = houses.map(({ id }) => book.of(today, id).main.id);
  await session.query(sql.CREATE_MAINS, [houses.map(({ id }) => id), mains]);
  await session.query(INSERT_SHARES);
  return book;
}
