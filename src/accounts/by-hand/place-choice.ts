import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { clean } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import { UNIT_TYPES, type UnitType } from '../address.js';
import { spokenAddress } from '../search/spoken-address.js';
import type { PlaceForm } from './by-hand.forms.js';
import { unitIn } from './by-hand.forms.js';
import { ByHandPages } from './by-hand-pages.js';
import { missingOf } from './missing-address.js';
import { type HouseMeant, type Place, Places } from './places.service.js';
import { ACCOUNTS_OF_UNIT, SOME_HOUSES } from './places.sql.js';

/** More than a browser offers from a list with any use. */
const MOST_OFFERED = 500;

type House = { readonly id: string; readonly address: string };

/** Understands which house and unit a form means, and asks where a house is written otherwise than one that is known. */
@Injectable()
export class PlaceChoice {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly places: Places,
    private readonly pages: ByHandPages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The place; undefined where the form is refused, or has to ask about the houses in `twins`. */
  async read(form: Form<PlaceForm>, twins: House[]): Promise<Place | undefined> {
    if (!form.data) return undefined;
    const type = form.data.type as UnitType;
    const unit = unitIn(form.data.unit);
    if (unit === '' && type !== 'house') form.reject('unit', 'Введите номер помещения');
    const house = await this.house(clean(form.values['house'] as string), form, twins);
    return house && form.summary.length === 0 ? { house, type, unit } : undefined;
  }

  /** What is known of a place beforehand. */
  async notes({ house, type, unit }: Place): Promise<string[]> {
    if (house.id === undefined) return ['Такого дома ещё нет, он появится в списке домов.'];
    const others = await ACCOUNTS_OF_UNIT.rows(this.pool, house.id, type, unit);
    if (others.length === 0) return ['Такого помещения в доме ещё нет, оно появится.'];
    const numbers = others.flatMap(({ number }) => number ?? []);
    return numbers.length === 0 ? [] : [`В этом помещении уже есть счета: ${numbers.join(', ')}.`];
  }

  /** What the fields of a place are drawn from. */
  async fields(form: Form<PlaceForm>, twins: readonly House[] = []): Promise<Record<string, unknown>> {
    const { type, twin } = form.values;
    return {
      types: Object.entries(UNIT_TYPES).map(([id, { title }]) => ({ id, title, chosen: id === type })),
      houses: await SOME_HOUSES.rows(this.pool, MOST_OFFERED),
      twins: twins.map(({ id, address }) => ({
        ...{ id, chosen: id === twin },
        title: this.pages.place(address),
      })),
      asksNew: twins.length > 0,
    };
  }

  private async house(
    address: string,
    form: Form<PlaceForm>,
    twins: House[],
  ): Promise<HouseMeant | undefined> {
    const known = await this.places.byAddress(address);
    if (known) return known;
    if (spokenAddress(address).flat !== '') {
      form.reject('house', 'Здесь только дом. Квартиру напишите в поле «Номер помещения»');
      return undefined;
    }
    const missing = missingOf(address, this.config.company.town);
    if (missing !== '') {
      form.reject('house', `Не хватает ${missing}. Напишите целиком: «г. Иркутск, ул. Лесная, д. 4»`);
      return undefined;
    }
    const alike = await this.places.alike(address);
    const { twin } = form.values;
    const meant = alike.find(({ id }) => id === twin);
    if (meant ?? (alike.length === 0 || twin === 'new')) return meant ?? { address };
    // the other half of a double press may have added it since the first look
    const added = await this.places.byAddress(address);
    if (added) return added;
    twins.push(...alike);
    form.reject('twin', 'Похожий дом уже есть. Выберите, какой имеется в виду');
    return undefined;
  }
}
