import type { SettingsReader } from './settings-reader.js';
import { isBankAccount, isBic, isCorrespondentAccount, isInn, isKpp } from '../text/requisites.js';

/** The management company as residents see it. */
export interface Company {
  readonly name: string;
  readonly legalName: string;
  readonly inn: string;
  /** Empty where there is none. */
  readonly kpp: string;
  readonly phone: string;
  readonly phoneNote: string;
  readonly address: string;
  /** Left out of addresses in the office; empty where houses stand in several. */
  readonly town: string;
  readonly hours: string;
  readonly email: string;
  readonly host: string;
  /** Empty when it has none of its own. */
  readonly site: string;
  /** «№ 038-000123 от 1 апреля 2015»; empty when it is not to be shown. */
  readonly licence: string;
  /** Where residents pay to, for the first start alone: then the office keeps it (src/billing/recipients). */
  readonly bank: Bank | undefined;
}

/** An account in a bank. */
export interface Bank {
  readonly name: string;
  readonly bic: string;
  readonly account: string;
  /** `0` where the bank has none. */
  readonly correspondentAccount: string;
}

/** Read at the first start alone. */
export const BANK_SETTINGS = [
  'COMPANY_BANK_NAME',
  'COMPANY_BIC',
  'COMPANY_BANK_ACCOUNT',
  'COMPANY_CORRESPONDENT_ACCOUNT',
] as const;

const DEMO_BANK = [
  'Байкальский банк ПАО Сбербанк',
  '042520607',
  '40702810800000000001',
  '30101810900000000607',
];

// ГОСТ Р 56042-2014: the names of payee and bank in the code for payment.
export const LONGEST_PAYEE = 160;
export const LONGEST_BANK = 45;
/** What the 300 bytes of the mandatory fields leave for both. */
export const MOST_BYTES = 206;

/** Reads the company; the made-up one serves trials, letters and consents in production must not name another. */
export function readCompany(read: SettingsReader, production: boolean, host: string): Company {
  const demo = (value: string): string | undefined => (production ? undefined : value);
  // Whoever tries the product with a company of their own must not invite payments to the made-up one.
  const own = production || read.text('COMPANY_INN', '') !== '';
  const bank = readBank(read, own ? [] : DEMO_BANK);
  const legalName = read.text('COMPANY_LEGAL_NAME', demo('ООО «УК Макском»'));
  if (bank && Buffer.byteLength(legalName + bank.name) > MOST_BYTES) {
    read.fail(
      'COMPANY_LEGAL_NAME',
      `with COMPANY_BANK_NAME must have at most ${MOST_BYTES} bytes for the payment code: write «ООО» for its long form`,
    );
  }
  return {
    name: read.text('COMPANY_NAME', demo('УК «Макском»')),
    legalName: shortEnough(read, 'COMPANY_LEGAL_NAME', legalName, LONGEST_PAYEE),
    inn: read.valid('COMPANY_INN', isInn, demo('3800000005'), 'an ИНН with right check digits'),
    kpp: optional(read, 'COMPANY_KPP', isKpp, own ? '' : '380001001', 'a КПП of nine characters'),
    phone: read.text('COMPANY_PHONE', demo('8 (3952) 599-018')),
    phoneNote: read.text('COMPANY_PHONE_NOTE', 'круглосуточно, аварийная служба'),
    address: read.text('COMPANY_ADDRESS', demo('г. Иркутск, ул. Примерная, 10')),
    town: read.text('COMPANY_TOWN', demo('Иркутск') ?? ''),
    hours: read.text('COMPANY_HOURS', 'Пн–Пт 9:00–18:00, обед 13:00–14:00'),
    email: read.email('COMPANY_EMAIL', demo('office@kabinet.maxkom.ru')),
    host: read.valid('COMPANY_HOST', isHost, host, 'the name of a server like kabinet.example.ru'),
    site: optional(
      read,
      'COMPANY_SITE',
      isSite,
      '',
      'the address of a site like example.ru or https://example.ru',
    ),
    licence: read.text('COMPANY_LICENCE', ''),
    bank,
  };
}

/** All four settings or none: a code for payment without one of them leads nowhere. */
function readBank(read: SettingsReader, demo: string[]): Bank | undefined {
  const [name, bic, account, correspondentAccount] = BANK_SETTINGS.map((setting) => read.text(setting, ''));
  const given = BANK_SETTINGS.filter((setting) => read.text(setting, '') !== '');
  if (given.length === 0) {
    return demo.length === 0 ? undefined : bankOf(demo);
  }
  const missing = BANK_SETTINGS.find((setting) => !given.includes(setting));
  if (missing) {
    read.fail(missing, `is required together with ${given.join(', ')}`);
  }
  const bank = bankOf([name!, bic!, account!, correspondentAccount!]);
  shortEnough(read, 'COMPANY_BANK_NAME', bank.name, LONGEST_BANK);
  if (!isBic(bank.bic)) {
    read.fail('COMPANY_BIC', 'must be a БИК of nine digits');
  }
  if (!isBankAccount(bank.account, bank.bic)) {
    read.fail('COMPANY_BANK_ACCOUNT', 'must have 20 digits whose key fits COMPANY_BIC');
  }
  if (!isCorrespondentAccount(bank.correspondentAccount, bank.bic)) {
    read.fail(
      'COMPANY_CORRESPONDENT_ACCOUNT',
      'must begin with 301 and have a key that fits COMPANY_BIC, or be 0',
    );
  }
  return bank;
}

/** A name or an address of a server, with a port perhaps. */
function isHost(text: string): boolean {
  const hostname = /[\s/@?#\\]/.test(text) ? '' : hostOf(`https://${text}`);
  return hostname === 'localhost' || /[.:]/.test(hostname);
}

/** With or without https:// before it. */
function isSite(text: string): boolean {
  return !/\s/.test(text) && hostOf(/^https?:\/\//.test(text) ? text : `https://${text}`).includes('.');
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

function bankOf([name = '', bic = '', account = '', correspondentAccount = '']: string[]): Bank {
  return { name, bic, account, correspondentAccount };
}

function optional(
  read: SettingsReader,
  name: string,
  check: (text: string) => boolean,
  fallback: string,
  what: string,
): string {
  return read.valid(name, (text) => text === '' || check(text), fallback, what);
}

function shortEnough(read: SettingsReader, name: string, text: string, most: number): string {
  return text.length <= most ? text : read.fail(name, `must have at most ${most} characters`);
}
