import { type SpokenOf, spokenOf } from './smtp-words.js';

/** Whose fault it is: the receiver's address, or what lies between the portal and the mail server. */
export type Fault = 'receiver' | 'server';

/** Why a letter was not taken: for the log, for staff, and what to do with it. */
export interface Refusal {
  /** For the log. */
  readonly code: string;
  /** What is the matter, as the second half of a sentence. */
  readonly text: string;
  /** What the server said itself: one short line without addresses. */
  readonly answer?: string;
  readonly fault: Fault;
  /** Trying again makes no sense. */
  readonly final: boolean;
  /** The server asks for patience: no reason to worry for a while. */
  readonly wait: boolean;
  /** The server did not get as far as to look at this letter: it would refuse any other too. */
  readonly atDoor: boolean;
  /** Whom the letter is for plays no part in it. */
  readonly ofAll: boolean;
}

/** What nodemailer tells of a failure; `command` is the step of the dialogue, or `CONN`, or `API` before there was one. */
interface SmtpError {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

const LONGEST_ANSWER = 200;
/** Longer ones are no answers, and masking takes the square of the length. */
const LONGEST_READ = 2000;
const SHORTEST_NAME = 3;

/** `550 5.1.1 …` (RFC 2034), or `553 … (#5.7.1)` as qmail writes it. */
const STATUS = /^[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})\b|\(#([245]\.\d{1,3}\.\d{1,3})\)/;
/** Statuses that speak of the receiver's address or mailbox (RFC 3463, 5248, 7293, 7505). */
const OF_RECEIVER = /^[45]\.(?:1\.(?:[0-46]|10)|2\.[0-24]|7\.1[78])$/;
const MAILBOX_FULL = '2.2';
/** Statuses under which servers speak of anything: the words decide, as they do where there is no status. */
const OPEN = /^5\.(?:[0357]\.0|4\.\d+|7\.1)$/;
/** RFC 4954: who we are, and how we are connected. */
const OF_SENDER = new Set([530, 534, 535, 538]);

/** Steps that come after the server has let us in; `API` is our own mailer. */
const OF_LETTER = new Set(['MAIL FROM', 'RCPT TO', 'DATA', 'RSET', 'API']);
/** Those at which the server knows the receiver already. */
const OF_RECIPIENT = new Set(['RCPT TO', 'DATA', 'API']);

const TLS_WORDS = /\btls\b|starttls|encrypt|\bssl\b/i;
const RELAY_WORDS = /relay|rcpthosts/i;
/** Node's names of what is wrong with a certificate or a handshake, where the mailer only says that the socket broke. */
const TLS_CODES = /CERT|TLS|SSL|UNABLE_TO|EPROTO/;

/** Judges a failure: only an answer about the receiver is final; whatever is the matter with us, the letter waits. */
export function refusalOf(error: unknown, recipient: string, ourAddress = ''): Refusal {
  const smtp = (error ?? {}) as SmtpError;
  const { code = 'EUNKNOWN', response = '' } = smtp;
  const told = { code: codeOf(smtp, code), ...(response !== '' && { answer: shown(response, recipient) }) };
  const receiver = aboutReceiver(smtp, recipient, ourAddress);
  if (receiver) return { ...told, ...receiver, fault: 'receiver', wait: false, atDoor: false, ofAll: false };
  const wait = isWait(smtp);
  return {
    ...told,
    text: wait ? 'почтовый сервер просит подождать' : words(smtp),
    fault: 'server',
    final: false,
    wait,
    atDoor: smtp.command !== undefined && !OF_LETTER.has(smtp.command),
    ofAll: smtp.command !== undefined && !OF_RECIPIENT.has(smtp.command),
  };
}

/** Whether it is the size of the letter, in words of RFC 1870 and 3463; 552 is also said of a full mailbox. */
export function isTooLarge(error: unknown): boolean {
  const { code, response = '', responseCode, command } = (error ?? {}) as SmtpError;
  const status = statusOf(response);
  // the mailer itself has compared it with what the server takes
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return true;
  if (status?.endsWith('.3.4') || status?.endsWith('.2.3')) return true;
  return responseCode === 552 && command !== 'RCPT TO' && !status?.endsWith(MAILBOX_FULL);
}

/** A sentence for the list of letters. */
export function sentenceOf({ text, answer }: Refusal): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return answer === undefined ? sentence : `${sentence}. Ответ сервера: «${answer}»`;
}

