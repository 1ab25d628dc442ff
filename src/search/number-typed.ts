/** What a number of an entry is made of as people type it; empty where a part is left out. */
interface NumberParts {
  readonly own: 'К' | '';
  readonly year: string;
  /** Six digits. */
  readonly sequence: string;
  /** Of what it was said to be the number. */
  readonly said?: 'request' | 'entry';
}

const REQUEST = /^(?:ЗАЯВК(?:А|И|У|Е|ОЙ)|ЗАЯВЛЕНИ[ЕЯЮ]|АДС)(?!\p{L})\.?/u;
/** The same where words follow. */
const REQUEST_SAID = /^ЗАЯВК(?:А|И|У|Е|ОЙ)(?!\p{L})/u;
const ENTRY =
  /^(?:ОБРАЩЕНИ[ЕЯЮ]|ЖАЛОБ[АЫУЕ]|ВОПРОС[АУ]?|ПРЕДЛОЖЕНИ[ЕЯЮ]|БЛАГОДАРНОСТ[ЬИ]|ПИСЬМ[ОАУ])(?!\p{L})\.?/u;

/** «№ заявки 7»: the sign or the word before what it is the number of. */
const SIGN_BEFORE = /^(?:№|НОМЕР)\s*(?=\p{L}{3})/u;

/** Takes a number apart: `К-2026-000118`, `к2026-118`, `№ 118`, «заявка 118»; undefined where it is none. */
export function numberParts(text: string): NumberParts | undefined {
  const capital = text.toUpperCase().trim().replace(SIGN_BEFORE, '');
  const said = REQUEST.test(capital) ? 'request' : ENTRY.test(capital) ? 'entry' : undefined;
  const typed = capital
    .replace(said === 'request' ? REQUEST : ENTRY, '')
    .replace(/^\s*(?:№|НОМЕР)/, '')
    .replace(/\s/g, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/^K/, 'К')
    .replace(/^(?=.*\d)[К\d\-OОЗ]+$/, (number) => number.replace(/[OО]/g, '0').replaceAll('З', '3'));
  const [, own = '', year = '', sequence] = /^(К?)-?(?:(20\d\d)-)?(\d{1,6})$/.exec(typed) ?? [];
  if (sequence === undefined) return undefined;
  return { own: own === '' ? '' : 'К', year, sequence: sequence.padStart(6, '0'), ...(said && { said }) };
}

/** Words after what they are about: «заявка лесная» is «лесная» among requests; undefined where a number follows or nothing. */
export function withoutKind(text: string): { rest: string; request: boolean } | undefined {
  const capital = text.trim().toUpperCase();
  const [said] = REQUEST_SAID.exec(capital) ?? ENTRY.exec(capital) ?? [];
  if (said === undefined) return undefined;
  const rest = text.trim().slice(said.length).trim();
  return /\p{L}{2}/u.test(rest) ? { rest, request: REQUEST_SAID.test(capital) } : undefined;
}

/** A number of an entry as people type it: `2026-000118` or `2026-118`, or of this year `118`; undefined where it is none. */
export function numberTyped(
  text: string,
  letter: '' | 'К',
  year: string,
): { number: string; whole: boolean } | undefined {
  const parts = numberParts(text);
  if (parts?.said && (parts.said === 'entry') !== (letter === 'К')) return undefined;
  // of a number with a letter or a year it is known whose it is
  if (!parts || (parts.own !== letter && (parts.own !== '' || parts.year !== ''))) return undefined;
  const number = `${letter && `${letter}-`}${parts.year || year}-${parts.sequence}`;
  return { number, whole: parts.year !== '' || parts.own !== '' };
}

/** Whether an entry only has the digits of the number that was typed: «2026-000001» beside «К-2026-000001». */
export function isOfOtherKind(typed: string, number: string): boolean {
  const parts = numberParts(typed);
  if (!parts || (parts.own === '' && parts.year === '')) return false;
  const other = numberParts(number);
  return (
    other?.sequence === parts.sequence &&
    (parts.year === '' || other.year === parts.year) &&
    other.own !== parts.own &&
    !(parts.own === '' && parts.said === 'entry')
  );
}
