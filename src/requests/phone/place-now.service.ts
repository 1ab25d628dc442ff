import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { ResidentAnnouncements } from '../../announcements/resident-announcements.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { when } from '../../text/moments.js';
import { date, plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import { RequestCategories } from '../categories.service.js';
import { tokensOf } from '../../accounts/search/address-words.js';
import {
  FLAT_NOW,
  HOUSE_NOW,
  LINKED_RESIDENTS,
  type LinkedResident,
  OPEN_REQUESTS,
  type OpenRequest,
  REQUESTS_SINCE,
} from './place-now.sql.js';

const YEAR_MS = 365 * 86_400_000;
const STATE: Readonly<Record<string, string>> = {
  open: 'ждёт диспетчера',
  in_progress: 'в работе',
  deferred: 'отложена',
};

/** Where the caller has something broken, and what to know of it before one asks. */
export interface PlaceNow {
  readonly account: string;
  readonly house: string;
  readonly title: string;
  readonly residents: readonly LinkedResident[];
  /** Who probably calls; empty where several may. */
  readonly applicant: string;
  readonly phone: string;
  readonly flat?: {
    readonly owner: string;
    readonly number: string;
    readonly closed: boolean;
    readonly residents: readonly { name: string; role: string; told: string }[];
    readonly year: string;
  };
  readonly open: readonly { id: string; category: string; title: string; told: string }[];
  /** What has been announced: that it is off, or is about to be. */
  readonly announced: readonly { title: string; told: string }[];
}

/** What a house and a flat have already, for whoever takes a call. */
@Injectable()
export class PlacesNow {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly categories: RequestCategories,
    private readonly announcements: ResidentAnnouncements,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Of an account or, without one, of a house; undefined where neither is there. */
  async find(account: string, house: string): Promise<PlaceNow | undefined> {
    if (account !== '') return isUuid(account) ? this.flat(account) : undefined;
    if (!isUuid(house)) return undefined;
    const found = await HOUSE_NOW.first(this.pool, house);
    return (
      found && {
        ...{ account: '', house, title: this.street(found.address), residents: [], applicant: '', phone: '' },
        ...(await this.inHouse(house)),
      }
    );
  }

  /** Those of a flat who have a cabinet and may be told by letter. */
  residents(account: string): Promise<LinkedResident[]> {
    return LINKED_RESIDENTS.rows(this.pool, account);
  }

  /** An open request of a house, if it is one still. */
  async openRequest(house: string, id: string): Promise<OpenRequest | undefined> {
    return (await OPEN_REQUESTS.rows(this.pool, house)).find((request) => request.id === id);
  }

  private async flat(account: string): Promise<PlaceNow | undefined> {
    const found = await FLAT_NOW.first(this.pool, account);
    if (!found) return undefined;
    const since = new Date(this.clock.now().getTime() - YEAR_MS);
    const [residents, requests, titles, inHouse] = await Promise.all([
      this.residents(account),
      REQUESTS_SINCE.rows(this.pool, account, since),
      this.categories.titles(),
      this.inHouse(found.house_id),
    ]);
    const [one, ...others] = residents;
    const only = others.length === 0 ? one : undefined;
    const known = requests.find(({ phone }) => phone !== '')?.phone ?? '';
    const lines = requests
      .slice(0, 5)
      .map(
        ({ category, registered_at: at }) => `${(titles.get(category) ?? '').toLowerCase()} ${this.day(at)}`,
      );
    return {
      ...{ account, house: found.house_id, title: this.street(found.address), residents, ...inHouse },
      applicant: one ? (only?.name ?? '') : found.owner_name,
      phone: spoken(one ? (only?.phone ?? '') : known),
      flat: {
        ...{ number: found.number, closed: found.closed },
        owner: residents.some(({ name }) => isSame(name, found.owner_name)) ? '' : found.owner_name,
        residents: residents.map(({ name, phone, letters }) => ({
          name,
          role: isSame(name, found.owner_name) ? 'владелец, в кабинете' : 'в кабинете',
          told: [spoken(phone), letters ? 'письма получает' : 'писем не получает'].filter(Boolean).join(', '),
        })),
        year:
          requests.length === 0
            ? ''
            : `За год ${counted(requests.length)}: ${lines.join(', ')}${requests.length > 5 ? ' и раньше' : ''}.`,
      },
    };
  }

  private async inHouse(house: string): Promise<Pick<PlaceNow, 'open' | 'announced'>> {
    const [open, announced] = await Promise.all([
      this.openIn(house),
      this.announcements.announcementsBefore(house),
    ]);
    return {
      open,
      announced: announced.map(({ heading, reason, term }) => ({
        title: heading,
        told: [reason, term].filter(Boolean).join('. '),
      })),
    };
  }

  private async openIn(house: string): Promise<PlaceNow['open']> {
    const [rows, titles] = await Promise.all([
      OPEN_REQUESTS.rows(this.pool, house),
      this.categories.titles(),
    ]);
    const now = this.clock.now();
    return rows.map(({ id, category, address, registered_at: at, count, executor, ...how }) => ({
      ...{ id, category },
      title: [titles.get(category) ?? '', this.partOf(address)].filter(Boolean).join(', '),
      told: [
        when(at, now, this.config.timeZone),
        count > 1 && counted(count),
        executor === null
          ? STATE[how.state]
          : `${executor} ${how.executor_step === 'arrived' ? 'на месте' : 'назначен'}`,
        how.comes_at !== '' && `придёт ${how.comes_at}`,
      ]
        .filter(Boolean)
        .join(', '),
    }));
  }

  /** Within the house that the page is about only the flat tells requests apart. */
  private partOf(address: string): string {
    return (
      /(?:^|, )((?:кв\.|апарт\.|пом\.|подъезд|этаж)\s?[^,]*)$/u.exec(address)?.[1]?.replace(' ', '\u00a0') ??
      ''
    );
  }

  private street(address: string): string {
    return streetOf(address, this.config.company.town);
  }

  private day(at: Date): string {
    return date(at, this.config.timeZone).split(' ').slice(0, 2).join('\u00a0');
  }
}

function isSame(name: string, owner: string): boolean {
  return tokensOf(name).join(' ') === tokensOf(owner).join(' ');
}

function counted(count: number): string {
  return `${count}\u00a0${plural(count, 'заявка', 'заявки', 'заявок')}`;
}

function spoken(phone: string): string {
  return phone === '' ? '' : formatPhone(phone);
}
