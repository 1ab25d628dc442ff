import { ColumnTable, type Headings } from '../../imports/column-table.js';

/** What each column that is loaded is called. */
const TITLES = {
  account: 'Лицевой счет',
  els: 'ЕЛС',
  hcs_id: 'Идентификатор ЖКУ',
  address: 'Адрес',
  unit: 'Помещение',
  unit_type: 'Тип помещения',
  total_area: 'Площадь',
  residents: 'Проживает',
  owner_name: 'Владелец',
  closed: 'Закрыт',
} as const;

/** A column that is loaded. */
export type Column = keyof typeof TITLES;

export const COLUMNS = Object.keys(TITLES) as readonly Column[];

/** The columns of a file of accounts. */
export const ACCOUNT_COLUMNS = new ColumnTable<Column>({
  what: 'файл лицевых счетов',
  titles: TITLES,
  names: {
    account: ['accountnumber', 'лицевойсчет', 'лс', 'номерлс', 'номерлицевогосчета', 'лицевойсчетномер'],
    els: ['елс', 'единыйлицевойсчет', 'номерелс'],
    hcs_id: ['идентификаторжку', 'иджку', 'жку'],
    address: ['адрес', 'адресдома', 'дом'],
    unit: ['помещение', 'номерпомещения', 'квартира', 'номерквартиры', 'кв'],
    unit_type: ['типпомещения', 'видпомещения'],
    total_area: ['площадь', 'площадьм2', 'площадьквм', 'общаяплощадь', 'общаяплощадьм2', 'общаяплощадьквм'],
    residents: ['проживает', 'проживающих', 'количествопроживающих', 'числопроживающих', 'колвопроживающих'],
    owner_name: ['владелец', 'собственник', 'фио', 'фиовладельца', 'фиособственника'],
    closed: ['закрыт', 'счетзакрыт', 'лицевойсчетзакрыт'],
  },
  required: () => [['account'], ['address']],
  told: {
    codeword: 'пропущен: кодовые слова создаёт только система',
    кодовоеслово: 'пропущен: кодовые слова создаёт только система',
  },
});

/** Which column of a file holds what. */
export type Layout = Headings<Column>;
