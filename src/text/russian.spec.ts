import { describe, it, expect } from '@jest/globals';
import {
  area,
  clean,
  composed,
  date,
  dateTime,
  daysLeft,
  momentInSentence,
  decimal,
  duration,
  ended,
  fileSize,
  inSentence,
  greets,
  hasForbiddenCharacters,
  money,
  plural,
} from './russian.js';
import { pace } from '../../test/support/pace.js';

const accounts = (n: number | bigint) => plural(n, 'счёт', 'счёта', 'счетов');

describe('plural', () => {
  it('выбирает форму слова по числу', () => {
    expect([0, 1, 2, 4, 5, 10, 11, 14, 19].map(accounts).join(' ')).toBe(
      'счетов счёт счёта счёта счетов счетов счетов счетов счетов',
    );
    expect([21, 22, 25, 101, 111, 112, 121, 1001].map(accounts).join(' ')).toBe(
      'счёт счёта счетов счёт счетов счетов счёт счёт',
    );
  });

  it('понимает отрицательные, дробные и большие числа', () => {
    expect(accounts(-1)).toBe('счёт');
    expect(accounts(-12)).toBe('счетов');
    expect(accounts(1.5)).toBe('счёта');
    expect(accounts(10n ** 30n + 2n)).toBe('счёта');
  });
});

describe('daysLeft', () => {
  it('согласует слова и не говорит о нуле дней', () => {
    expect([0, 1, 2, 5, 21].map(daysLeft).join('; ').replaceAll('\u00A0', ' ')).toBe(
      'сегодня последний день; остался 1 день; осталось 2 дня; осталось 5 дней; остался 21 день',
    );
  });
});

describe('money', () => {
  it('пишет рубли и копейки с неразрывными пробелами', () => {
    expect(money(512345)).toBe('5\u00A0123,45\u00A0₽');
    expect(money(123456789012n)).toBe('1\u00A0234\u00A0567\u00A0890,12\u00A0₽');
  });

  it('не теряет ведущих нулей копеек', () => {
    expect([0, 5, 50, 100, 99999].map(money)).toEqual(
      ['0,00', '0,05', '0,50', '1,00', '999,99'].map((text) => `${text}\u00A0₽`),
    );
  });

  it('ставит типографский минус и не пишет «минус ноль»', () => {
    expect(money(-150005)).toBe('\u22121\u00A0500,05\u00A0₽');
    expect(money(-0)).toBe('0,00\u00A0₽');
  });

  it('точен за пределами точности обычных чисел', () => {
    expect(money(9007199254740993n)).toBe('90\u00A0071\u00A0992\u00A0547\u00A0409,93\u00A0₽');
  });

  it('не принимает доли копейки', () => {
    expect(() => money(1.5)).toThrow(RangeError);
  });
});

describe('fileSize', () => {
  it('пишет килобайты, а от мегабайта мегабайты с одним знаком', () => {
    expect([0, 1, 1024, 214_500, 1_022_976, 1_023_000, 1_258_291, 10 * 1024 * 1024].map(fileSize)).toEqual(
      ['1 КБ', '1 КБ', '1 КБ', '210 КБ', '999 КБ', '1 МБ', '1,2 МБ', '10 МБ'].map((text) =>
        text.replace(' ', '\u00A0'),
      ),
    );
  });
});

describe('decimal', () => {
  it('пишет запятую и не пишет лишних нулей', () => {
    expect(['12.3450', '0.000', '12345.5', '7'].map((text) => decimal(text))).toEqual([
      '12,345',
      '0',
      '12\u00A0345,5',
      '7',
    ]);
  });

  it('оставляет нужное число знаков и типографский минус', () => {
    expect(['45.6', '45.6789', '-3'].map((text) => decimal(text, 2))).toEqual([
      '45,60',
      '45,6789',
      '\u22123,00',
    ]);
  });
});

describe('date and dateTime', () => {
  const at = new Date('2026-11-22T22:10:00Z');

  it('пишут день и время в часовом поясе компании', () => {
    expect(date(at, 'Asia/Irkutsk')).toBe('23 ноября 2026');
    expect(dateTime(at, 'Asia/Irkutsk')).toBe('23 ноября 2026, 06:10');
    expect(momentInSentence(at, 'Asia/Irkutsk')).toBe('23 ноября 2026 года в\u00A006:10');
    expect(dateTime(at, 'UTC')).toBe('22 ноября 2026, 22:10');
  });

  it('пишут полночь как 00:00 и день без ведущего нуля', () => {
    expect(dateTime(new Date('2026-04-30T16:00:00Z'), 'Asia/Irkutsk')).toBe('1 мая 2026, 00:00');
  });

  it('знают все месяцы в родительном падеже', () => {
    const months = Array.from(
      { length: 12 },
      (_, m) => date(new Date(Date.UTC(2026, m, 15)), 'UTC').split(' ')[1],
    );
    expect(months.join(' ')).toBe(
      'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
    );
  });

  it('пишут тысячи дат за доли секунды', () => {
    const started = performance.now();
    for (let i = 0; i < 20_000; i++) date(new Date(1.7e12 + i * 1e7), 'Asia/Irkutsk');
    expect(performance.now() - started).toBeLessThan(1000 * pace());
  });
});

