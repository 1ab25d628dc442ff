import { fresh, type PanelFields } from '../../panel/declaration.js';
import { clean } from '../../text/russian.js';
import { type Dial, dialText, readDial } from '../dial.js';
import type { MeterDetails } from '../meter-changes.service.js';
import { wrongGisNumber } from '../gis-number.js';
import { RESOURCES, type Resource, RESOURCE_CHOICE } from '../resource.js';

const MOST_TARIFFS = 4;

/** What a new meter is, besides what it measures. */
export const NEW_METER = {
  number: { type: 'text', label: 'Заводской номер', required: true, max: 60 },
  place: { type: 'text', label: 'Где стоит', hint: 'Например: кухня, санузел, щит на этаже.', max: 100 },
  tariffs: {
    type: 'number',
    label: 'Сколько тарифов',
    required: true,
    min: 1,
    max: MOST_TARIFFS,
    initial: 1,
  },
  capacity: {
    type: 'number',
    label: 'Цифр до запятой',
    hint: 'Если не указать: 5, у электричества 6.',
    min: 1,
    max: 9,
  },
  decimals: {
    type: 'number',
    label: 'Цифр после запятой',
    hint: 'Если не указать: 3, у электричества 0.',
    min: 0,
    max: 6,
  },
  initial: {
    type: 'text',
    label: 'Начальные показания',
    hint: 'У счетчика с несколькими тарифами — через точку с запятой: 0; 0.',
    max: 100,
  },
} as const satisfies PanelFields;

/** Days that a meter has, and how it is read. */
const METER_DAYS = {
  installedOn: { type: 'date', label: 'Установлен', from: 'installedOn' },
  commissionedOn: { type: 'date', label: 'Введён в эксплуатацию', from: 'commissionedOn' },
  sealedOn: { type: 'date', label: 'Опломбирован', from: 'sealedOn' },
  verifiedOn: { type: 'date', label: 'Поверен', from: 'verifiedOn' },
  verificationDue: { type: 'date', label: 'Поверка до', from: 'verificationDue' },
  externalId: {
    type: 'text',
    label: 'Код в программе учёта',
    hint: 'Так счетчик называется в файлах обмена.',
    max: 60,
    from: 'externalId',
  },
  gisNumber: {
    type: 'text',
    label: 'Номер ПУ в ГИС ЖКХ',
    hint: 'Его даёт сама ГИС ЖКХ. Без него показания в файл для ГИС ЖКХ не попадут.',
    max: 60,
    from: 'gisNumber',
  },
  automatic: {
    type: 'checkbox',
    label: 'Показания передаются автоматически',
    hint: 'Жители видят такой счетчик, но показаний от них портал не ждёт.',
    from: 'automatic',
  },
} as const satisfies PanelFields;

/** What of a known meter may be changed. */
export const CHANGED_METER = {
  number: { ...NEW_METER.number, from: 'number' },
  place: { ...NEW_METER.place, from: 'place' },
  capacity: {
    type: 'number',
    label: 'Цифр до запятой',
    required: true,
    min: 1,
    max: 9,
    from: 'capacity',
  },
  decimals: {
    type: 'number',
    label: 'Цифр после запятой',
    required: true,
    min: 0,
    max: 6,
    from: 'decimals',
  },
  initial: { ...NEW_METER.initial, from: 'initial' },
  ...METER_DAYS,
} as const satisfies PanelFields;

/** Days of a meter that has just come do not start with those of any record. */
export const NEW_METER_DAYS = fresh(METER_DAYS);

/** The resource of a meter that is added. */
export const RESOURCE_FIELD = {
  resource: { type: 'select', label: 'Ресурс', options: RESOURCE_CHOICE, required: true },
} as const satisfies PanelFields;

/** What a form of a meter sends. */
export interface MeterInput {
  number: string;
  place: string;
  capacity: number | undefined;
  decimals: number | undefined;
  initial: string;
  installedOn: string;
  commissionedOn: string;
  sealedOn: string;
  verifiedOn: string;
  verificationDue: string;
  externalId: string;
  gisNumber: string;
  automatic: boolean;
}

/** Brings a form into the shape of a meter, or says at which fields it cannot be one. */
export function readMeter(
  input: MeterInput,
  resource: Resource,
  tariffs: number,
  today: string,
): { details: MeterDetails; errors?: undefined } | { details?: undefined; errors: Record<string, string> } {
  const usual = RESOURCES[resource];
  const dial = { capacity: input.capacity ?? usual.capacity, decimals: input.decimals ?? usual.decimals };
  const initial = readInitial(input.initial, tariffs, dial);
  const gisNumber = clean(input.gisNumber);
  const wrongNumber = wrongGisNumber(gisNumber);
  const errors = {
    ...wrongDays(input, today),
    ...(initial.reason && { initial: initial.reason }),
    ...(wrongNumber && { gisNumber: wrongNumber }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return {
    details: {
      number: clean(input.number),
      place: clean(input.place),
      externalId: clean(input.externalId),
      gisNumber,
      ...dial,
      initial: initial.values,
      installedOn: input.installedOn || null,
      commissionedOn: input.commissionedOn || null,
      sealedOn: input.sealedOn || null,
      verifiedOn: input.verifiedOn || null,
      verificationDue: input.verificationDue || null,
      automatic: input.automatic,
    },
  };
}

function wrongDays(input: MeterInput, today: string): Record<string, string> {
  const past = ['installedOn', 'commissionedOn', 'sealedOn', 'verifiedOn'] as const;
  const ahead = past.filter((name) => input[name] > today);
  const errors = Object.fromEntries(ahead.map((name) => [name, 'Этот день ещё не наступил']));
  const { verifiedOn, verificationDue } = input;
  return verificationDue !== '' && verificationDue <= verifiedOn
    ? { ...errors, verificationDue: 'Срок поверки должен быть позже дня поверки' }
    : errors;
}

function readInitial(
  typed: string,
  tariffs: number,
  dial: Dial,
): { values: string[] | null; reason?: string } {
  if (typed === '') return { values: null };
  const parts = typed.split(';').map((part) => part.replace(/^\s*\p{L}[\p{L}\d ]* (?=\d)/u, ''));
  if (parts.length !== tariffs) {
    return { values: null, reason: `Введите показания всех тарифов через точку с запятой: их ${tariffs}` };
  }
  const read = parts.map((part) => readDial(part, '', dial));
  const wrong = read.find(({ reason }) => reason !== undefined);
  return wrong?.reason
    ? { values: null, reason: wrong.reason }
    : { values: read.map(({ value }) => dialText(value!, dial)) };
}
