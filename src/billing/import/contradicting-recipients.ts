import { money, plural } from '../../text/russian.js';
import type { ToldRecipient } from '../formats/told-recipient.js';
import type { BesideWords } from './month-before.js';

const SHOWN = 20;

/** What the office has written of the owner of an account, in all times. */
interface Owner {
  readonly name: string;
  readonly inn: string;
  readonly names: readonly string[];
  readonly inns: readonly string[];
}

/** A recipient of a file that is somebody else by its ИНН or name than by its account. */
export interface Contradicting {
  readonly recipient: ToldRecipient;
  readonly rows: number;
  readonly kopecks: number;
  readonly found: readonly Owner[];
}

/** Whether its ИНН, or without one its name, is that of no owner of its account. */
export function isOtherThan({ account, inn, name }: ToldRecipient, found: readonly Owner[]): boolean {
  if (account === '') return false;
  if (inn !== '') return !found.some(({ inns }) => inns.includes(inn));
  const told = wordsOf(name);
  if (told.length === 0) return false;
  return !found.some(({ names }) => names.some((known) => isAlike(told, wordsOf(known))));
}

/** Lists them, and asks whether the account or the name is meant. */
export function contradictingWords(all: readonly Contradicting[]): BesideWords {
  const count = all.length;
  if (count === 0) return { notices: [], tables: [] };
  const caption = `Получатели, у которых ИНН или название не те, что у их счета: ${count}`;
  const whose = plural(count, 'получателя', 'получателей', 'получателей');
  return {
    notices: [],
    tables: [
      {
        caption: count > SHOWN ? `${caption}, первые ${SHOWN}` : caption,
        head: ['В файле', 'На странице «Реквизиты»', 'Строк', 'Сумма'],
        rows: all
          .slice(0, SHOWN)
          .map(({ recipient, found, rows, kopecks }) => [
            inWords(recipient),
            found.map(({ name, inn }) => `${name}, ИНН ${inn}`).join('; '),
            String(rows),
            money(kopecks),
          ]),
      },
    ],
    question: `В файле у ${count} ${whose} ИНН или название не те, что записаны у их счета на странице «Реквизиты»: деньги пойдут тому, чей это счет. Возможно, в файле не тот счет`,
  };
}

/** A recipient as a file names it, in one line. */
export function inWords({ name, inn, account, bic }: ToldRecipient): string {
  return [name, inn && `ИНН ${inn}`, account && `счет ${account}`, bic && `БИК ${bic}`]
    .filter(Boolean)
    .join(', ');
}

/** Words that tell one from another: no forms of companies, which everybody writes in another way. */
function wordsOf(name: string): string[] {
  return (
    name
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\d]+/gu) ?? []
  ).filter((word) => word.length > 3 && !FORMS.test(word));
}

const FORMS =
  /^(?:обществ|ограниченн|ответственн|публичн|непубличн|закрыт|открыт|акционерн|некоммерческ|организаци|муниципальн|унитарн|государственн|предприяти|управляющ|компани|товарищ|собственник)/;

/** «Сбербанк России» is «Сбербанк»; a name of short words alone, such as «УК Юг», tells nothing. */
function isAlike(told: readonly string[], known: readonly string[]): boolean {
  return known.length === 0 || told.some((word) => known.includes(word));
}
