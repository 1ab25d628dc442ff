const WORD =
  '(?:л\\s*[/\\\\]\\s*сч?(?:[её]т\\p{L}*)?|лс|л\\.\\s?сч?\\.?|лиц(?:ев\\p{L}*|\\.)?\\s*сч(?:[её]т\\p{L}*|\\.)?|лицсч[её]т\\p{L}*|елс|ls|acc(?:ount)?)';
const SIGNS = '[\\s.:;=№#,-]*(?:n[o°]?|номер|ном\\.?)?[\\s.:;=№#,-]*';
const NUMBER = '((?:\\p{L}{1,3}-?)?\\d[\\p{L}\\d]*(?:[./_-][\\p{L}\\d]+)*)';
const ACCOUNT = new RegExp(`(?<![\\p{L}\\d])${WORD}${SIGNS}${NUMBER}`, 'giu');
/** Accounts of banks have 20 digits. */
const LONGEST = 19;

/** The number of a personal account in a purpose of payment: after «л/с», «ЛС №», «лицевой счет»; '' where it is not clear. */
export function accountInText(text: string): string {
  const found = new Set<string>();
  for (const [, number = ''] of text.matchAll(ACCOUNT)) {
    if (number.length <= LONGEST) found.add(number);
  }
  return found.size === 1 ? [...found][0]! : '';
}
