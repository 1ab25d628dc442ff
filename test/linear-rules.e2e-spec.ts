import { describe, expect, it } from '@jest/globals';
import { CELL_RULES } from '../src/accounts/import/cell-rules.js';
import { passwordProblem } from '../src/auth/password-policy.js';
import { nextPage } from '../src/auth/sign-in/next-page.js';
import { accountsInText } from '../src/billing/formats/account-in-text.js';
import { isGorodRegistry } from '../src/billing/formats/gorod.js';
import { noteOf } from '../src/billing/formats/note.js';
import { isOneC } from '../src/billing/formats/one-c.js';
import { isSberRegistry } from '../src/billing/formats/sber.js';
import { identifierOf } from '../src/billing/import/matching.js';
import { normaliseCodeWord } from '../src/code-words/code-word.js';
import { personalData } from '../src/messages/book/personal-data.js';
import { refusalOf } from '../src/mail/smtp-refusal.js';
import { dialUnits, readDial } from '../src/meters/dial.js';
import { resourceOfService, tariffOfService } from '../src/meters/resource.js';
import { decimal, kopecks } from '../src/imports/amounts.js';
import { accountNumber, squeezed, tidied } from '../src/imports/cells.js';
import { isoDay, isoMonth } from '../src/imports/dates.js';
import { recogniseDelimiter } from '../src/imports/delimiter.js';
import { excelText } from '../src/imports/book-xml.js';
import { dateStyles, numberText } from '../src/imports/sheet-values.js';
import { shownName } from '../src/imports/shown-name.js';
import { toCyrillicLayout, toLatinLayout } from '../src/text/keyboard-layout.js';
import { plainIdentifier } from '../src/text/look-alikes.js';
import { emailKey, emailProblem } from '../src/users/email-address.js';
import { loginKey, loginProblem } from '../src/users/login-name.js';
import { nameProblem } from '../src/users/person-name.js';
import { formatPhone, normalisePhone, phoneProblem } from '../src/users/phone.js';

import * as russian from '../src/text/russian.js';

const LENGTH = 32 * 1024;
const PLAIN = 'Слово за слово, 12 раз. '.repeat(LENGTH / 24);
const DIAL = { capacity: 5, decimals: 3 };

const SIGNS = [
  ...[
    ' ',
    'a',
    'я',
    'A',
    '@',
    '.',
    ',',
    '0',
    '1',
    '"',
    "'",
    '-',
    '/',
    '\\',
    '[',
    '<',
    '&',
    '#',
    '=',
    ';',
    '\n',
    '\r',
  ],
  ...[
    '\t',
    '\u00a0',
    '\u0301',
    '\u2800',
    '\u2028',
    '1 ',
    ' .',
    'a.',
    '1.',
    '1 234',
    'л/с ',
    'л с',
    '#a=',
    '№;',
    '&#',
  ],
];
/** Runs of one sign, alone, between others, and behind what a rule looks for first. */
const TEXTS = SIGNS.flatMap((sign) => {
  const run = sign.repeat(LENGTH / sign.length);
  return [run, `x${run}x`, `1${run}!`, `a@${run}!`, `${run}@a`, `1,${run}x`, `л/с${run}`, `#TYPE ${run}x`];
});

const RULES: Record<string, (text: string) => unknown> = {
  emailProblem,
  emailKey,
  loginProblem: (text) => loginProblem(text, text),
  loginKey,
  nameProblem,
  phoneProblem,
  normalisePhone,
  formatPhone,
  passwordProblem: (text) => passwordProblem(text, { minLength: 6 }),
  'passwordProblem beside long fields': (text) =>
    passwordProblem('мост и лампа', { minLength: 6, login: text, email: text, names: [text], phone: text }),
  nextPage: (text) => nextPage(`/${text}`),
  normaliseCodeWord,
  readDial: (text) => readDial(text, '', DIAL),
  'readDial of two fields': (text) => readDial('1', text, DIAL),
  dialUnits: (text) => dialUnits(text, DIAL),
  clean: russian.clean,
  composed: russian.composed,
  tied: russian.nonBreaking,
  isBlank: russian.isBlank,
  hasForbiddenCharacters: russian.hasForbiddenCharacters,
  grouped: russian.grouped,
  'decimal of a page': (text) => russian.decimal(text),
  toLatinLayout,
  toCyrillicLayout,
  plainIdentifier,
  kopecks: (text) => kopecks(text),
  decimal: (text) => decimal(text),
  accountNumber,
  tidied,
  squeezed,
  isoDay,
  isoMonth,
  recogniseDelimiter,
  numberText,
  excelText,
  dateStyles: (text) =>
    dateStyles(
      `<numFmts><numFmt numFmtId="200" formatCode="${text.replace(/[<&"\p{Cc}]/gu, ' ')}"/></numFmts>`,
    ),
  shownName,
  accountsInText,
  isGorodRegistry,
  isSberRegistry,
  'refusalOf an answer of a mail server': (text) =>
    refusalOf({ code: 'EENVELOPE', command: 'RCPT TO', response: text, responseCode: 550 }, 'a@b.test'),
  isOneC: (text) => isOneC(Buffer.from(text)),
  noteOf: (text) => noteOf(text, text),
  identifierOf,
  personalData: (text) => personalData(text),
  resourceOfService,
  tariffOfService: (text) => tariffOfService(text, 3),
  ...Object.fromEntries(
    Object.entries(CELL_RULES).map(([column, rule]) => [`the column ${column} of accounts`, rule]),
  ),
};

/** Milliseconds of the fastest of a few tries, until one is fast enough: others work on this machine, too. */
function milliseconds(rule: (text: string) => unknown, text: string, enough: number): number {
  let least = Infinity;
  for (let tries = 0; tries < 12 && least > enough; tries += 1) {
    const began = performance.now();
    try {
      rule(text);
    } catch {
      // no value for this rule
    }
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

describe('A rule about texts', () => {
  it.each(Object.entries(RULES))(
    '%s takes no longer for a long run of one sign than for words',
    (_, rule) => {
      // So much a pass over a text of this length takes that looks at each letter, here and now.
      const pass = (text: string) => [...text.normalize('NFC')].map((one) => one.codePointAt(0));
      const allowed = () => 30 * Math.max(milliseconds(pass, PLAIN, 0), milliseconds(rule, PLAIN, 0));
      const enough = allowed();
      const slow = TEXTS.map((text) => [milliseconds(rule, text, enough), text] as const)
        // Others may have begun to work meanwhile.
        .filter(([took]) => took > enough && took > allowed())
        .map(([took, text]) => `${JSON.stringify(text.slice(0, 12))}…: ${Math.round(took)} ms`);
      expect(slow).toEqual([]);
    },
  );
});
