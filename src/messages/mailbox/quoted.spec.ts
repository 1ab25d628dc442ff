import { describe, expect, it } from '@jest/globals';
import { splitQuoted } from './quoted.js';
import { pace } from '../../../test/support/pace.js';

const ANSWER = 'Спасибо, но тепла всё нет.\n\nБелова';
const QUOTE = '> Отопление включено 25 ноября.\n> Инженер Лыков';

describe('The history under an answer', () => {
  it.each([
    ['Gmail', 'пт, 27 нояб. 2026 г. в 10:12, УК «Макском» <noreply@kabinet.test>:'],
    ['Yandex', '27.11.2026, 10:12, "УК «Макском»" <noreply@kabinet.test>:'],
    ['Mail.ru', 'Пятница, 27 ноября 2026, 10:12 +08:00 от УК «Макском» <noreply@kabinet.test>:'],
    ['Thunderbird', '27.11.2026 10:12, УК «Макском» пишет:'],
    ['in English', 'On Fri, Nov 27, 2026 at 10:12 AM UK <noreply@kabinet.test> wrote:'],
    ['in two lines', 'On Fri, Nov 27, 2026 at 10:12 AM УК «Макском»\n<noreply@kabinet.test> wrote:'],
    ['Outlook', '-----Original Message-----'],
    [
      'Outlook in Russian',
      'От: УК «Макском» <noreply@kabinet.test>\nОтправлено: 27 ноября 2026 г. 10:12\nКому: Белова',
    ],
    ['bold Outlook', '**From:** УК <noreply@kabinet.test>\n**Sent:** Friday'],
  ])('is parted from what was written: %s', (_program, lead) => {
    expect(splitQuoted(`${ANSWER}\n\n${lead}\n${QUOTE}`)).toEqual({
      text: ANSWER,
      quoted: `${lead}\n${QUOTE}`,
    });
  });

  it('is parted where the answer stands below it, or between its lines', () => {
    const lead = '27.11.2026 10:12, УК «Макском» пишет:';
    expect(splitQuoted(`${lead}\n${QUOTE}\n\n${ANSWER}`)).toEqual({ text: ANSWER, quoted: QUOTE });
    expect(
      splitQuoted(`> Включено 25 ноября.\nНет, не включено.\n> Инженер Лыков\nИ он не приходил.`),
    ).toEqual({
      text: 'Нет, не включено.\nИ он не приходил.',
      quoted: '> Включено 25 ноября.\n> Инженер Лыков',
    });
  });

  it('is all there is where nothing else was written: a forwarded letter is a letter', () => {
    for (const letter of [
      QUOTE,
      `27.11.2026 10:12, УК пишет:\n${QUOTE}`,
      `-----Original Message-----\nТекст`,
    ]) {
      expect(splitQuoted(letter).text).toBe(letter);
    }
  });

  it('is not seen in what only looks like it', () => {
    for (const letter of [
      'Мне сказали:\nждите до 2027 года',
      'От: меня\nКому: вам\nпривет',
      'Пишу вам на office@kabinet.test: тепла нет с 25.11.2026',
      'Температура 15 > 12, но < 18:\nзамёрзли',
      'Сосед пишет:\nне топят',
    ]) {
      expect(splitQuoted(letter)).toEqual({ text: letter, quoted: '' });
    }
  });

  it('is looked for in no time, however long the letter is', () => {
    const started = Date.now();
    for (const line of ['>', '> ', '-', 'От: ', 'x <', '<a@b>:\n', ' ', 'пишет: ', '2026 ']) {
      splitQuoted(line.repeat(500_000));
      splitQuoted(`${line}\n`.repeat(200_000));
    }
    expect(Date.now() - started).toBeLessThan(5000 * pace());
  });
});
