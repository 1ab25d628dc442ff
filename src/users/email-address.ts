import { domainToASCII } from 'node:url';
import { toLatinLayout } from '../text/keyboard-layout.js';

const MAX_LENGTH = 254;

// A dot-atom of RFC 5322 of at most 64 characters; no quotes, comments or lists, which mail libraries read in different ways.
const LOCAL_PART = /^(?=.{1,64}$)[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*$/i;

// Checked before punycode, because domainToASCII also decodes %xx and takes other signs for a dot.
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
const ASCII_DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** Says what is wrong with an e-mail address, or null. */
export function emailProblem(email: string): string | null {
  if (!email) return 'Укажите адрес E-mail';
  if (isAddress(email)) return null;

  const meant = toLatinLayout(email);
  if (/[а-яё]/i.test(email) && isAddress(meant)) {
    return `Похоже, адрес набран в русской раскладке. Если вы имели в виду ${meant}, наберите его латинскими буквами`;
  }
  const at = Math.max(email.lastIndexOf('@'), 0);
  if (isAddress(email.slice(0, at).replace(/[а-яё]/gi, 'a') + email.slice(at))) {
    return 'Адреса с русскими буквами перед знаком @ пока не поддерживаются. Наберите адрес латинскими буквами или укажите другой';
  }
  if (email.length > MAX_LENGTH) return 'Адрес E-mail слишком длинный: не более 254 символов';
  return 'Проверьте адрес E-mail: он должен быть похож на ivanov@mail.ru';
}

/** Gives the form in which addresses are compared: usual width, lower-case, the domain in punycode; letters go to the stored address. */
export function emailKey(typed: string): string {
  const email = typed.normalize('NFKC');
  const at = email.lastIndexOf('@');
  if (at < 0) return email.toLowerCase();

  const domain = email.slice(at + 1);
  // What is no domain stays as it is: domainToASCII would turn it into an empty string, equal for all of them.
  return `${email.slice(0, at).toLowerCase()}@${asciiDomain(domain) || domain.toLowerCase()}`;
}

/** Hosts whose letters come to the same mailboxes as those of another. */
const SAME_HOST: Readonly<Record<string, string>> = {
  'googlemail.com': 'gmail.com',
  'ya.ru': 'yandex.ru',
  'yandex.com': 'yandex.ru',
  'yandex.by': 'yandex.ru',
  'yandex.kz': 'yandex.ru',
  'yandex.ua': 'yandex.ru',
  'yandex.uz': 'yandex.ru',
  'narod.ru': 'yandex.ru',
  'protonmail.com': 'proton.me',
  'pm.me': 'proton.me',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
};
/** Signs of names that these hosts read over, or take for one another. */
const READ_OVER: Readonly<Record<string, RegExp>> = {
  'gmail.com': /\./g,
  'yandex.ru': /[.-]/g,
  'proton.me': /[._-]/g,
};

/**
 * Gives one text for all spellings of a mailbox («vera+1@», dots at Gmail, ya.ru), to count what is sent to it. People
 * are told apart by `emailKey`: whether two spellings are one mailbox, only its host knows for sure.
 */
export function mailboxKey(email: string): string {
  const key = emailKey(email);
  const at = key.lastIndexOf('@');
  if (at < 0) return key;
  const host = key.slice(at + 1).replace(/\.$/, '');
  const same = SAME_HOST[host] ?? host;
  const tag = key.slice(0, at).indexOf('+', 1);
  const name = key.slice(0, tag > 0 ? tag : at);
  const over = READ_OVER[same];
  return `${over ? name.replace(over, '') : name}@${same}`;
}

function isAddress(email: string): boolean {
  const at = email.lastIndexOf('@');
  const domain = asciiDomain(email.slice(at + 1));

  return (
    LOCAL_PART.test(email.slice(0, Math.max(at, 0))) &&
    ASCII_DOMAIN.test(domain) &&
    at + 1 + domain.length <= MAX_LENGTH
  );
}

function asciiDomain(domain: string): string {
  return TYPED_DOMAIN.test(domain) ? domainToASCII(domain) : '';
}
