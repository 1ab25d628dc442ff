import express, { type RequestHandler } from 'express';

/** What the fields of a form are: a list when a name comes again. */
export type Fields = Record<string, string | string[]>;

/** Adds a field to those that came before. */
export function addField(fields: Fields, name: string, value: string): void {
  const before = fields[name];
  fields[name] = before === undefined ? value : [before, value].flat();
}

/** As `express.urlencoded` says it. */
const TOO_MANY = Object.assign(new Error('Too many fields'), { status: 413 });

/**
 * Reads forms without files. Bytes that are no UTF-8 become U+FFFD, which the rules of fields
 * refuse; `express.urlencoded` would leave them in the text as «%C2%EE».
 */
export function urlencoded({ limit, fields }: { limit: number; fields: number }): RequestHandler {
  const read = express.text({ type: 'application/x-www-form-urlencoded', limit, inflate: false });
  return (request, response, next) => {
    void read(request, response, (error?: unknown) => {
      if (error === undefined && typeof request.body === 'string') {
        const pairs = request.body.split('&', fields + 1);
        if (pairs.length > fields) return next(TOO_MANY);
        request.body = fieldsOf(request.body);
      }
      next(error);
    });
  };
}

function fieldsOf(body: string): Fields {
  const fields = Object.create(null) as Fields;
  for (const [name, value] of new URLSearchParams(body)) addField(fields, name, value);
  return { ...fields };
}
