import { Inject, Injectable } from '@nestjs/common';
import { dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
  type TodoLine,
} from '../../office/office-part.js';
import { CLERKS, OPERATORS } from '../../panel/person.js';
import { clockTime } from '../../text/moments.js';
import { shortDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { MissingFlats } from '../missing/missing-flats.service.js';
import { UnusualReadings } from '../unusual/unusual-readings.service.js';

const BELT = '/office/readings/unusual';
const MISSING = '/office/readings/missing';

/** «Показания» and «Необычные показания» in the menu of the office, and what of them waits today. */
@OfficePart()
@Injectable()
export class ReadingsOffice implements OfficeDefinition {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unusual: UnusualReadings,
    private readonly missing: MissingFlats,
  ) {}

  sections(): readonly OfficeSection[] {
    return [
      { path: '/office/readings', title: 'Показания', roles: CLERKS, place: 16 },
      {
        ...{ path: BELT, title: 'Необычные показания', roles: OPERATORS, place: 17 },
        counter: () => this.unusual.waiting(),
      },
      { path: MISSING, title: 'Кто не передал', roles: CLERKS, place: 18 },
    ];
  }

  today(): OfficeToday {
    return {
      roles: OPERATORS,
      todo: async (_staff, now) => {
        const lines = await Promise.all([this.unusualToday(now), this.missingToday()]);
        return lines.flatMap((line) => line ?? []);
      },
    };
  }

  private async unusualToday(now: Date): Promise<TodoLine | undefined> {
    const { count, since } = await this.unusual.waiting();
    if (count === 0 || since === null) return undefined;
    return {
      ...{ urgency: 'today', count, button: 'Разобрать', href: BELT },
      what: plural(count, 'необычное показание', 'необычных показания', 'необычных показаний'),
      more: `${count === 1 ? 'ждёт' : 'самое давнее ждёт'} с ${this.momentOf(since, now)}`,
    };
  }

  /** Also when the window has closed: then it is time to call. */
  private async missingToday(): Promise<TodoLine | undefined> {
    const { any, count } = await this.missing.waiting();
    if (!any) return undefined;
    return {
      ...{ urgency: 'later', button: 'Напомнить', href: MISSING },
      ...(count !== undefined && { count }),
      what:
        count === undefined
          ? 'Показания передали не все'
          : `${plural(count, 'помещение', 'помещения', 'помещений')} без показаний`,
      more: 'позвонить, напомнить письмом, напечатать по домам',
    };
  }

  /** The time alone where it is today. */
  private momentOf(at: Date, now: Date): string {
    const { timeZone } = this.config;
    const [day, today] = [dayIn(at, timeZone), dayIn(now, timeZone)];
    return day === today ? clockTime(at, timeZone) : shortDay(day, today);
  }
}
