import { isUuid } from '../core/ids.js';
import { typedMonth } from '../text/month.js';
import { composed, hasForbiddenCharacters, hasLostLetters, isBlank } from '../text/russian.js';
import { isDate } from './records.sql.js';
import type { PanelField, PanelFields, PanelFile, PanelUpload } from './declaration.js';

/** Checks what a form sent against its declared fields; a field that is not declared refuses the form. */
export function readInput(
  fields: PanelFields,
  sent: Record<string, unknown>,
  file: PanelFile | PanelUpload | undefined,
): { input: Record<string, unknown>; errors: Record<string, string> } {
  const input: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const name of Object.keys(sent)) {
    if (!Object.hasOwn(fields, name)) errors[''] = 'Форма устарела, обновите страницу';
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = field.type === 'file' ? file : sent[name];
    const read = isEmpty(value) ? empty(field) : readField(field, value);
    if ('error' in read) errors[name] = read.error;
    else input[name] = read.value;
  }
  return { input, errors };
}

/** As forms of pages take it. */
const LONGEST_PASSWORD = 1000;

type Read = { value: unknown } | { error: string };

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === false || (typeof value === 'string' && isBlank(value))
  );
}

function empty(field: PanelField): Read {
  if (field.required) return { error: REQUIRED[field.type] };
  if (field.type === 'checkbox') return { value: false };
  if (field.type === 'records') return { value: [] };
  return { value: field.type === 'number' || field.type === 'file' ? undefined : '' };
}

const REQUIRED: Record<PanelField['type'], string> = {
  text: 'Заполните это поле',
  textarea: 'Заполните это поле',
  password: 'Введите пароль',
  number: 'Введите число',
  select: 'Выберите из списка',
  checkbox: 'Поставьте отметку',
  month: 'Выберите месяц',
  date: 'Выберите день',
  records: 'Выберите хотя бы одну запись',
  file: 'Выберите файл',
};

function readField(field: PanelField, value: unknown): Read {
  switch (field.type) {
    case 'text':
      return readText(value, field.max ?? 200, false);
    case 'textarea':
      return readText(value, field.max ?? 4000, true);
    case 'password':
      return typeof value === 'string' && value.length <= LONGEST_PASSWORD
        ? { value }
        : { error: 'Пароль не подошёл' };
    case 'number': {
      const number = typeof value === 'string' && /^-?\d{1,9}$/.test(value.trim()) ? Number(value) : NaN;
      const fits = number >= field.min && number <= field.max;
      return fits ? { value: number } : { error: `Введите целое число от ${field.min} до ${field.max}` };
    }
    case 'select':
      return typeof value === 'string' && Object.hasOwn(field.options, value)
        ? { value }
        : { error: 'Выберите из списка' };
    case 'month':
      return readMonth(value);
    case 'date':
      return readDay(value);
    case 'checkbox':
      return value === true ? { value } : { error: 'Отметка не распознана' };
    case 'records':
      return readIds(value, field);
    case 'file':
      return { value };
  }
}

/** Old browsers show a plain field for a day: people then write it as they are used to. */
function readMonth(value: unknown): Read {
  const month = typeof value === 'string' ? typedMonth(value) : undefined;
  return month === undefined
    ? { error: 'Введите месяц, например «октябрь 2026» или 10.2026' }
    : { value: month };
}

function readDay(value: unknown): Read {
  const text = typeof value === 'string' ? value.trim() : '';
  const day = text.replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, (_all, d: string, m: string, y: string) =>
    [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-'),
  );
  return isDate(day) && day < '2200' ? { value: day } : { error: 'Введите день в виде 31.10.2026' };
}

function readText(value: unknown, max: number, lines: boolean): Read {
  if (typeof value !== 'string') return { error: 'Введите текст' };
  const text = composed(value.replace(/\r\n?/g, '\n')).trim();
  if (text.length > max) return { error: `Не больше ${max} символов` };
  const bad = hasForbiddenCharacters(text) || hasLostLetters(text) || (!lines && /[\n\t]/.test(text));
  return bad ? { error: 'В тексте есть недопустимые символы' } : { value: text };
}

function readIds(value: unknown, field: PanelField & { type: 'records' }): Read {
  if (!Array.isArray(value)) return { error: 'Выберите из списка' };
  const ids = [
    ...new Set((value as unknown[]).map((id) => (typeof id === 'string' ? id.toLowerCase() : id))),
  ];
  if (!ids.length) return field.required ? { error: REQUIRED.records } : { value: [] };
  if (ids.length > field.max) return { error: `Не больше ${field.max}` };
  return ids.every((id) => typeof id === 'string' && isUuid(id))
    ? { value: ids }
    : { error: 'Выберите из списка' };
}
