/** What the library tells of a failure. */
interface ImapError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly authenticationFailed?: boolean;
  readonly mailboxMissing?: boolean;
  readonly serverResponseCode?: string;
  readonly responseStatus?: string;
}

/** Node's names of what is wrong with a certificate. */
const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/;
const TLS = /SSL|EPROTO|ERR_TLS/;
const AWAY = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);
const NO_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const TOO_MUCH = new Set([
  'LineTooLarge',
  'LiteralTooLarge',
  'ResponseTooLarge',
  'TooManyTokens',
  'TooManyResponses',
]);
/** Where the server lets nobody in for the moment (RFC 5530), or asks to come less often. */
const BUSY = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'ETHROTTLE']);

/** What is the matter with the mail server, as the second half of a sentence. */
export function mailboxWords(error: unknown): string {
  const { name = '', code = '', message = '', ...more } = (error ?? {}) as ImapError;
  if (BUSY.has(more.serverResponseCode ?? code)) return 'почтовый сервер просит подождать';
  if (more.authenticationFailed) return 'почтовый сервер не принимает логин или пароль';
  if (more.mailboxMissing) return 'на почтовом сервере нет такой папки';
  if (NO_NAME.has(code)) return 'нет сервера с таким именем, или не работает DNS';
  if (AWAY.has(code)) return 'почтовый сервер недоступен';
  if (CERTIFICATE.test(code)) return 'сертификат почтового сервера не подходит';
  if (/starttls/i.test(message)) return 'почтовый сервер не предлагает защищённого соединения';
  if (TLS.test(code)) return 'защищённое соединение с почтовым сервером не получается';
  if (TOO_MUCH.has(code)) return 'почтовый сервер присылает больше, чем у него просят';
  if (name === 'MailboxSilent' || /TIMEOUT|TIMEDOUT/.test(code)) return 'почтовый сервер не отвечает';
  if (more.responseStatus === 'NO' || more.responseStatus === 'BAD') return 'почтовый сервер отказывает';
  return 'почтовый сервер обрывает соединение';
}
