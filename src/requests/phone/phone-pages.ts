import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, minuteIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { DISPATCHERS, type PanelPerson } from '../../panel/person.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import type { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { duesOf, RequestCategories } from '../categories.service.js';
import { CHANNELS } from '../channels.js';
import { OFFICE_CHANNELS, type PhoneRequestForm } from './phone-request.forms.js';
import { picksOf } from './picks.js';
import { REGISTERED } from './place-now.sql.js';
import { type PlaceNow, PlacesNow } from './place-now.service.js';
import { type Found, type FoundPlace, PlaceSearch } from './place-search.service.js';
import { type Said, saidToCaller } from './told.js';

const LOOKS = { style: 'css/phone.css', script: 'js/phone.js' };
const NEW = '/office/requests/new';

/** The pages of whoever takes a call: the form with what to know beside it, and the number. */
@Injectable()
export class PhonePages {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly search: PlaceSearch,
    private readonly places: PlacesNow,
    private readonly categories: RequestCategories,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The form as far as it is filled in; what is still looked for is shown as a list. */
  async form(person: PanelPerson, form: Form<PhoneRequestForm>, inWords = false): Promise<Page> {
    const value = (name: keyof PhoneRequestForm): string => String(form.values[name] ?? '');
    const place = await this.places.find(value('account'), value('house'));
    const asked = value('said');
    const words = !place && (inWords || value('words') !== '');
    const [picks, said, found] = await Promise.all([
      this.categories.all().then(picksOf),
      this.said(value('category'), value('emergency') === 'yes', place, value('caller')),
      place || words || asked === '' ? undefined : this.search.find(asked),
    ]);
    const pick = picks.find(({ id }) => id === value('category'));
    return view('requests/phone/new', {
      ...{
        title: 'Новая заявка по телефону',
        form,
        asked,
        place,
        words,
        picks,
        pick,
        said,
        staffId: person.staff.id,
      },
      ...{ found: found && listOf(found, asked), applicant: place?.applicant ?? '', back: deskOf(person) },
      inWordsPath: `${NEW}?${new URLSearchParams({ by: 'words', q: asked }).toString()}`,
      channels: OFFICE_CHANNELS.map((id) => ({ id, name: CHANNELS[id] })),
      otherChannel: value('channel') !== 'phone' || value('externalNumber') !== '',
      ...LOOKS,
    });
  }

  /** The number, large, and what to read aloud. */
  async registered(person: PanelPerson, id: string): Promise<Page> {
    const request = await REGISTERED.first(this.pool, id);
    const category = request && (await this.categories.find(request.category));
    if (!request || !category) throw new NotFoundException();
    const residents = request.account_id === null ? [] : await this.places.residents(request.account_id);
    const resident = residents.find((one) => one.id === request.user_id);
    const { number, executor, badge, first_due: firstDue, fix_due: fixDue, comes_at: comesAt } = request;
    const said = saidToCaller({
      ...{ category, firstDue, fixDue, number, executor, badge, comesAt },
      ...{ now: this.clock.now(), timeZone: this.config.timeZone },
      letter: resident !== undefined && (resident.letters || request.emergency),
    });
    return view('requests/phone/registered', {
      ...{ title: `Заявка ${number}`, request, said, category: category.title },
      phone: request.phone === '' ? '' : formatPhone(request.phone),
      address: streetOf(request.address, this.config.company.town),
      page: isDispatcher(person) && `/office/requests/${id}`,
      ...LOOKS,
    });
  }

  private async said(
    id: string,
    emergency: boolean,
    place: PlaceNow | undefined,
    caller: string,
  ): Promise<Said | undefined> {
    const category = id === '' ? undefined : await this.categories.find(id);
    if (!category) return undefined;
    const { timeZone } = this.config;
    const now = this.clock.now();
    const resident = callerOf(place?.residents ?? [], caller);
    return saidToCaller({
      ...{ category, now, timeZone, letter: resident !== undefined && (resident.letters || emergency) },
      ...duesOf(category, emergency, now, (at) => minuteIn(at, timeZone)),
    });
  }
}

/** The resident whose request it becomes: who was picked, or the only one of the flat; nobody is guessed of several. */
export function callerOf<Resident extends { id: string }>(
  residents: readonly Resident[],
  picked: string,
): Resident | undefined {
  if (picked !== '') return residents.find(({ id }) => id === picked);
  return residents.length === 1 ? residents[0] : undefined;
}

/** Whether somebody may open the desk with its requests. */
export function isDispatcher({ staff }: PanelPerson): boolean {
  return (DISPATCHERS as readonly string[]).includes(staff.role);
}

function deskOf(person: PanelPerson): string {
  return isDispatcher(person) ? '/office/requests' : '/office';
}

/** What was found, as links: what a script does with them works without one too. */
function listOf({ places, tried, why }: Found, asked: string): object {
  const href = ({ account, house = '', within = '' }: FoundPlace): string => {
    const query = new URLSearchParams(account === undefined ? { house, within } : { account });
    query.set('q', asked);
    return `${NEW}?${query.toString()}`;
  };
  return { tried, why, places: places.map((place) => ({ ...place, href: href(place) })) };
}
