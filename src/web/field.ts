import 'reflect-metadata';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { hasForbiddenCharacters, isBlank } from '../text/russian.js';

/** `text` is trimmed, `password` is kept as typed and never shown again, `checkbox` is yes or empty, `many` is a list. */
export type FieldKind = 'text' | 'lines' | 'password' | 'checkbox' | 'many';

/** What one field of a form accepts; messages are for residents. */
export interface FieldRules {
  kind?: FieldKind;
  max?: number;
  /** The message for an empty field; without it the field may stay empty. */
  required?: string;
  /** A rule of the field's own: a message, or null when all is well. Sees the other fields too. */
  check?: (value: string, form: Record<string, string>) => string | null;
}

const FIELDS = Symbol('form fields');

/** Declares a field of a form class and, through class-validator, what it accepts. */
export function Field(rules: FieldRules = {}): PropertyDecorator {
  return (target, property) => {
    const fields = new Map(fieldsOf(target.constructor));
    fields.set(String(property), rules.kind ?? 'text');
    Reflect.defineMetadata(FIELDS, fields, target.constructor);
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value, args) => problem(rules, value, args) === null,
        defaultMessage: (args) => (args && problem(rules, args.value, args)) ?? '',
      },
    })(target, property);
  };
}

/** Names and kinds of the fields that a form class declares. */
export function fieldsOf(type: object): ReadonlyMap<string, FieldKind> {
  return (Reflect.getMetadata(FIELDS, type) as Map<string, FieldKind> | undefined) ?? new Map();
}

function problem(rules: FieldRules, value: unknown, args?: ValidationArguments): string | null {
  if (Array.isArray(value)) {
    return value.length === 0 && rules.required !== undefined ? rules.required : null;
  }
  const text = String(value);
  if (isBlank(text)) {
    return rules.required ?? null;
  }
  const max = rules.max ?? 200;
  if ([...text].length > max) {
    return `Слишком длинно: не больше ${max} символов`;
  }
  if (hasForbiddenCharacters(text) || (rules.kind !== 'lines' && /[\n\r\t]/.test(text))) {
    return 'Здесь есть недопустимые символы, наберите текст заново';
  }
  return rules.check?.(text, (args?.object ?? {}) as Record<string, string>) ?? null;
}
