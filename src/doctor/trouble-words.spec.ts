import { describe, expect, it } from '@jest/globals';
import { toldBy, troubleWords } from './trouble-words.js';

const failure = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('A failure', () => {
  it.each([
    [failure('ENOTFOUND', 'queryTxt ENOTFOUND x.test'), 'в DNS нет такого имени'],
    [new TypeError('fetch failed', { cause: failure('ECONNREFUSED') }), 'по этому адресу никто не отвечает'],
    [new AggregateError([failure('EHOSTUNREACH')]), 'до сервера нет дороги в сети'],
    [failure('28P01', 'password authentication failed'), 'сервер не принимает имя или пароль'],
    [failure('ERR_SSL_WRONG_VERSION_NUMBER'), 'защищённое соединение не получается'],
    [new Error('timeout exceeded when trying to connect'), 'ответа нет'],
    [new Error('what nobody has thought of'), 'произошла ошибка'],
    [undefined, 'произошла ошибка'],
  ])('%s is told in words: %s', (error, words) => {
    expect(troubleWords(error)).toBe(words);
  });

  it('keeps what was said, in one line', () => {
    expect(toldBy(new TypeError('fetch failed', { cause: failure('EPROTO', 'wrong\n  version') }))).toBe(
      'EPROTO: wrong version',
    );
  });
});
