import { Inject, Injectable } from '@nestjs/common';
import { MailTrouble } from '../mail/mail.trouble.js';
import { dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import type { PanelBoardRow } from '../panel/first-page.js';
import { dateTime, plural } from '../text/russian.js';
import { CONFIG } from '../core/tokens.js';

/** «Почта» on the first page, only while no letter leaves. */
@Injectable()
export class LettersBoard {
  constructor(
    private readonly trouble: MailTrouble,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(now: Date): Promise<PanelBoardRow[]> {
    const trouble = await this.trouble.read(now);
    if (!trouble) return [];
    const { text, answer, since, waiting } = trouble;
    const wait = `${plural(waiting, 'ждёт', 'ждут', 'ждут')} ${waiting.toLocaleString('ru-RU')} ${plural(waiting, 'письмо', 'письма', 'писем')}`;
    return [
      {
        label: 'Отправка писем',
        tone: 'bad',
        warning: `Письма не уходят: ${text}, с ${this.time(since, now)}, ${wait}`,
        lines: [
          ...(answer === null ? [] : [`Ответ сервера: «${answer}»`]),
          'Письма не пропали: портал повторяет попытки. Сообщите администратору сервера, если это не проходит.',
        ],
      },
    ];
  }

  /** The day only where it is not today. */
  private time(at: Date, now: Date): string {
    const { timeZone } = this.config;
    const text = dateTime(at, timeZone);
    return dayIn(at, timeZone) === dayIn(now, timeZone) ? text.replace(/^.*, /, '') : text;
  }
}
