/** One made-up account of the demo company. */
export interface DemoAccount {
  readonly number: string;
  readonly house: string;
  readonly unit: string;
  readonly owner: string;
  readonly area: string;
  readonly residents: number;
  /** Its place among all accounts, and the place of its house: habits and volumes are made up from them. */
  readonly index: number;
  readonly houseIndex: number;
}

const HOUSES = [
  'г. Иркутск, ул. Лесная, д. 4',
  'г. Иркутск, ул. Байкальская, д. 17',
  'г. Иркутск, пер. Тихий, д. 2',
];
const FLATS_IN_HOUSE = 20;

const LAST_NAMES = 'Белов Гусев Зайцев Карпов Лебедев Морозов Орлов Павлов Рябов Соколов'.split(' ');
const MEN = ['Алексей Петрович', 'Борис Ильич', 'Виктор Андреевич', 'Григорий Львович', 'Михаил Сергеевич'];
const WOMEN = ['Анна Павловна', 'Вера Степановна', 'Галина Ивановна', 'Ольга Николаевна', 'Тамара Фёдоровна'];
const AREAS = ['31.40', '43.80', '54.30', '62.10', '75.90'];

/** Three houses of twenty flats. Everything is made up, and the same every time. */
export function demoAccounts(): DemoAccount[] {
  return HOUSES.flatMap((house, houseIndex) =>
    Array.from({ length: FLATS_IN_HOUSE }, (_, flat) =>
      demoAccount(house, houseIndex * FLATS_IN_HOUSE + flat, flat),
    ),
  );
}

function demoAccount(house: string, index: number, flat: number): DemoAccount {
  const woman = index % 3 !== 0;
  const lastName = at(LAST_NAMES, index * 7) + (woman ? 'а' : '');
  return {
    number: String(100_002_301 + index * 13).padStart(10, '0'),
    house,
    unit: String(flat + 1),
    owner: `${lastName} ${at(woman ? WOMEN : MEN, index)}`,
    area: at(AREAS, index * 3),
    residents: 1 + (index % 4),
    index,
    houseIndex: Math.floor(index / FLATS_IN_HOUSE),
  };
}

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!;
}
