import { describe, expect, it } from '@jest/globals';
import { deviceName } from './device-name.js';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0';

describe('A device in plain words', () => {
  it.each([
    [`Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`, 'Телефон Android, Chrome'],
    [`Mozilla/5.0 (Linux; Android 13; SM-X200) ${CHROME} Safari/537.36`, 'Планшет Android, Chrome'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`, 'Компьютер Windows, Chrome'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} YaBrowser/24.10 Safari/537.36`,
      'Компьютер Windows, Яндекс Браузер',
    ],
    [`Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36 EdgA/131.0`, 'Телефон Android, Edge'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Компьютер Linux, Firefox'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1',
      'iPhone, Safari',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15',
      'Компьютер Mac, Safari',
    ],
    ['curl/8.5', 'Неизвестное устройство'],
    ['', 'Неизвестное устройство'],
  ])('«%s»', (agent, words) => {
    expect(deviceName(agent)).toBe(words);
  });
});
