import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { calendarDay } from '../../text/month.js';
import { streetOf } from '../../text/street.js';
import { addressed, givenNames, filled } from './answer-words.js';
import type { AppealOfOffice } from './inbox-detail.js';

const TITLES = new Prepared<{ id: string; title: string }>(
  'answer templates',
  'SELECT id, title FROM answer_templates ORDER BY title LIMIT 100',
);
const TEXT = new Prepared<{ text: string }>(
  'answer template',
  'SELECT text FROM answer_templates WHERE id = $1',
);

/** «Заготовки ответов»: words that the office writes again and again, filled in for an entry. */
@Injectable()
export class AnswerTemplates {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  titles(): Promise<{ id: string; title: string }[]> {
    return TITLES.rows(this.pool);
  }

  /** The words of a template for one entry and whoever answers it; undefined where there is no such template. */
  async filledFor(appeal: AppealOfOffice, id: string, staffName: string): Promise<string | undefined> {
    const template = isUuid(id) ? await TEXT.first(this.pool, id) : undefined;
    if (!template) return undefined;
    const { company } = this.config;
    return filled(template.text, {
      имя: appeal.resident === null ? addressed(appeal.author_name) : givenNames(appeal.resident),
      номер: appeal.number,
      дата: calendarDay(appeal.received_day),
      адрес: streetOf(appeal.address, company.town),
      срок: appeal.due_day === null ? '' : calendarDay(appeal.due_day),
      тема: appeal.topic_title,
      сотрудник: staffName,
    });
  }

  /** How a template reads, with made-up values, for whoever writes it. */
  preview(text: string): string {
    const day = calendarDay(dayIn(this.clock.now(), this.config.timeZone));
    return filled(text, {
      ...{ имя: 'Вера Сергеевна', номер: 'К-2026-000118', дата: day, адрес: 'Лесная, 4, кв. 15' },
      ...{ срок: day, тема: 'Начисления и оплата', сотрудник: 'Лыков Игорь' },
    });
  }
}
