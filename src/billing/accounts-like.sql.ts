/**
 * An SQL text that gives id and number of the accounts that a text may mean: the number, with or without the zeros that
 * Excel eats, or an identifier of ГИС ЖКХ. Each of its branches has an index.
 */
export function accountsLike(text: string): string {
  return `
    SELECT id, number FROM account_places WHERE number = ${text}
    UNION SELECT id, number FROM account_places
      WHERE ltrim(number, '0') = ltrim(${text}, '0') AND length(ltrim(${text}, '0')) >= 4
    UNION SELECT id, number FROM account_places WHERE els = ${text} AND els <> ''
    UNION SELECT id, number FROM account_places WHERE hcs_id = ${text} AND hcs_id <> ''`;
}
