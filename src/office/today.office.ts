import { Inject, Injectable } from '@nestjs/common';
import { Clock, dayIn, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Log } from '../core/log.js';
import { CONFIG } from '../core/tokens.js';
import type { CountedCard } from '../panel/cards.js';
import type { Urgency } from '../panel/first-page.js';
import { PanelMount } from '../panel/panel-mount.js';
import { PanelOffice } from '../panel/panel-office.js';
import { ALL_STAFF, type PanelStaff } from '../panel/person.js';
import type { BoardView } from '../panel/reports.js';
import { HOME, ROOT } from '../panel/settings.js';
import { date, dateTime, plural } from '../text/russian.js';
import { OfficeCounts } from './counts.js';
import { OfficeMenu } from './office-menu.js';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type TodayFigure,
  type TodoLine,
} from './office-part.js';
import { shownCount, shownTo } from './shown-count.js';

/** The groups of the page, and how their rows are marked. */
const GROUPS: readonly { urgency: Urgency; title: string; tone: string; row: string }[] = [
  { urgency: 'now', title: 'Горит', tone: 'bad', row: 'late-row' },
  { urgency: 'today', title: 'Успеть сегодня', tone: 'soon', row: 'soon-row' },
  { urgency: 'later', title: 'Когда будет время', tone: '', row: '' },
];

/** What somebody of the office reads first. */
export interface Today {
  readonly day: string;
  readonly groups: readonly object[];
  /** What goes as it should, such as the exchange with the accounting. */
  readonly boards: readonly BoardView[];
  readonly figures: readonly TodayFigure[];
  /** Something could not be counted: the page may hold less than there is. */
  readonly partly: boolean;
}

/** «Сегодня»: what waits by urgency, from the cards and boards of the panel and from what modules tell. */
@OfficePart()
@Injectable()
export class TodayOffice implements OfficeDefinition {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly menu: OfficeMenu,
    private readonly counts: OfficeCounts,
    private readonly panel: PanelMount,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  sections(): readonly OfficeSection[] {
    return [{ path: HOME, title: 'Сегодня', roles: ALL_STAFF, place: 0 }];
  }

  /** The page of one person. */
  async of(staff: PanelStaff): Promise<Today> {
    const now = this.clock.now();
    const parts = this.menu.daysOf(staff);
    const boards = this.readable([this.panel.boards(staff)]);
    const lines = await this.readable<TodoLine>([
      this.office.notices(staff),
      this.fromCards(staff, now),
      boards.then(({ found }) => worrying(found)),
      ...parts.map((part) => part.todo(staff, now)),
    ]);
    const figures = await this.readable([
      this.figuresOfPanel(staff),
      ...parts.flatMap((part) => part.figures?.(staff, now) ?? []),
    ]);
    const { found, partly } = await boards;
    return {
      day: this.dayOf(now),
      groups: GROUPS.map((group) => ({
        ...group,
        lines: lines.found
          .filter(({ urgency }) => urgency === group.urgency)
          .toSorted((one, other) => Number(other.first ?? false) - Number(one.first ?? false))
          .map(shown),
      })).filter((group) => group.lines.length > 0),
      boards: quiet(found),
      figures: figures.found,
      partly: lines.partly || figures.partly || partly,
    };
  }

  private async readable<T>(reading: Promise<readonly T[]>[]): Promise<{ found: T[]; partly: boolean }> {
    const read = await Promise.allSettled(reading);
    for (const one of read) if (one.status === 'rejected') this.log.error(one.reason, 'office, today');
    return {
      found: read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
      partly: read.some(({ status }) => status === 'rejected'),
    };
  }

  private async fromCards(staff: PanelStaff, now: Date): Promise<TodoLine[]> {
    const waiting = (await this.counts.panelCards(staff)).filter(({ count }) => count > 0);
    const lines = waiting.map((counted) => this.line(counted, now));
    return (await Promise.all(lines)).flatMap((line) => line ?? []);
  }

  private async line(counted: CountedCard, now: Date): Promise<TodoLine | undefined> {
    const { card, count, href } = counted;
    if (!card.todo) return undefined;
    const { urgency, words, button } = card.todo;
    const since = await counted.oldest();
    const more = since && `${count === 1 ? 'ждёт' : 'самое давнее ждёт'} с ${this.momentOf(since, now)}`;
    return { urgency, count, what: plural(count, ...words), more, button, href };
  }

  /** Numbers that ask for nothing. */
  private async figuresOfPanel(staff: PanelStaff): Promise<TodayFigure[]> {
    const cards = await this.counts.panelCards(staff);
    return cards.flatMap(({ card: { figure }, count }) =>
      figure && count > 0 ? { value: shownCount(count), what: plural(count, ...figure) } : [],
    );
  }

  private dayOf(now: Date): string {
    const { timeZone } = this.config;
    const weekday = new Intl.DateTimeFormat('ru-RU', { weekday: 'long', timeZone }).format(now);
    return `${weekday}, ${date(now, timeZone)}`;
  }

  /** The time alone where it is today, no year where it is this one. */
  private momentOf(at: Date, now: Date): string {
    const { timeZone } = this.config;
    if (dayIn(at, timeZone) === dayIn(now, timeZone)) return dateTime(at, timeZone).replace(/^.*, /, '');
    const day = date(at, timeZone).replaceAll(' ', '\u00a0');
    return yearIn(at, timeZone) === yearIn(now, timeZone) ? day.replace(/.\d{4}$/, '') : day;
  }
}

/** What of the boards somebody should look at, as work to do. */
function worrying(boards: readonly BoardView[]): TodoLine[] {
  return boards.flatMap(({ title, resource, rows }) =>
    rows.flatMap(({ label, warning, tone, lines }): TodoLine | [] =>
      warning === undefined
        ? []
        : {
            urgency: tone === 'bad' ? 'now' : 'today',
            what: `${title}: ${label.toLowerCase()}`,
            more: warning,
            notes: lines,
            button: 'Посмотреть',
            href: `${ROOT}/resources/${resource}`,
          },
    ),
  );
}

/** The rest of them. */
function quiet(boards: readonly BoardView[]): BoardView[] {
  return boards
    .map((board) => ({ ...board, rows: board.rows.filter(({ warning }) => warning === undefined) }))
    .filter(({ rows }) => rows.length > 0);
}

function shown({ count, most, ...line }: TodoLine): object {
  const told = most === undefined ? shownCount : (waiting: number) => shownTo(most, waiting);
  return { ...line, count: count !== undefined && told(count) };
}
