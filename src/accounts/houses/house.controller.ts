import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, type PanelPerson } from '../../panel/person.js';
import { clean, plural } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { groundIn } from '../by-hand/by-hand.forms.js';
import { BUSY, ByHandPages, STYLE, untold } from '../by-hand/by-hand-pages.js';
import { Places } from '../by-hand/places.service.js';
import { mayBeSameHouse } from '../search/same-house.js';
import { SOME_HOUSES } from '../by-hand/places.sql.js';
import { flatInAddress } from '../import/flat-in-address.js';
import { HouseMerging } from './house-merging.service.js';
import { reasonOf } from './houses.controller.js';
import { MergingForm } from './houses.forms.js';
import { HOUSES_PATH } from './houses.office.js';
import { BECOME, COMMON_UNITS, HOUSES_OF_IDS, type ListedHouse, SPELLINGS } from './houses.sql.js';

const MOST_OFFERED = 500;
const OVERTAKEN = 'Кто-то только что работал с этим домом. Проверьте и отправьте ещё раз';

type House = { readonly id: string; readonly address: string };

/** A house that was written in two ways: what there is of it, and the other one that it becomes a part of. */
@OfficePage(...ADMINISTRATORS)
@Controller(`${HOUSES_PATH}/:id`)
export class HouseController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly pages: ByHandPages,
    private readonly places: Places,
    private readonly merging: HouseMerging,
  ) {}

  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    const house = await this.find(id);
    return 'id' in house ? this.show(house, Form.empty()) : house.page;
  }

  @Post('merge')
  @HttpCode(200)
  async merge(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(MergingForm) form: Form<MergingForm>,
  ): Promise<Page> {
    const house = await this.find(id);
    if (!('id' in house)) return house.page;
    if (form.values['step'] === 'edit') return this.show(house, untold(form));
    const into = form.data && (await this.meant(house, form));
    if (!form.data || !into) return this.show(house, form);
    if (form.data.step !== 'save') return this.check(house, into, form, groundIn(form.data));
    switch (await this.merging.merge(id, into.id, groundIn(form.data), person)) {
      case 'done':
        return redirect(`${HOUSES_PATH}/${into.id}`, 'Дома объединены.');
      case 'busy':
        return this.show(house, form.reject('form', BUSY));
      case 'gone':
      case 'overtaken': {
        const now = await this.find(id);
        if (!('id' in now)) return now.page;
        return this.show(now, form.reject('form', OVERTAKEN));
      }
    }
  }

  @Post('remove')
  @HttpCode(200)
  async remove(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const house = await this.find(id);
    if (!('id' in house)) return house.page;
    const end = await this.merging.remove(id, person);
    if (end === 'done' || end === 'gone') {
      return redirect(HOUSES_PATH, `Убран дом: ${this.pages.place(house.address)}.`);
    }
    const reason = end === 'busy' ? BUSY : `Не убран: ${reasonOf(end)}`;
    return this.show(house, Form.empty<MergingForm>().reject('form', reason));
  }

  /** A house that has become a part of another leads there: the other half of a double press, too. */
  private async find(id: string): Promise<ListedHouse | { readonly page: Page }> {
    const [house] = await HOUSES_OF_IDS.rows(this.pool, [id]);
    if (house) return house;
    const other = await BECOME.first(this.pool, id);
    if (!other) throw new NotFoundException();
    return { page: redirect(`${HOUSES_PATH}/${other.id}`, 'Этот дом объединён с другим, вот он.') };
  }

  /** The house that stays; undefined where none or several are meant. */
  private async meant(house: House, form: Form<MergingForm>): Promise<House | undefined> {
    const address = clean(form.values['house'] as string);
    const exact = await this.places.byAddress(address);
    const alike = exact ? [exact] : await this.places.alike(address);
    const others = alike.filter(({ id }) => id !== house.id);
    const meant = others.length === 1 ? others[0] : undefined;
    if (!meant) {
      const isSame = alike.some(({ id }) => id === house.id);
      form.reject(
        'house',
        others.length > 1
          ? 'Так называются несколько домов: выберите из списка целиком'
          : isSame
            ? 'Это тот же самый дом'
            : 'Такого дома нет',
      );
    }
    return meant;
  }

  private async check(house: House, into: House, form: Form<MergingForm>, ground: string): Promise<Page> {
    form.values['house'] = into.address;
    const flat = flatInAddress(house.address)?.flat;
    const [told, common] = await Promise.all([
      this.merging.told(house.id),
      COMMON_UNITS.first(this.pool, house.id, into.id, flat ?? null),
    ]);
    const { count } = common!;
    return this.pages.check({
      ...{ title: 'Объединить дома', form, button: 'Объединить', back: `${HOUSES_PATH}/${house.id}` },
      about: this.pages.place(house.address),
      action: `${HOUSES_PATH}/${house.id}/merge`,
      rows: [{ label: 'Дом', now: house.address, will: into.address }],
      ...(told.length > 0 && { list: { title: 'Перейдёт в другой дом:', items: told } }),
      ...(!mayBeSameHouse(withoutFlat(house.address), withoutFlat(into.address)) && {
        warning: 'Адреса не похожи. Проверьте, что это один и тот же дом.',
      }),
      notes: [
        ...(told.length > 0 ? [] : ['Дом пустой, он исчезнет.']),
        ...(flat === undefined ? [] : [`Счет без номера помещения станет квартирой ${flat}.`]),
        ...(count > 0
          ? [
              `Есть в обоих домах: ${count}\u00A0${plural(count, 'помещение', 'помещения', 'помещений')}. Их счета окажутся вместе.`,
            ]
          : []),
        `Основание: ${ground}.`,
        `Загрузки узнают дом и по прежнему адресу. Разъединить дома потом можно только по одному счету.`,
      ],
    });
  }

  /** Other houses that are likely the same one. */
  private alike({ id, address }: House): Promise<House[]> {
    return this.places.alike(withoutFlat(address), id);
  }

  private async show(house: ListedHouse, form: Form<MergingForm>): Promise<Page> {
    const [hangs, spellings, houses, alike] = await Promise.all([
      this.merging.told(house.id),
      SPELLINGS.rows(this.pool, house.id),
      SOME_HOUSES.rows(this.pool, MOST_OFFERED),
      this.alike(house),
    ]);
    return view('accounts/houses/house', {
      ...{ title: this.pages.place(house.address), style: STYLE, form, house, hangs, spellings },
      ...{ houses: houses.filter(({ id }) => id !== house.id), ...this.pages.grounds('merge', form) },
      ...{ back: HOUSES_PATH, isEmpty: hangs.length === 0 },
      alike: alike.map(({ address }) => address),
    });
  }
}

function withoutFlat(address: string): string {
  return flatInAddress(address)?.house ?? address;
}
