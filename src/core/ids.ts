const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be a uuid of the database: others would be an error to it. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Whether a text can be a bigint of the database, by which rows are counted. */
export function isRowNumber(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}
