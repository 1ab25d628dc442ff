import { doorOf } from '../../accounts/address.js';
import { byName, meterTitle } from '../../meters/meter-name.js';
import type { ExcelCell } from '../../panel/excel-sheet.js';
import { monthAndYear } from '../../text/month.js';
import { laterWords } from '../later-words.js';
import { formatPhone } from '../../users/phone.js';
import { daysTold } from '../visits/visit-words.js';
import type { MissingFlat, PersonOfFlat } from './missing-flats.sql.js';

/** What a reminder would be to a flat. */
type Letter = 'given' | 'will' | 'stranger' | 'unwilling' | 'told';

const LETTER_WORDS: Readonly<Record<Letter, string>> = {
  given: 'уже передали',
  will: 'письмо получат',
  stranger: 'никто не привязан',
  unwilling: 'на письма не соглашались',
  told: 'сегодня уже напоминали',
};

/** A flat as the list and the paper show it. */
interface ShownFlat {
  readonly id: string;
  readonly door: string;
  readonly account: string;
  readonly owner: string;
  readonly months: string;
  readonly day: string | null;
  /** `later`: «передали 28 ноября, зачтутся в декабре», where they came after the window. */
  readonly meters: readonly { title: string; number: string; later: string }[];
  readonly people: readonly { id: string; name: string; phone: { href: string; label: string } | false }[];
  /** «12 и 22 ноября», when nobody opened the door; empty where nobody came in vain. */
  readonly shut: string;
  readonly letter: string;
  readonly will: boolean;
}

/** The flats of a house. */
interface ShownHouse {
  readonly id: string;
  readonly address: string;
  readonly flats: readonly ShownFlat[];
}

/** Houses with their flats; `place` says an address as the office does. */
export function housesOf(flats: readonly MissingFlat[], place: (address: string) => string): ShownHouse[] {
  const houses: (ShownHouse & { flats: ShownFlat[] })[] = [];
  for (const flat of flats) {
    const last = houses.at(-1);
    if (last?.id === flat.house_id) last.flats.push(shownFlat(flat));
    else houses.push({ id: flat.house_id, address: place(flat.house), flats: [shownFlat(flat)] });
  }
  return houses;
}

/** The months that are being closed: «ноябрь 2026». */
export function monthsOf(flats: readonly MissingFlat[]): string {
  return [...new Set(flats.flatMap(({ periods }) => periods))]
    .sort()
    .map((month) => monthAndYear(month))
    .join(', ');
}

/** What whoever has no business with telephones gets. */
export function withoutPhones(flats: readonly MissingFlat[]): MissingFlat[] {
  return flats.map((flat) => ({
    ...flat,
    people: flat.people && flat.people.map((person) => ({ ...person, phone: '' })),
  }));
}

/** The heads of the workbook, with telephones or without. */
export function excelHeads(phones: boolean): string[] {
  return [
    ...['Дом', 'Помещение', 'Лицевой счет', 'Владелец', 'За месяц', 'Счетчики без показаний', 'Нет доступа'],
    ...['Кто привязан', ...(phones ? ['Телефоны'] : []), 'Письмо'],
  ];
}

/** A flat as a line of a workbook. */
export function excelLine(flat: MissingFlat, withPhones: boolean): ExcelCell[] {
  const { door, account, owner, months, meters, people, shut, letter } = shownFlat(flat);
  const phones = people.flatMap(({ phone }) => (phone ? phone.label : []));
  return [
    ...[flat.house, door, account, owner, months],
    meters.map(({ title, number, later }) => `${title} № ${number}${later && ` (${later})`}`).join('; '),
    ...[shut, people.map(({ name }) => name).join('; '), ...(withPhones ? [phones.join('; ')] : []), letter],
  ];
}

function shownFlat(flat: MissingFlat): ShownFlat {
  const people = flat.people ?? [];
  const isGiven = flat.meters.every(({ later_month: month }) => month !== null);
  const letter = isGiven ? 'given' : letterOf(people);
  return {
    ...{ id: flat.id, door: doorOf(flat.unit_type, flat.unit), account: flat.number, owner: flat.owner_name },
    ...{ months: monthsOf([flat]), day: flat.day },
    meters: flat.meters.toSorted(byName).map((meter) => ({
      ...{ title: meterTitle(meter), number: meter.number },
      later:
        meter.later_on === null || meter.later_month === null
          ? ''
          : laterWords(meter.later_on, meter.later_month),
    })),
    people: people.map(({ id, name, phone }) => ({
      ...{ id, name },
      phone: phone !== '' && { href: `tel:${phone}`, label: formatPhone(phone) },
    })),
    shut: daysTold(flat.shut ?? []),
    letter: LETTER_WORDS[letter],
    will: letter === 'will',
  };
}

function letterOf(people: readonly PersonOfFlat[]): Letter {
  if (people.length === 0) return 'stranger';
  const agreed = people.filter((person) => person.agreed);
  if (agreed.length === 0) return 'unwilling';
  return agreed.some(({ told }) => !told) ? 'will' : 'told';
}
