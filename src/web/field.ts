import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { MaxLength, ValidateBy, validateSync } from 'class-validator';
import { hasForbiddenCharacters, hasLostLetters } from '../text/russian.js';

/** `text` is trimmed, `password` is kept as typed and never shown again, `checkbox` is yes or empty, `many` is a list. */
export type FieldKind = 'text' | 'lines' | 'password' | 'checkbox' | 'many';

type FormType = new () => object;

const FIELDS = Symbol('form fields');

/** A line of text; rules that stand above it see what fits into it. */
export const Text = (max = 200): PropertyDecorator =>
  applyDecorators(printable('text'), atMost(max), field('text'));
/** Text with line breaks. */
export const Lines = (max: number): PropertyDecorator =>
  applyDecorators(printable('lines'), atMost(max), field('lines'));
export const Password = (max = 1000): PropertyDecorator =>
  applyDecorators(printable('password'), atMost(max), field('password'));
export const Checkbox = (): PropertyDecorator => field('checkbox');
/** Several values of one name. */
export const Many = (): PropertyDecorator => field('many');

/** A rule of our own: says what is wrong with a value, or null; an empty value is `IsNotEmpty`'s business. */
export function rule(
  name: string,
  problem: (value: string, form: Record<string, string>) => string | null,
): PropertyDecorator {
  const told = (value: unknown, form: object | undefined) =>
    value === '' ? null : problem(String(value), (form ?? {}) as Record<string, string>);
  return ValidateBy({
    name,
    validator: {
      validate: (value, args) => told(value, args?.object) === null,
      defaultMessage: (args) => told(args?.value, args?.object) ?? '',
    },
  });
}

/** The same was typed into two fields. */
export const SameAs = (other: string, message: string): PropertyDecorator =>
  rule('sameAs', (value, form) => (value === form[other] ? null : message));

/** What the rules of a form class find wrong with values, by field; the first thing of each. */
export function problemsOf(type: FormType, values: object): Record<string, string> {
  const errors = validateSync(Object.assign(new type(), values), { stopAtFirstError: true });
  return Object.fromEntries(
    errors.map(({ property, constraints = {} }) => [
      property,
      Object.values(constraints)[0] ?? 'Проверьте это поле',
    ]),
  );
}

/** Names and kinds of the fields that a form class declares. */
export function fieldsOf(type: object): ReadonlyMap<string, FieldKind> {
  return (Reflect.getMetadata(FIELDS, type) as Map<string, FieldKind> | undefined) ?? new Map();
}

function field(kind: FieldKind): PropertyDecorator {
  return (target, property) => {
    const fields = new Map(fieldsOf(target.constructor));
    fields.set(String(property), kind);
    Reflect.defineMetadata(FIELDS, fields, target.constructor);
  };
}

function atMost(max: number): PropertyDecorator {
  return MaxLength(max, { message: `Слишком длинно: не больше ${max} символов` });
}

function printable(kind: FieldKind): PropertyDecorator {
  return rule('printable', (text) => {
    if (hasForbiddenCharacters(text) || (kind !== 'lines' && /[\n\r\t]/.test(text))) {
      return 'Здесь есть недопустимые символы, наберите текст заново';
    }
    return hasLostLetters(text) ? 'Часть букв не прочиталась, вместо них «�»: наберите их заново' : null;
  });
}
