import { Injectable } from '@nestjs/common';
import { type Lookup, type LookupAnswer, LookupPart, type LookupRow } from '../../search/lookup.js';
import type { PanelStaff } from '../../panel/person.js';
import { type FoundPlace, PlaceSearch } from './place-search.service.js';

const MOST_HOUSES = 3;

/** Flats and houses that the one field offers dispatchers, who have no card of a flat: each begins a request. */
@LookupPart()
@Injectable()
export class PlaceLookup implements Lookup {
  readonly roles = ['dispatcher'] as const;
  readonly finds = 'квартиры и дома';
  readonly asked = 'адрес («лесная 4 5»), имя, телефон, номер счета';
  readonly place = 1;

  constructor(private readonly search: PlaceSearch) {}

  /** The likeliest first, as the form of a request lists them. */
  async find(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    const { places, tried, why } = await this.search.find(text);
    const flats = places.filter(({ account }) => account !== undefined);
    const houses = places.filter(({ account }) => account === undefined);
    return {
      groups: [
        { title: 'Квартиры', rows: flats.slice(0, most).map(row) },
        { title: 'Дома', rows: houses.slice(0, MOST_HOUSES).map(row) },
      ],
      ...(tried !== undefined && why && { tried: { text: tried, why } }),
    };
  }
}

function row({ account, house, within, title, note, sure }: FoundPlace): LookupRow {
  const place: Record<string, string> =
    account === undefined ? { house: house ?? '', within: within ?? '' } : { account };
  return {
    href: `/office/requests/new?${new URLSearchParams(place).toString()}`,
    ...(account !== undefined && { likely: true as const, ...(sure && { sure }) }),
    title: [{ text: title, hit: false }],
    note: ['новая заявка', note].filter(Boolean).join(', '),
  };
}
