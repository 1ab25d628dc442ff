import { Inject, Injectable } from '@nestjs/common';
import { ResidentAnnouncements } from '../../announcements/resident-announcements.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { termWords, when } from '../../text/moments.js';
import { lawReference, plural } from '../../text/russian.js';
import { type RequestCategory, RequestCategories } from '../categories.service.js';
import { ResidentRequests } from '../resident-requests.service.js';

/** What neighbours have reported already, without who. */
export interface Reported {
  readonly id: string;
  readonly title: string;
  readonly told: string;
  readonly joined: boolean;
}

/** A tile of the form: what may have happened, and what to expect. */
interface Tile {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly emergencyHint: string;
  readonly term: string;
  readonly reference: string;
}

/** What a resident sees before and in the form. */
@Injectable()
export class BeforeForm {
  constructor(
    private readonly categories: RequestCategories,
    private readonly requests: ResidentRequests,
    private readonly announcements: ResidentAnnouncements,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What can happen, as tiles. */
  async tiles(): Promise<Tile[]> {
    return (await this.categories.all()).map(tile);
  }

  /** What is off in a house already. */
  outages(houseId: string, userId: string): ReturnType<ResidentAnnouncements['announcementsBefore']> {
    return this.announcements.announcementsBefore(houseId, userId);
  }

  /** The open requests of a house that a neighbour may join. */
  openIn(houseId: string, userId: string): ReturnType<ResidentRequests['openInHouse']> {
    return this.requests.openInHouse(houseId, userId);
  }

  /** The same in words. */
  async reported(houseId: string, userId: string): Promise<Reported[]> {
    const [open, categories] = await Promise.all([
      this.requests.openInHouse(houseId, userId),
      this.categories.all(),
    ]);
    const titles = new Map(categories.map(({ id, title }) => [id, title]));
    const now = this.clock.now();
    const seen = new Set<string>();
    // One line for each trouble, the last reported; of what only they have reported the resident knows.
    const others = open.filter(({ category, joined, count }) => {
      const known = seen.has(category) || (joined && count === 1);
      seen.add(category);
      return !known;
    });
    // What «другое» is nobody can tell without its text, which is not for neighbours.
    return others
      .filter(({ category }) => category !== 'other' && titles.has(category))
      .map(({ id, category, registered_at: at, count, joined, ...how }) => ({
        ...{ id, joined, title: titles.get(category)! },
        told: [
          when(at, now, this.config.timeZone),
          count > 1 && `${count}\u00a0${plural(count, 'заявка', 'заявки', 'заявок')}`,
          how.executor_step === 'arrived'
            ? 'мастер на месте'
            : how.executor_id
              ? 'мастер назначен'
              : STATE[how.state],
        ]
          .filter(Boolean)
          .join(', '),
      }));
  }
}

const STATE: Record<string, string> = {
  open: 'принята',
  in_progress: 'в работе',
  deferred: 'отложена',
};

function tile(category: RequestCategory): Tile {
  const { id, title, question, emergency_hint: emergencyHint, first_title: firstTitle } = category;
  const first =
    firstTitle !== '' && !category.first_emergency_only
      ? `${firstTitle}: ${termWords(category.first_minutes!)}. `
      : '';
  const term = `${first}${category.fix_title}: ${termWords(category.fix_minutes)}`;
  const reference = lawReference(category.fix_reference);
  return { id, title: breakable(title), question, emergencyHint, term, reference };
}

/** Lets a long word break near its middle: a tile on a small phone is narrower than «Мусоропровод». */
function breakable(title: string): string {
  return title.replace(/\p{L}{11,}/gu, (word) => {
    const breaks = [...word].flatMap((letter, index) => (/[аеёиоуыэюя]/.test(letter) ? [index + 1] : []));
    const middle = word.length / 2;
    const at = breaks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    return at === undefined ? word : `${word.slice(0, at)}\u00AD${word.slice(at)}`;
  });
}
