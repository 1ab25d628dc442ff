import type { FieldView, RecordView } from '../view.js';

/** What stands in the fields of a form. */
export type Values = Record<string, unknown>;

/** `crypto.randomUUID` is missing where the panel is opened without https, this is not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** What a form begins with: what the record says, or what is usual. */
export function initial(fields: FieldView[], record?: RecordView): Values {
  const start = (field: FieldView): unknown => {
    if (field.from && record) {
      const value = record.params[field.type === 'date' ? `${field.from}~~day` : field.from] ?? '';
      return field.type === 'checkbox' ? value === 'true' : value;
    }
    if (field.type === 'checkbox') return field.initial ?? false;
    if (field.type === 'records') return [];
    if (field.type === 'number' || field.type === 'select') return String(field.initial ?? '');
    return field.type === 'file' ? undefined : '';
  };
  return Object.fromEntries(fields.map((field) => [field.name, start(field)]));
}

/** The file travels apart from the other values; chosen records travel as their ids. */
export function split(fields: FieldView[], values: Values): { fields: Values; file?: File } {
  const sent: Values = {};
  let file: File | undefined;
  for (const { name, type } of fields) {
    if (type === 'file') file = values[name] as File | undefined;
    else if (type === 'records') sent[name] = (values[name] as RecordView[]).map(({ id }) => id);
    else sent[name] = values[name];
  }
  return { fields: sent, file };
}
