import type { BeginningView, FieldView, FormView, RecordView } from '../view.js';

/** What stands in the fields of a form. */
export type Values = Record<string, unknown>;

/** `crypto.randomUUID` is missing where the panel is opened without https, this is not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** The fields that are asked for: all but those that a tick stands for. */
export function asked(fields: FieldView[], values: Values): FieldView[] {
  const replaced = fields.map((field) => field.type === 'checkbox' && values[field.name] && field.insteadOf);
  return fields.filter(({ name }) => !replaced.includes(name));
}

/** What the fields begin with: the record's own values, or those that are declared. */
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

/** What the record itself tells to look for. */
export function offered(field: FieldView, record?: RecordView): string[] {
  const told = field.type === 'records' && field.offer ? record?.params[field.offer] : undefined;
  return told ? told.split(', ') : [];
}

/** The values of fields that show what the record says. */
export function shown(fields: FieldView[], values: Values): Values {
  const own = fields.filter(({ from }) => from);
  return Object.fromEntries(own.map(({ name }) => [name, values[name]]));
}

/** Said before the file is on its way: the server would say the same after it. */
export function tooLarge(fields: FieldView[], file: File | undefined): Record<string, string> | undefined {
  const field = fields.find(({ type }) => type === 'file');
  if (field?.type !== 'file' || !file || file.size <= field.maxBytes) return undefined;
  const most = Math.floor(field.maxBytes / 1024 / 1024);
  return { [field.name]: `Файл больше ${most}\u00a0МБ. ${field.tooLarge ?? 'Разделите его на несколько'}` };
}

/** The file travels apart from the other values; chosen records travel as their ids. */
export function split(fields: FieldView[], values: Values): { fields: Values; file?: File } {
  const sent: Values = {};
  let file: File | undefined;
  for (const { name, type } of asked(fields, values)) {
    if (type === 'file') file = values[name] as File | undefined;
    else if (type === 'records') sent[name] = (values[name] as RecordView[]).map(({ id }) => id);
    else sent[name] = values[name];
  }
  return { fields: sent, file };
}

/** The fields that make sense for this record. */
export function fieldsOf({ fields }: FormView, beginning: BeginningView | undefined): FieldView[] {
  return fields.filter(({ name }) => !beginning?.without?.includes(name));
}

/** Its choices as they are called today, where they say a number. */
export function named(field: FieldView, beginning: BeginningView | undefined): FieldView {
  const options = beginning?.options?.[field.name];
  return field.type === 'select' && options ? { ...field, options } : field;
}
