import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import type { AccountPage } from '../../accounts/accounts.service.js';
import { AccountDoor } from '../../accounts/household/account-door.js';
import { DocumentsService } from '../../billing/documents.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { meterTitle } from '../../meters/meter-name.js';
import type { Meter } from '../../meters/meter.js';
import { type CalendarDays, calendarFile } from '../../text/calendar-file.js';
import { monthAndYear } from '../../text/month.js';
import { money } from '../../text/russian.js';
import { CurrentUser, Id } from '../../web/request-parts.js';
import { ReadingsService } from '../readings.service.js';

/** The dates of an account for the calendar of a phone: when readings are taken, until when to pay, verification. */
@Controller('accounts/:id/dates.ics')
export class DatesController {
  constructor(
    private readonly door: AccountDoor,
    private readonly documents: DocumentsService,
    private readonly readings: ReadingsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async file(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<StreamableFile> {
    const account = await this.door.open(user.id, id);
    const meters = account.closed || !account.may.readings ? [] : await this.readings.metersOf(id);
    const page = `${this.config.publicUrl}/accounts/${id}`;
    const days = [
      ...windowDays(meters, page),
      ...meters.flatMap((meter) => verificationDay(meter, this.readings.today(), page)),
      ...(account.may.money ? await this.paymentDay(account, page) : []),
    ].map((day) => ({ ...day, id: `${day.id}-${id}`, title: `${day.title}, ${account.address}` }));
    const { company } = this.config;
    const text = calendarFile(days, {
      name: `Личный кабинет ${company.name}`,
      host: company.host,
      at: this.clock.now(),
    });
    return new StreamableFile(Buffer.from(text), {
      type: 'text/calendar; charset=utf-8',
      disposition: 'attachment; filename="kabinet.ics"',
    });
  }

  private async paymentDay(account: AccountPage, page: string): Promise<CalendarDays[]> {
    const [month] = await this.documents.months(account);
    const document = month === undefined ? undefined : await this.documents.find(account, month);
    if (!document || document.closing <= 0n || document.dueOn < this.readings.today()) return [];
    const { dueOn } = document;
    const sum = `Квитанция за ${monthAndYear(month!)}: ${money(document.closing)}.`;
    return [
      { id: `pay-${month}`, title: 'Оплатить квитанцию', text: sum, first: dueOn, last: dueOn, url: page },
    ];
  }
}

/** Meters of one window are one entry. */
function windowDays(meters: readonly Meter[], page: string): CalendarDays[] {
  const windows = new Map(
    meters
      .filter(({ automatic }) => !automatic)
      .map(({ window }) => [`${window.opens} ${window.closes}`, window]),
  );
  return [...windows.values()].map(({ opens, closes }) => ({
    id: `readings-${opens}-${closes}`,
    title: 'Передать показания счетчиков',
    text: 'Показания можно передать в личном кабинете.',
    first: opens,
    last: closes,
    url: `${page}/readings`,
  }));
}

function verificationDay(meter: Meter, today: string, page: string): CalendarDays[] {
  const { verificationDue: day, id } = meter;
  if (day === null || day < today) return [];
  const title = `Поверка счетчика: ${meterTitle(meter).toLowerCase()}`;
  const text = `Счетчик № ${meter.number}. После этого дня без поверки начислят по среднему или нормативу.`;
  return [{ id: `verification-${id}-${day}`, title, text, first: day, last: day, url: `${page}/readings` }];
}
