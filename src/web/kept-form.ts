import type { Request } from 'express';
import { TOKEN, TOKENS_BEFORE } from './csrf.js';

/** As many as a form may have. */
const MOST_FIELDS = 1000;
/** A form that was refused more often than so has forgotten who was there first. */
const MOST_TOKENS = 4;
const A_TOKEN = /^[\w-]{1,100}$/;

/** Fields that are never written into a page. */
const SECRET_FIELDS = /password|repeat|current|word|code|link|ticket/i;

/** A form that was not taken, to be sent again from the page that says why. */
interface KeptForm {
  /** What was typed; secrets must be typed anew. */
  readonly again: readonly { readonly name: string; readonly value: string }[];
  /** The tokens that it came with: it is taken from whom it was made for, whoever is there when it is shown. */
  readonly before: readonly string[];
  /** Whether it came as forms with files do. */
  readonly files: boolean;
  /** The field for files, where some were chosen. */
  readonly fileField?: string;
}

/** What a request has brought, for the partial `kept-form`. */
export function keptForm(request: Request): KeptForm {
  const values = valuesOf(request);
  return {
    again: values.filter(({ name }) => !isOurs(name) && !SECRET_FIELDS.test(name)).slice(0, MOST_FIELDS),
    before: values
      .filter(({ name, value }) => isOurs(name) && A_TOKEN.test(value))
      .map(({ value }) => value)
      .slice(-MOST_TOKENS),
    files: request.multipart !== undefined,
    fileField: request.multipart?.fileField,
  };
}

/** Whether somebody has filled in anything of it. */
export function hasTyped(request: Request): boolean {
  return request.method === 'POST' && keptForm(request).again.some(({ name }) => !name.startsWith('_'));
}

function isOurs(name: string): boolean {
  return name === TOKEN || name === TOKENS_BEFORE;
}

function valuesOf({ body }: Request): { name: string; value: string }[] {
  return Object.entries((body ?? {}) as Record<string, unknown>)
    .flatMap(([name, value]) => [value].flat().map((item) => ({ name, value: item })))
    .filter((field): field is { name: string; value: string } => typeof field.value === 'string');
}
