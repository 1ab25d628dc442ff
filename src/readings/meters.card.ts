import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import {
  type CardBlock,
  type CardCell,
  type CardDefinition,
  type CardJob,
  CardPart,
  type Tone,
} from '../accounts/card/card-part.js';
import type { FlatCard } from '../accounts/card/flat-card.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { dialsShown } from '../meters/dial.js';
import { isSent, type Meter, meterOf, type MeterRow, type Reading } from '../meters/meter.js';
import { meterTitle } from '../meters/meter-name.js';
import { windowAt, daysBetween } from '../meters/reading-window.js';
import { CLERKS, OPERATORS, type PanelPerson } from '../panel/person.js';
import { calendarDay, shortDay } from '../text/month.js';
import { daysLeft } from '../text/russian.js';
import { METER_LOADS_OF_ACCOUNT } from './import/loads-in-history.js';
import { METERS_OF_ACCOUNT } from './readings.sql.js';

/** Months before the end of a verification in which it is said. */
const SOON_DAYS = 60;

/** «Счетчики»: what they show, since when, and how long readings are taken. */
@CardPart()
@Injectable()
export class MetersCard implements CardDefinition {
  readonly roles = CLERKS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  readonly histories = [
    { kind: 'meter', ids: 'SELECT meter_id::text FROM meter_accounts WHERE account_id = $2::uuid' },
    {
      kind: 'reading',
      ids: `SELECT r.id::text FROM meter_accounts ma JOIN meter_readings r ON r.meter_id = ma.meter_id
        WHERE ma.account_id = $2::uuid`,
    },
    METER_LOADS_OF_ACCOUNT,
  ];

  async blocks({ id, closed }: FlatCard): Promise<CardBlock[]> {
    const today = dayIn(this.clock.now(), this.config.timeZone);
    const rows = await METERS_OF_ACCOUNT.rows(this.pool, id);
    const meters = rows.map((row) => ({ row, meter: meterOf(row, today) }));
    const [first] = rows;
    return [
      {
        ...{ title: 'Счетчики', column: 2, place: 1 },
        // nobody sends readings of a closed account
        ...(first && !closed && { aside: this.window(first, today) }),
        ...(meters.length > 0 && {
          table: {
            heads: [{ text: 'Счетчик' }, { text: 'Показание', number: true }],
            rows: meters.map(({ row, meter }) => this.line(id, row, meter, today)),
          },
        }),
        empty: 'Счетчиков в базе нет.',
      },
    ];
  }

  jobs({ id }: FlatCard, { staff }: PanelPerson): CardJob[] {
    if (!OPERATORS.some((role) => role === staff.role)) return [];
    return [{ label: 'Показания', href: `/office/accounts/${id}/readings`, place: 5, key: 'KeyG' }];
  }

  async closing(accountId: string): Promise<string[]> {
    const { length } = await METERS_OF_ACCOUNT.rows(this.pool, accountId);
    return length === 0
      ? []
      : [`Счетчики: ${length}. Показания по ним больше не принимаются, история останется.`];
  }

  houseJobs(id: string, { staff }: PanelPerson): CardJob[] {
    const house = `house=${id}`;
    return [
      ...(OPERATORS.some((role) => role === staff.role)
        ? [{ label: 'Ведомость показаний', href: `/office/readings/sheet?${house}`, place: 1, key: 'KeyG' }]
        : []),
      { label: 'Кто не передал', href: `/office/readings/missing?${house}`, place: 2 },
      { label: 'Обходной лист', href: `/admin/resources/houses/records/${id}/roundList`, place: 3 },
    ];
  }

  private window(
    { start_day: startDay, end_day: endDay, ends_next_month: endsNextMonth }: MeterRow,
    today: string,
  ): { text: string; tone?: Tone } {
    const { open, opens, closes } = windowAt(today, { startDay, endDay, endsNextMonth });
    return open
      ? { text: `приём до ${shortDay(closes, today)}, ${daysLeft(daysBetween(today, closes))}`, tone: 'calm' }
      : { text: `приём с ${shortDay(opens, today)}` };
  }

  private line(account: string, row: MeterRow, meter: Meter, today: string): CardCell[] {
    const { current } = meter;
    const last = current?.status === 'accepted' ? current : (meter.accepted[0] ?? current);
    const due = row.verification_due;
    const days = due === null ? undefined : daysBetween(today, due);
    const verification =
      due === null || days === undefined || days > SOON_DAYS
        ? ''
        : `, поверка ${days < 0 ? 'кончилась' : 'до'} ${calendarDay(due)}`;
    const name = {
      text: meterTitle(meter),
      page: `/office/accounts/${account}/meters/${meter.id}`,
      note: `№\u00a0${meter.number}${verification}`,
    };
    if (!last) return [name, { text: 'нет показаний', number: true, tone: 'soon' }];
    return [
      name,
      {
        text: dialsShown(last.values, meter.dial),
        number: true,
        note: [shortDay(last.takenOn, today), undecided(current, last, meter)].filter(Boolean).join('; '),
        ...(!isSent(meter) && meter.window.open && { tone: 'soon' as const }),
      },
    ];
  }
}

/** What has come for this month and is no reading yet, or will be none. */
function undecided(current: Meter['current'], shown: Reading, { dial }: Meter): string {
  if (!current || current.status === 'accepted') return '';
  const word = current.cancelled ? 'отменено' : current.status === 'rejected' ? 'отклонено' : 'на проверке';
  return current === shown ? word : `${word} ${dialsShown(current.values, dial)}`;
}
