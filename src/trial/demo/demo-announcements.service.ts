import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AnnouncementsService } from '../../announcements/announcements.service.js';
import type { Actor } from '../../audit/audit.js';
import { Clock, dayIn, momentIn, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';

const DAY = 86_400;

/** Works of tomorrow in one house and news for all, so that whoever looks around sees what they are. */
@Injectable()
export class DemoAnnouncements {
  constructor(
    private readonly database: DataSource,
    private readonly announcements: AnnouncementsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Does nothing where something has been announced. */
  async fill(actor: Actor): Promise<void> {
    const house = await one<{ id: string }>(
      this.database,
      `SELECT id FROM house_addresses WHERE NOT EXISTS (SELECT FROM announcements) ORDER BY address DESC LIMIT 1`,
    );
    if (!house) return;
    const now = this.clock.now();
    const tomorrow = dayIn(secondsAfter(now, DAY), this.config.timeZone);
    const at = (time: string): Date => momentIn(tomorrow, time, this.config.timeZone)!;
    await this.announcements.publish(
      {
        ...{ kind: 'planned', service: 'hot-water', title: 'Замена крана на стояке', entrances: '' },
        text: 'Закройте, пожалуйста, краны на время работ.',
        note: 'Слесарь Орлов, ключи от подвала у старшей по дому.',
        ...{ wholeCompany: false, houses: [house.id], requests: [] },
        ...{ startsAt: at('10:00'), endsAt: at('14:00') },
      },
      '',
      actor,
    );
    await this.announcements.publish(
      {
        ...{ kind: 'news', service: null, title: 'Личный кабинет открыт', entrances: '', note: '' },
        text: 'Теперь здесь можно передать показания, распечатать квитанцию и отправить заявку.',
        ...{ wholeCompany: true, houses: [], requests: [] },
        ...{ startsAt: now, endsAt: secondsAfter(now, 14 * DAY) },
      },
      '',
      actor,
    );
  }
}
