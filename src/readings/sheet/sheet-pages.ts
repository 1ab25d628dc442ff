import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { FlatCard } from '../../accounts/card/flat-card.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { type Page, view } from '../../web/page.js';
import { ReadingsForm } from '../page/readings-form.js';
import { ReadingsService } from '../readings.service.js';
import { monthsApart } from './months-apart.js';
import { type NoAccess, NoAccessVisits } from '../visits/no-access.service.js';
import { SHEET_PARTS, SHEET_SOURCES } from './sheet-asked.js';
import { type LineAnswer, lineOf, type SheetMeter } from './sheet-line.js';
import { type Given, MOST_LINES } from './sheet.service.js';

/** What has become of a form that was sent whole. */
interface Written {
  readonly form: ReadingsForm;
  readonly answers: ReadonlyMap<string, LineAnswer>;
}

/** A sheet of a house as its address names it. */
interface HouseSheet extends Given {
  readonly house: string;
  readonly show: string;
  readonly page: number;
}

/** Shows sheets of readings. */
@Injectable()
export class SheetPages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly readings: ReadingsService,
    private readonly visits: NoAccessVisits,
  ) {}

  /** The meters of one flat. */
  flat(flat: FlatCard, meters: readonly SheetMeter[], given: Given, written?: Written): Page {
    const place = this.place(flat.address);
    const path = `/office/accounts/${flat.id}/readings`;
    return this.page(
      meters,
      given,
      { written },
      {
        ...{ title: `Показания: ${place}`, path, action: path },
        back: { href: `/office/accounts/${flat.id}`, label: place },
        who: [`лицевой счет ${flat.number}`, flat.owner_name].filter(Boolean).join(', '),
      },
    );
  }

  /** The meters of a house, or a part of them. */
  async house(
    asked: HouseSheet,
    { meters, total }: { meters: readonly SheetMeter[]; total: number },
    written?: Written,
  ): Promise<Page> {
    const { house, show, page, source, day } = asked;
    const found = await one<{ address: string }>(
      this.database,
      'SELECT address FROM house_addresses WHERE id = $1',
      [house],
    );
    if (!found) throw new NotFoundException();
    const doors = meters.map(({ accountId }) => accountId);
    const shut = source === 'visit' ? await this.visits.of(doors, day) : undefined;
    const at = (number: number): string =>
      `/office/readings/sheet?${new URLSearchParams({ house, source, day, show, page: String(number) }).toString()}`;
    return this.page(
      meters,
      asked,
      { written, shut },
      {
        title: `Ведомость показаний: ${this.place(found.address)}`,
        ...{ path: '/office/readings/sheet', action: at(page), house },
        parts: Object.entries(SHEET_PARTS).map(([name, { title }]) => ({
          name,
          title,
          chosen: name === show,
        })),
        back: { href: '/office/readings', label: 'Показания' },
        who: 'в порядке обходного листа',
        paper: `/admin/round-lists/${house}${day < this.readings.today() ? `?day=${day}` : ''}`,
        ...(page > 1 && { former: at(page - 1) }),
        ...(page * MOST_LINES < total && { next: at(page + 1), more: total - page * MOST_LINES }),
      },
    );
  }

  private page(
    meters: readonly SheetMeter[],
    { source, day }: Given,
    { written, shut }: { written: Written | undefined; shut?: ReadonlyMap<string, NoAccess> | undefined },
    more: { title: string; who: string; [name: string]: unknown },
  ): Page {
    const today = this.readings.today();
    const standing = ReadingsForm.of(meters.map(({ meter }) => meter));
    const lines = meters.map((one) => {
      const said = written?.answers.get(one.meter.id);
      return lineOf(one, said ? written!.form : standing, today, said);
    });
    const [first] = meters;
    const empty = lines.findIndex(({ fixed, fields }) => !fixed && fields.every(({ value }) => value === ''));
    return view('readings/sheet/sheet', {
      ...more,
      ...{ style: 'css/sheet.css', script: 'js/sheet.js', source, day, today },
      who: [
        more.who,
        first && `за ${monthAndYear(first.meter.period)}`,
        day < today && `записывается днём ${calendarDay(day)}`,
      ]
        .filter(Boolean)
        .join(', '),
      months: first && monthsApart(first.meter),
      sources: Object.entries(SHEET_SOURCES).map(([name, title]) => ({
        name,
        title,
        chosen: name === source,
      })),
      flats: byDoor(lines.map((line, index) => ({ ...line, first: index === empty }))).map((flat) => ({
        ...flat,
        rows: flat.lines.length + (shut ? 1 : 0),
        // a flat whose readings are all there has been opened since
        visit: shut && { words: '', ...(flat.lines.some(isMissing) && shut.get(flat.account)) },
      })),
      visiting: shut !== undefined,
      lines: lines.length,
      done: lines.filter(({ fixed, tone }) => fixed || tone === 'saved').length,
      ...(written && { told: toldOf(written) }),
    });
  }

  private place(address: string): string {
    return streetOf(address, this.config.company.town);
  }
}

function isMissing({ fixed, seen }: { fixed: string | false; seen: string }): boolean {
  return fixed === false && seen === '';
}

function byDoor<Line extends { door: string; account: string }>(
  lines: readonly Line[],
): { door: string; account: string; lines: Line[] }[] {
  const flats: { door: string; account: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = flats.at(-1);
    if (last?.door === line.door) last.lines.push(line);
    else flats.push({ door: line.door, account: line.account, lines: [line] });
  }
  return flats;
}

/** What became of a form that was sent without script. */
function toldOf({ answers }: Written): string {
  const tones = [...answers.values()].map(({ tone }) => tone);
  const saved = tones.filter((tone) => tone === 'saved').length;
  const left = tones.length - saved;
  return [
    `Сохранено ${saved}\u00A0${plural(saved, 'показание', 'показания', 'показаний')}`,
    left > 0 ? `не сохранено ${left}: посмотрите, что сказано в строках` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
