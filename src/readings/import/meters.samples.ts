import type { FileSample } from '../../imports/file-sample.js';

/** The page that takes such files. */
export const METERS_FORM = '/admin/resources/imports/actions/loadMeters';
const ACCOUNT = {
  title: 'Лицевой счет',
  needed: true,
  about: 'Номер, как на квитанции, с нулями в начале',
  cells: ['0100002301', '0100002301', '0100002314'],
} as const;
const NUMBER = {
  title: 'Номер счетчика',
  needed: true,
  about: 'Заводской, как на корпусе и в паспорте',
  cells: ['ОБР-000101', 'ОБР-000102', 'ОБР-000103'],
} as const;

const METERS: FileSample = {
  id: 'meters',
  title: 'Счетчики',
  about: 'Строка на счетчик. Новые добавятся, у известных изменится то, что в файле другое.',
  form: METERS_FORM,
  columns: [
    ACCOUNT,
    NUMBER,
    {
      title: 'Ресурс',
      needed: true,
      about: '«Холодная вода», «Горячая вода», «Электроэнергия», «Газ», «Тепло»',
      cells: ['Холодная вода', 'Электроэнергия', 'Горячая вода'],
    },
    { title: 'Количество тарифов', about: '1, если не указано', cells: ['1', '2', '1'] },
    { title: 'Разрядность', about: 'Сколько цифр до запятой', cells: ['5', '6', '5'] },
    { title: 'Знаков после запятой', about: 'Сколько цифр после запятой', cells: ['3', '0', '3'] },
    { title: 'Место установки', about: '«Кухня», «Санузел», «Щиток»', cells: ['Кухня', 'Щиток', 'Санузел'] },
    {
      title: 'Номер ПУ в ГИС ЖКХ',
      about: 'Его даёт ГИС ЖКХ; без него показания в файл для неё не попадут',
      cells: ['70000000001', '', '70000000003'],
    },
    { title: 'Дата установки', about: '', cells: ['15.03.2024', '15.03.2024', '02.09.2023'] },
    { title: 'Дата следующей поверки', about: '', cells: ['15.03.2030', '15.03.2040', '02.09.2029'] },
    { title: 'Начальное показание', about: 'С каким счетчик поставлен', cells: ['0', '12', '0'] },
    { title: 'Начальное показание 2', about: 'Второго тарифа', cells: ['', '7', ''] },
  ],
};

const READINGS: FileSample = {
  id: 'readings',
  title: 'Показания',
  about:
    'Строка на счетчик и месяц: обходной лист, показания из другой программы. Счетчики должны быть уже в портале.',
  form: METERS_FORM,
  columns: [
    ACCOUNT,
    NUMBER,
    {
      title: 'Ресурс',
      about: 'Нужен, если у счета есть два счетчика с одним номером',
      cells: ['Холодная вода', 'Электроэнергия', 'Горячая вода'],
    },
    {
      title: 'Период',
      needed: true,
      about: '«10.2026»; вместо него можно дать «Дата показаний»',
      cells: ({ name }) => [name, name, name],
    },
    {
      title: 'Показание',
      needed: true,
      about: 'Первого тарифа («день»)',
      cells: ['123,450', '4053', '87,120'],
    },
    { title: 'Показание 2', about: 'Второго тарифа («ночь»)', cells: ['', '2153', ''] },
    {
      title: 'Дата показаний',
      about: 'Когда сняты',
      cells: (month) => [month.day(23), month.day(23), month.day(24)],
    },
  ],
};

/** Files of meters and of their readings. */
export const METER_SAMPLES: readonly FileSample[] = [METERS, READINGS];
