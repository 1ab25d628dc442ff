import { describe, expect, it } from '@jest/globals';
import { mailboxWords } from './mailbox-words.js';

describe('Why the mailbox cannot be read', () => {
  it.each<[object, RegExp]>([
    [{ authenticationFailed: true, responseStatus: 'NO' }, /логин или пароль/],
    [{ authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, /просит подождать/],
    [{ code: 'ETHROTTLE' }, /просит подождать/],
    [{ mailboxMissing: true, responseStatus: 'NO' }, /нет такой папки/],
    [{ code: 'ENOTFOUND' }, /с таким именем/],
    [{ code: 'ECONNREFUSED' }, /недоступен/],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, /сертификат/],
    [{ code: 'CERT_HAS_EXPIRED' }, /сертификат/],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, /сертификат/],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, /защищённое соединение/],
    [{ message: 'Server does not support STARTTLS' }, /не предлагает защищённого/],
    [{ name: 'MailboxSilent' }, /не отвечает/],
    [{ code: 'GREETING_TIMEOUT' }, /не отвечает/],
    [{ code: 'ETIMEDOUT' }, /не отвечает/],
    [{ code: 'LiteralTooLarge' }, /больше, чем у него просят/],
    [{ responseStatus: 'BAD' }, /отказывает/],
    [{ code: 'NoConnection' }, /обрывает/],
    [{ code: 'ClosedAfterConnectTLS' }, /обрывает/],
    [{}, /обрывает/],
  ])('is told in words: %p', (error, words) => {
    expect(mailboxWords(error)).toMatch(words);
  });

  it('is told of anything that can be thrown', () => {
    for (const error of [undefined, null, 'no', new Error('x')]) {
      expect(mailboxWords(error)).toMatch(/обрывает/);
    }
  });
});