describe('area', () => {
  it('убирает лишние нули и ставит запятую', () => {
    expect(['54.30', '54.00', '54', '54.05', '1234.5', '0.50'].map(area)).toEqual(
      ['54,3', '54', '54', '54,05', '1\u00A0234,5', '0,5'].map((text) => `${text}\u00A0м²`),
    );
  });
});

describe('clean', () => {
  it('собирает букву из двух знаков и убирает лишние пробелы', () => {
    expect(clean('  Андреи\u0306 \u00A0\t Петров\n')).toBe('Андрей Петров');
  });

  it('убирает невидимые символы из вставленного текста', () => {
    expect(clean('\uFEFFiri\u00ADna@\u200Bmail.ru')).toBe('irina@mail.ru');
  });
});

describe('composed', () => {
  it('оставляет ударения и знаки других языков', () => {
    for (const text of ['за\u0301мок', 'Nguyễn Thị Hồng', 'й ё', 'क्षि', '👨‍👩‍👧 ❤️', 'שָׁלוֹם']) {
      expect(composed(text)).toBe(text.normalize('NFC'));
    }
  });

  it('оставляет на букве не больше трёх знаков, и невидимое между ними не помогает', () => {
    const heap = '\u0316\u0333\u0489\ufe0f'.repeat(50);
    for (const text of [`а${heap}б`, heap, `а${[...heap].join('\u200d')}б`, `а\u034f${heap}`]) {
      expect(composed(text).match(/\p{M}/gu)).toHaveLength(3);
      expect(composed(text).match(/\p{L}/gu)).toEqual(text.match(/\p{L}/gu));
    }
  });
});

describe('greets', () => {
  it.each([
    'Здравствуйте, Вера Сергеевна!\n\nПочинили.',
    '  «Здравствуйте!»',
    'Добрый день!',
    'ДОБРОГО\u00A0ДНЯ, соседи',
    'Уважаемая Вера Сергеевна!',
  ])('узнаёт приветствие: %j', (words) => expect(greets(words)).toBe(true));

  it.each(['', 'Починили.', 'Не здравствуйте', 'Добрая половина жителей против', 'Вера, добрый день'])(
    'не видит его там, где его нет: %j',
    (words) => expect(greets(words)).toBe(false),
  );
});

describe('hasForbiddenCharacters', () => {
  it('пропускает обычный текст с переносами строк и эмодзи', () => {
    expect(hasForbiddenCharacters('Здравствуйте!\r\n\tТечёт кран 👨‍👩‍👧 «ночью» — 5 °C\n')).toBe(false);
  });

  it.each([
    'a\0b',
    'a\x1b[2Jb',
    'a\rb',
    'a\x7f',
    'a\x85',
    '\ud83d',
    'x\udc4dx',
    'a\u202Egpj.exe',
    '\u2066a\u2069',
  ])('замечает %j', (text) => {
    expect(hasForbiddenCharacters(text)).toBe(true);
  });
});

describe('duration', () => {
  it.each([
    [0, 'минуту'],
    [60, 'минуту'],
    [61, '2 минуты'],
    [21 * 60, '21 минуту'],
    [15 * 60, '15 минут'],
    [3600, 'час'],
    [3601, '61 минуту'],
    [90 * 60, '90 минут'],
    [91 * 60, '2 часа'],
    [20 * 3600 + 1, '21 час'],
    [86_400, 'сутки'],
    [86_401, '2 дня'],
    [365 * 86_400, '365 дней'],
  ])('%d с: «%s»', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe('Words of ours that go on after others', () => {
  it.each([
    ['Временное отсутствие', 'временное отсутствие'],
    ['В отпуске', 'в отпуске'],
    ['ГИС ЖКХ не ответила', 'ГИС ЖКХ не ответила'],
    ['№ 5', '№ 5'],
    ['', ''],
  ])('«%s» become «%s»', (words, said) => {
    expect(inSentence(words)).toBe(said);
  });
});

describe('ended', () => {
  it.each([
    ['просит Второй В. В.', 'просит Второй В. В.'],
    ['просит Второй Виктор', 'просит Второй Виктор.'],
    ['Почему?', 'Почему?'],
  ])('ставит одну точку: «%s»', (words, sentence) => {
    expect(ended(words)).toBe(sentence);
  });
});
