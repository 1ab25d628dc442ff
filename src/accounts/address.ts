import { nonBreaking } from '../text/russian.js';

/** Kinds of units: what is stored, and how it stands in an address, as `full_address` of the database has it. */
export const UNIT_TYPES = {
  flat: { title: 'Квартира', short: 'кв.' },
  apartment: { title: 'Апартаменты', short: 'апарт.' },
  room: { title: 'Комната', short: 'ком.' },
  parking: { title: 'Машино-место', short: 'м/м' },
  storage: { title: 'Кладовая', short: 'клад.' },
  commercial: { title: 'Коммерческое помещение', short: 'пом.' },
  house: { title: 'Дом', short: '' },
} as const;

export type UnitType = keyof typeof UNIT_TYPES;

/** «•••4821»: enough to recognise one's own account, too little to learn another's. */
export function maskedNumber(number: string): string {
  return `•••${number.slice(-4)}`;
}

/** «ул. Л…, кв. ••»: of the street the first letter, of the house and the flat nothing. */
export function maskedAddress(house: string, type: UnitType): string {
  const street = house.split(',').find((part) => STREET.test(part.trim()));
  const [, kind = 'ул.', letter = ''] = STREET.exec(street?.trim() ?? '') ?? [];
  const unit = UNIT_TYPES[type].short;
  return nonBreaking(`${letter === '' ? 'дом' : kind} ${letter}…${unit === '' ? '' : `, ${unit} ••`}`);
}

const STREET =
  /^(ул\.|улица|пр-кт|пр\.|проспект|пер\.|переулок|б-р|бульвар|мкр\.?|микрорайон|пл\.|площадь|ш\.|шоссе|наб\.|проезд|тракт)\s+(?:им\.\s*)?(\S)/iu;

/** «кв. 15»: what stands on the door. */
export function doorOf(type: UnitType, unit: string): string {
  const { short, title } = UNIT_TYPES[type];
  return unit === '' ? title : `${short}\u00A0${unit}`.trim();
}
