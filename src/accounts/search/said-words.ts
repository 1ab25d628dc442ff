import { withoutEndings } from './other-spellings.js';

/** Said of what comes next, and not looked for. */
const SAID = new Set(
  [
    'лицевой лицевого лицевому лиц счет счета счету сч лс лсч лиц елс номер номера номеру ном жку',
    'тел телефон телефона телефону моб мобильный сот сотовый',
    'счетчик счетчика счетчику прибор прибора учета пу ипу заводской зав',
    'почта почты почте эл электронная имейл мейл email',
    'на по',
    'абонент собственник владелец плательщик житель жилец фио адрес',
  ].flatMap((line) => line.split(' ')),
);
/** «л/с», «л.с.», «л с», and «т.» before a number: by themselves they are initials. */
const ACCOUNT = /(?<![\p{L}\d])л(?:\s?[./\\|]\s?|\s)[сc](?!\p{L})(?=[\s.:№#]*\d{3})/giu;
const ACCOUNT_WITH_STROKE = /(?<![\p{L}\d])л\s?[/\\|]\s?[сc](?!\p{L})/giu;
const TELEPHONE = /(?<![\p{L}\d])т[.:]?\s?(?=[+(]{0,2}\d[\d() -]{5})/giu;
/** The postcode and the region that stand before a town in an address that was copied. */
const POSTCODE = /^\s*\d{6},\s*(?=\p{L})/u;
const REGION = /(?<!\p{L})\p{L}+(?:ая|ий)\s+(?:обл|область|край)(?!\p{L})[\s.,]*(?=\p{L})/iu;
const EMAIL = /(?<!\p{L})[eе][- ]?mail(?![\p{L}@])/giu;

/** A text without the words that only say what comes next: «л/с 0100002483» is the number, «тел. 555-48-11» too. */
export function withoutSaid(text: string): string {
  const rest = withoutEndings(withoutAbout(text))
    .replace(POSTCODE, '')
    .replace(REGION, '')
    .replace(ACCOUNT, ' ')
    .replace(ACCOUNT_WITH_STROKE, ' ')
    .replace(TELEPHONE, ' ')
    .replace(EMAIL, ' ')
    .split(/\s/)
    .map((piece) => (piece.includes('@') ? piece : piece.replace(/\p{L}+/gu, unsaid)))
    .join(' ');
  // «почта: vera…»: the sign went with the word
  return rest !== text && /[\p{L}\d]/u.test(rest) ? rest.replace(/^[\s.:№#-]+/u, '').trim() : text;
}

function unsaid(word: string): string {
  return SAID.has(word.toLowerCase().replaceAll('ё', 'е')) ? ' ' : word;
}

/** Said of somebody's money or dials, whose flat is looked for then: «квитанция рябова». */
const ABOUT =
  /(?<!\p{L})(?:квитанци|долг|задолженност|плат[её]ж|оплат|начислени|показани)\p{L}{0,3}(?!\p{L})/giu;

function withoutAbout(text: string): string {
  const rest = text.replace(ABOUT, ' ').trim();
  // «платёж 3287» is a sum, and no account that ends so
  return /\p{L}{3}/u.test(rest) ? rest : text;
}

const TWO_LETTERS = /(?<!\p{L})(\p{L})(\p{L})(?!\p{L})/gu;
/** Of two letters, and no initials. */
const WORDS = new Set('ул пр пл кв пом оф мкр лс тел ооо ао ип'.split(' '));

/** A name whose initials were written together, with each by itself: «рябова тф» is «рябова т ф»; undefined where there are none. */
export function initialsApart(text: string): string | undefined {
  if (!/\p{L}{3}/u.test(text)) return undefined;
  const apart = text.replace(TWO_LETTERS, (both, first: string, second: string) =>
    WORDS.has(both.toLowerCase()) ? both : `${first} ${second}`,
  );
  return apart === text ? undefined : apart;
}