function aboutReceiver(
  error: SmtpError,
  recipient: string,
  ourAddress: string,
): { text: string; final: boolean } | undefined {
  const { code, command, response = '', responseCode = 0 } = error;
  if (command === 'API' && code === 'EENVELOPE') return { text: 'адрес написан с ошибкой', final: true };
  if ((command !== 'RCPT TO' && command !== 'DATA') || OF_SENDER.has(responseCode)) return undefined;
  const status = statusOf(response);
  const spoken = spokenOf(response, recipient, ourAddress);
  const byStatus = status !== undefined && OF_RECEIVER.test(status);
  // «Other address status» is also said of a sender.
  const ofSender = byStatus && !status.endsWith('.1.0') ? spoken.senderClearly : spoken.sender;
  const full = status?.endsWith(MAILBOX_FULL) || (command === 'RCPT TO' && !status && responseCode === 552);
  if (ofSender || !(byStatus || full || wordsDecide(error, status, spoken))) return undefined;
  // It may be emptied, so the letter is tried again though the server calls it permanent.
  if (full || spoken.full) return { text: 'почтовый ящик получателя переполнен', final: false };
  return responseCode >= 500
    ? { text: 'почтовый сервер отказался принять письмо для этого адреса', final: true }
    : { text: 'почтовый сервер пока не принимает письма для этого адреса', final: false };
}

/** Without a status that says it, only an answer to RCPT TO counts, and only one whose words leave no doubt. */
function wordsDecide({ command, responseCode = 0 }: SmtpError, status: string | undefined, spoken: SpokenOf) {
  if (command !== 'RCPT TO' || responseCode < 500 || (status !== undefined && !OPEN.test(status))) {
    return false;
  }
  return responseCode === 556 || spoken.receiver || spoken.full;
}

function isWait({ responseCode = 0 }: SmtpError): boolean {
  return responseCode >= 400 && responseCode < 500;
}

function words(error: SmtpError): string {
  const { code, command = '', originalCode = '', response = '', responseCode = 0 } = error;
  if (responseCode === 538 || (responseCode === 530 && TLS_WORDS.test(response))) {
    return 'почтовый сервер требует защищённого соединения';
  }
  if (responseCode === 530) return 'почтовый сервер требует логин и пароль';
  if (code === 'EAUTH' || OF_SENDER.has(responseCode)) {
    return 'почтовый сервер не принимает логин или пароль портала';
  }
  if (code === 'ETLS' || (code === 'ESOCKET' && TLS_CODES.test(originalCode))) {
    return 'не удалось установить защищённое соединение с почтовым сервером';
  }
  if (responseCode >= 500) return refused(command, response);
  return BROKEN[code ?? ''] ?? 'письмо не удалось передать почтовому серверу';
}

function refused(command: string, response: string): string {
  if (command === 'MAIL FROM') return 'почтовый сервер не принимает адрес отправителя';
  if (command === 'CONN' || command === 'EHLO' || command === 'HELO') {
    return 'почтовый сервер отказывает порталу в соединении';
  }
  return RELAY_WORDS.test(response)
    ? 'почтовый сервер не соглашается пересылать письма портала'
    : 'почтовый сервер отказывается принимать письма портала';
}

const BROKEN: Readonly<Record<string, string>> = {
  ECONNECTION: 'нет связи с почтовым сервером',
  ESOCKET: 'нет связи с почтовым сервером',
  EPROTOCOL: 'почтовый сервер отвечает непонятно',
  EDNS: 'не найден адрес почтового сервера',
  ETIMEDOUT: 'почтовый сервер не ответил вовремя',
};

function statusOf(response: string): string | undefined {
  const [, first, last] = STATUS.exec(response) ?? [];
  return first ?? last;
}

function codeOf({ command, responseCode, originalCode }: SmtpError, code: string): string {
  return [code, originalCode, command, responseCode].filter((part) => part !== undefined).join(' ');
}

/** Servers like to repeat the address, and half of the internet reads logs. */
function shown(response: string, recipient: string): string {
  const line = response
    .slice(0, LONGEST_READ)
    .replace(/\r?\n\d{3}[ -]?/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[^\s<>()"',;:«»]+/g, (word) => (/.@./.test(word) ? '…' : word))
    .trim();
  const name = recipient.slice(0, recipient.lastIndexOf('@'));
  const masked = name.length < SHORTEST_NAME ? line : line.replaceAll(name, '…');
  return masked.length > LONGEST_ANSWER ? `${masked.slice(0, LONGEST_ANSWER - 1)}…` : masked;
}
