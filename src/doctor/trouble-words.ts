/** What an error knows of itself: of PostgreSQL's protocol, of the system, of DNS, or of TLS. */
interface Trouble {
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'в DNS нет такого имени',
  ENODATA: 'в DNS нет такой записи',
  EAI_AGAIN: 'DNS не отвечает',
  ESERVFAIL: 'сервер DNS не смог ответить',
  EREFUSED: 'сервер DNS отказался отвечать',
  ETIMEOUT: 'DNS не отвечает',
  ECANCELLED: 'DNS не ответил вовремя',
  ECONNREFUSED: 'по этому адресу никто не отвечает',
  ECONNRESET: 'соединение оборвалось',
  EPIPE: 'соединение оборвалось',
  ETIMEDOUT: 'ответа нет',
  UND_ERR_CONNECT_TIMEOUT: 'ответа нет',
  EHOSTUNREACH: 'до сервера нет дороги в сети',
  ENETUNREACH: 'нет сети',
  EHOSTDOWN: 'сервер выключен',
  ENOENT: 'такого файла или папки нет',
  EACCES: 'нет прав',
  EPERM: 'нет прав',
  EROFS: 'диск только для чтения',
  ENOSPC: 'на диске нет места',
  ENOTDIR: 'это не папка',
  EIO: 'диск не читается',
  '28P01': 'сервер не принимает имя или пароль',
  '28000': 'сервер не пускает этого пользователя',
  '3D000': 'такой базы на сервере нет',
  '42501': 'не хватает прав',
  '42P01': 'в базе нет такой таблицы',
  '42703': 'в базе нет такого столбца',
  '53300': 'на сервере не осталось свободных соединений',
  '57P03': 'сервер ещё запускается',
  '57014': 'запрос не успел выполниться',
  CERT_HAS_EXPIRED: 'срок сертификата истёк',
  CERT_NOT_YET_VALID: 'сертификат ещё не действует',
  ERR_TLS_CERT_ALTNAME_INVALID: 'сертификат выдан на другое имя',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'сертификат подписан сам собой',
  SELF_SIGNED_CERT_IN_CHAIN: 'сертификат выдан центром, которого эта машина не знает',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'сертификат выдан центром, которого эта машина не знает',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'сертификат выдан центром, которого эта машина не знает',
  EPROTO: 'защищённое соединение не получается',
};

/** What is the matter, as the second half of a sentence. */
export function troubleWords(error: unknown): string {
  const { code = '', message = '', cause, errors } = (error ?? {}) as Trouble;
  const words = WORDS[code];
  if (words !== undefined) return words;
  // fetch hides what has happened, and Node tries all addresses of a name
  const inner = errors?.[0] ?? cause;
  if (inner !== undefined) return troubleWords(inner);
  if (/CERT|SSL|TLS/.test(code)) return 'защищённое соединение не получается';
  if (/timeout|timed out|aborted/i.test(message)) return 'ответа нет';
  if (/does not support SSL/.test(message)) return 'сервер не умеет защищённое соединение';
  if (/terminated|not queryable/i.test(message)) return 'соединение оборвалось';
  return 'произошла ошибка';
}

/** What another program, or a library, says of it: one short line. */
export function toldBy(error: unknown): string {
  const { code, message = '', cause, errors } = (error ?? {}) as Trouble;
  const inner = errors?.[0] ?? cause;
  if (inner instanceof Error) return toldBy(inner);
  return [code, message.replace(/\s+/g, ' ').slice(0, 200)].filter(Boolean).join(': ');
}
