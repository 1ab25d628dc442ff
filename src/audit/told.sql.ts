/** A detail of a line of the journal `e`, as text. */
export const told = (key: string): string => `e.details->>'${key}'`;
/** What somebody has written as a reason, in their own words: «Продала квартиру». */
export const quoted = (key: string): string => `'«' || (${told(key)}) || '»'`;
/** The word that stands for a value. */
export const wordOf = (sql: string, words: Record<string, string>): string =>
  `CASE ${sql} ${Object.entries(words)
    .map(([key, word]) => `WHEN '${key}' THEN '${word}'`)
    .join(' ')} END`;

/** «1 234,50 ₽» of kopecks. */
export const rouble = (kopecks: string): string =>
  `translate(to_char((${kopecks})::bigint / 100.0, 'FM999,999,999,990.00'), ',.', U&'\\00A0,') || U&'\\00A0₽'`;
/** «новых 3»; nothing where there is none. */
export const count = (word: string, key: string): string => `'${word} ' || nullif(${told(key)}, '0')`;
/** What is there, with commas between. */
export const list = (...parts: string[]): string => `concat_ws(', ', ${parts.join(', ')})`;

/** What the office does with ways in. */
export const DEEDS = {
  email: 'смена E-mail',
  slip: 'листок для входа',
  confirm: 'подтверждение регистрации',
  details: 'правка имени и телефона',
  remove: 'удаление регистрации',
  device: 'потеря устройства',
};
