import type { Chance } from './money-orders.js';

const MONTHS = ['2026-08', '2026-09', '2026-10', '2026-11'];
const DAYS = ['2026-08-31', '2026-09-30', '2026-10-12', '2026-10-31', '2026-11-10'];
const HOUSES = ['ул. Лесная, д. 1', 'ул. Лесная, д. 2', 'ул. Мира, д. 3', 'Мира ул., 3'];
const RESOURCES = ['cold_water', 'hot_water', 'electricity', 'gas'];

/** A column: its heading, and what may stand in it in a row of an account. */
type Column = readonly [
  title: string,
  values: (chance: Chance, account: string) => string,
  needed?: 'needed',
];

const among = (...values: readonly string[]) => {
  return (chance: Chance) => chance.one(values);
};
/** Six accounts are there from the beginning, three more may have come with a file. */
const account: Column = ['account', (_, own) => own, 'needed'];
const anyAccount = (chance: Chance) => `010000000${1 + chance.below(9)}`;
/** Mostly the meter of this account, sometimes that of another. */
const number: Column = [
  'number',
  (chance, own) => `17-00${chance.below(6) === 0 ? 1 + chance.below(9) : own.at(-1)}`,
  'needed',
];
const sum = (chance: Chance) => `${chance.below(3000)}.${10 + chance.below(90)}`;
/** Dials go on: of ten readings of chance most would be refused. */
const shows = (chance: Chance) => String(100 + chance.below(3));

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  accounts: [
    account,
    ['els', among('', '38АС100001', '38АС100002')],
    ['address', among(...HOUSES), 'needed'],
    ['unit', among('', '1', '2', '3')],
    ['unit_type', among('', 'Квартира', 'Кладовая')],
    ['total_area', among('', '54,3', '30')],
    ['residents', among('', '1', '2')],
    ['owner_name', among('', 'Ким', 'Ли')],
    ['closed', among('', 'да', 'нет')],
  ],
  charges: [
    account,
    ['period', among(...MONTHS), 'needed'],
    ['service', among('Содержание', 'Отопление', 'Лифт', 'Пени', 'Госпошлина'), 'needed'],
    ['charged', sum, 'needed'],
    ['Пени', among('', '', '0', '1,50')],
    ['Основание пени', among('', 'просрочка')],
    ['volume', among('', '1', '4,5')],
    ['unit', among('', 'м²')],
  ],
  balances: [
    account,
    ['as_of', among(...DAYS), 'needed'],
    ['debt', sum, 'needed'],
    ['penalty', among('', '0', '3.10')],
  ],
  payments: [
    account,
    ['paid_on', among(...DAYS), 'needed'],
    ['amount', (chance) => `${1 + chance.below(40)}.00`, 'needed'],
    ['source', among('', 'Касса', 'Банк')],
    ['external_id', (chance) => String(chance.below(6))],
  ],
  meters: [
    account,
    number,
    ['meter_id', among('', '', 'М-1', 'М-2', 'М-3')],
    ['resource', among('cold_water', ...RESOURCES), 'needed'],
    ['capacity', among('', '5', '6')],
    ['decimals', among('', '0', '3')],
    ['place', among('', 'Кухня', 'Ванная')],
    ['gis_number', among('', '', '701', '702', '703')],
    ['verified_on', among('', '2023-05-12', '2024-05-12')],
    ['verify_due', among('', '2029-05-11', '2030-05-11')],
    ['initial1', among('', '10', '12')],
    ['removed_on', among('', '', '', '2026-11-05')],
  ],
  readings: [
    account,
    number,
    ['resource', among('', '', '', 'cold_water')],
    ['period', among(...MONTHS), 'needed'],
    ['value1', shows, 'needed'],
    ['taken_on', among('', '2026-11-12')],
  ],
};

/** What a file may bring. */
export const FILE_KINDS = Object.keys(COLUMNS);

/** The word of the command that takes such files. */
export function commandOf(kind: string): string {
  return kind === 'readings' ? 'meters' : kind;
}

/** A file made up by chance: some columns left out; wrong rows, rows twice and what is there already among the others. */
export function randomFile(kind: string, chance: Chance): string {
  const columns = COLUMNS[kind]!.filter(([, , needed]) => needed || chance.below(5) > 0);
  const lines = Array.from({ length: 1 + chance.below(14) }, () => {
    const own = anyAccount(chance);
    return columns.map(([, values]) => values(chance, own)).join(';');
  });
  return [columns.map(([title]) => title).join(';'), ...lines, ''].join('\n');
}
