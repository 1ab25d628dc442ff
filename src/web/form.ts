import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { composed, isBlank, WORD_JOINER } from '../text/russian.js';
import { type FieldKind, fieldsOf, problemsOf } from './field.js';

/** More values of one name than any form needs; a form that allows fewer says so. */
const MOST_OF_MANY = 1000;

/** What each box of the pages sends when it is ticked. */
const TICKED = 'yes';

type FormType<T extends object> = new () => T;

/** A form as it was typed: its values, its errors, or its checked data. Never throws on bad input. */
export class Form<T extends object = Record<string, string>> {
  readonly values: Record<string, string | string[]> = {};
  readonly errors: Record<string, string> = {};
  readonly summary: { field: string; message: string }[] = [];
  data?: T;
  /** Made anew for each page; a key accepted once is not accepted again. */
  key = '';

  /** What tells this very form, sent twice, from the same one with something else in it; empty where it has no key. */
  get mark(): string {
    if (this.key === '') return '';
    return createHash('sha256')
      .update(JSON.stringify([this.key, this.values]))
      .digest('base64url');
  }

  /** A form before anybody typed, perhaps with some values filled in. */
  static empty<T extends object>(values: Record<string, string | string[]> = {}): Form<T> {
    return Object.assign(new Form<T>(), { values });
  }

  /** The form that a request carries. */
  static read<T extends object>(type: FormType<T>, body: unknown): Form<T> {
    const form = new Form<T>();
    const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const data: Record<string, unknown> = {};
    for (const [name, kind] of fieldsOf(type)) {
      const value = form.take(name, kind, input[name]);
      data[name] = value;
      if (kind !== 'password') {
        form.values[name] = value;
      }
    }
    form.key = formKeyOf(input);
    form.refuseUnknown(input, fieldsOf(type));
    for (const [name, message] of Object.entries(problemsOf(type, data))) form.reject(name, message);
    if (form.summary.length === 0) {
      form.data = Object.assign(new type(), data);
    }
    return form;
  }

  /** Puts a message on a field; the page is then shown again with status 422. */
  reject(field: string, message: string): this {
    if (this.errors[field] === undefined) {
      this.errors[field] = message;
      this.summary.push({ field, message });
    }
    delete this.data;
    return this;
  }

  private take(name: string, kind: FieldKind, value: unknown): string | string[] {
    if (kind === 'many') {
      const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
      return list.filter((item): item is string => typeof item === 'string').slice(0, MOST_OF_MANY);
    }
    if (Array.isArray(value)) {
      this.reject(name, 'Это поле пришло дважды, заполните его ещё раз');
      return '';
    }
    if (typeof value !== 'string') {
      return '';
    }
    // What nobody can see is nothing, also where a field may stay empty.
    if (isBlank(value)) return '';
    if (kind === 'password') return value;
    // «no» is no tick: only what the box itself sends
    if (kind === 'checkbox') return value === TICKED ? value : '';
    const text = composed(value).replaceAll(WORD_JOINER, '').trim();
    return kind === 'lines' ? text.replaceAll('\r\n', '\n') : text;
  }

  private refuseUnknown(input: Record<string, unknown>, fields: ReadonlyMap<string, FieldKind>): void {
    if (Object.keys(input).some((name) => !name.startsWith('_') && !fields.has(name))) {
      this.reject('form', 'Форма устарела или изменена. Обновите страницу и заполните её ещё раз');
    }
  }
}

const FormParameter = createParamDecorator((type: FormType<object>, context: ExecutionContext) =>
  Form.read(type, context.switchToHttp().getRequest<Request>().body),
);

/** The posted form, checked by the rules of its class. */
export function FormBody(type: FormType<object>): ParameterDecorator {
  return FormParameter(type);
}

/** What tells two halves of a double click from two wishes; empty where the form carries none. */
export function formKeyOf(body: unknown): string {
  const key = (body as Record<string, unknown> | undefined)?.['_key'];
  return typeof key === 'string' && /^[\w-]{1,64}$/.test(key) ? key : '';
}
