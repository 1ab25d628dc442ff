import { STAFF_ROLES } from '../panel/person.js';
import { dayText } from '../text/month.sql.js';
import { phoneText } from '../text/phone.sql.js';

/** What fields are called that a change can touch (`changed` of a line); those of a meter where others have the same name. */
const FIELDS: Record<string, string> = {
  'meter.number': 'заводской номер',
  place: 'где стоит',
  'account.place': 'адрес',
  owner: 'владелец',
  closed: 'счет',
  area: 'площадь',
  residents: 'проживает',
  externalId: 'код в программе учёта',
  gisNumber: 'номер ПУ в ГИС ЖКХ',
  capacity: 'цифр до запятой',
  decimals: 'цифр после запятой',
  initial: 'начальные показания',
  installedOn: 'установлен',
  commissionedOn: 'введён в эксплуатацию',
  sealedOn: 'опломбирован',
  verifiedOn: 'поверен',
  verificationDue: 'поверка до',
  automatic: 'показания передаются автоматически',
  lastName: 'фамилия',
  firstName: 'имя',
  middleName: 'отчество',
  phone: 'телефон',
  email: 'E-mail',
  login: 'логин',
  'staff.name': 'имя',
  role: 'роль',
  'import-profile.name': 'название',
  'recipient.name': 'получатель',
  ended: 'платежей не получает',
  inn: 'ИНН',
  kpp: 'КПП',
  bank: 'банк',
  bic: 'БИК',
  account: 'расчётный счет',
  correspondentAccount: 'корр. счет',
  purpose: 'назначение',
  takes: 'за что',
  services: 'услуги',
  houses: 'дома',
  kind: 'вид файла',
  layout: 'столбцы',
  title: 'что',
  text: 'текст для жителей',
  note: 'текст для своих',
  starts_at: 'начало',
  ends_at: 'окончание',
};

/** Roles of the office within a sentence. */
export const ROLES = Object.fromEntries(
  Object.entries(STAFF_ROLES).map(([role, word]) => [role, word.toLowerCase()]),
);
/** What a file of money brings. */
export const KINDS = { charges: 'начисления', balances: 'сальдо', payments: 'платежи' };

const WORDS: Record<string, string> = { ...ROLES, ...KINDS };

const json = (texts: Record<string, string>) => `'${JSON.stringify(texts)}'::jsonb`;

/** A value as people write it; only fields of days hold nothing but days. */
const said = (value: string) => `CASE
  WHEN coalesce(jsonb_typeof(${value}), 'null') = 'null' OR ${value} = '""' THEN 'не указано'
  WHEN jsonb_typeof(${value}) = 'boolean' THEN CASE ${value} WHEN 'true' THEN 'да' ELSE 'нет' END
  WHEN jsonb_typeof(${value}) = 'array' THEN
    (SELECT string_agg(replace(x, '.', ','), ' / ') FROM jsonb_array_elements_text(${value}) x)
  WHEN jsonb_typeof(${value}) = 'number' THEN ${value}#>>'{}'
  WHEN c.key ~ '(On|Due)$' THEN ${dayText(`(${value}#>>'{}')::date`)}
  WHEN c.key IN ('role', 'kind') THEN '«' || coalesce(${json(WORDS)}->>(${value}#>>'{}'), ${value}#>>'{}') || '»'
  WHEN c.key = 'phone' THEN '«' || ${phoneText(`${value}#>>'{}'`)} || '»'
  ELSE '«' || (${value}#>>'{}') || '»' END`;

/** «где стоит: было «кухня», стало «санузел»» of all that a line of the journal (an alias) says has changed. */
export function changes(line: string): string {
  return `(SELECT string_agg(concat(coalesce(${json(FIELDS)}->>(${line}.object_kind || '.' || c.key), ${json(FIELDS)}->>c.key, c.key), ': ',
    CASE WHEN jsonb_typeof(c.value->1) = 'object' THEN 'изменены'
      ELSE concat('было ', ${said('(c.value->0)')}, ', стало ', ${said('(c.value->1)')}) END), '; ')
    FROM jsonb_each(CASE jsonb_typeof(${line}.details->'changed') WHEN 'object' THEN ${line}.details->'changed' END) c)`;
}
