import busboy from 'busboy';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import type { Readable } from 'node:stream';
import { FORM_LIMITS } from './body-limit.js';
import { bodyIsFile } from './body-time.js';
import { addField, type Fields } from './urlencoded.js';

/** Browsers send a part for each file input, chosen or not. */
const MOST_FILES = 40;
const LIMITS = {
  files: MOST_FILES,
  fields: FORM_LIMITS.fields,
  parts: FORM_LIMITS.fields + MOST_FILES,
  fieldNameSize: 100,
  fieldSize: FORM_LIMITS.bytes,
};

/** A file of a form while its bytes are coming; they wait until somebody reads them. */
export interface IncomingFile {
  readonly field: string;
  /** What its sender calls it. */
  readonly name: string;
  readonly bytes: Readable;
}

declare module 'express-serve-static-core' {
  interface Request {
    multipart?: Multipart;
  }
}

/** A form with files, read as it comes: first the fields, then one file after another; nothing of it is kept here. */
export class Multipart {
  private readonly parser: busboy.Busboy;
  private readonly known: Fields = Object.create(null) as Fields;
  /** What was known when the first file came: later ones may have arrived with it, in the same packet. */
  private before?: Fields;
  /** The field of the first file that was chosen, as soon as it comes. */
  fileField?: string;
  private fieldBytes = 0;
  private readonly waiting: IncomingFile[] = [];
  private ended = false;
  private failure?: Error;
  private wake: () => void = () => undefined;

  /** Throws when the headers promise no such form. */
  constructor(private readonly request: Request) {
    this.parser = busboy({ headers: request.headers, limits: LIMITS });
    this.parser.on('field', this.addField);
    this.parser.on('fieldsLimit', this.refuseLarge);
    this.parser.on('file', (field, bytes, { filename }) => {
      bytes.on('error', blameSender);
      if (!filename) {
        bytes.resume(); // an input where nothing was chosen
        return;
      }
      this.fileField ??= field;
      this.before ??= { ...this.known };
      this.waiting.push({ field, name: unescaped(filename), bytes });
      this.wake();
    });
    this.parser.on('error', (error) => {
      this.failure = blameSender(error);
      this.wake();
    });
    this.parser.on('close', () => {
      this.ended = true;
      this.wake();
    });
    request.once('close', () => {
      if (!request.complete) this.parser.destroy(new Error('The sender has gone'));
    });
    request.pipe(this.parser);
  }

  /** The fields before the first file: the token must be among them. Throws when they are larger than a form may be. */
  async fields(): Promise<Fields> {
    while (this.waiting.length === 0 && !this.isOver()) await this.change();
    if (this.failure instanceof TooLarge) throw this.failure;
    return { ...(this.before ?? this.known) };
  }

  /** The files that were chosen; each must be read before the next can come. Whoever reads them has checked the sender. */
  async *files(): AsyncGenerator<IncomingFile> {
    bodyIsFile(this.request);
    for (;;) {
      const file = this.waiting.shift();
      if (file) yield file;
      else if (this.failure) throw this.failure;
      else if (this.ended) return;
      else await this.change();
    }
  }

  /** Lets the rest run into nothing: a browser hears our answer only after its last byte has gone. */
  discard(): void {
    this.request.unpipe(this.parser);
    this.parser.destroy();
    this.request.resume();
  }

  private readonly addField = (name: string, value: string): void => {
    this.fieldBytes += Buffer.byteLength(`${name}=${value}&`);
    // What is longer than all of them may be has been cut, and is over by its name alone.
    if (this.fieldBytes > FORM_LIMITS.bytes) this.refuseLarge();
    else addField(this.known, name, value);
  };

  private readonly refuseLarge = (): void => {
    this.failure ??= new TooLarge('The fields are too large');
    this.wake();
  };

  private isOver(): boolean {
    return this.ended || this.failure !== undefined;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}

/** Browsers write three signs of a file's name in another way (WHATWG HTML, «multipart/form-data encoding algorithm»). */
function unescaped(name: string): string {
  return name.replace(/%22/g, '"').replace(/%0[ad]/gi, ' ');
}

/** Thrown for fields that an ordinary form would be refused for too. */
class TooLarge extends Error {
  readonly status = 413;
}

/** A form that is none, or has broken off, is no fault of ours: its error becomes an answer with status 400. */
function blameSender(error: unknown): Error {
  return Object.assign(error as Error, { status: 400 });
}

/** Begins to read forms with files at the addresses that take them, as far as the token; elsewhere they stay unread. */
export function multipart(takesFiles: (path: string) => boolean): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'POST' || !isMultipart(request) || !takesFiles(request.path)) {
      next();
      return;
    }
    try {
      const form = new Multipart(request);
      response.once('close', () => form.discard());
      response.once('finish', () => form.discard());
      request.multipart = form;
      request.body = await form.fields();
    } catch (error) {
      if (error instanceof TooLarge) return next(error);
      // No boundary and the like: nobody finds a token in it.
    }
    next();
  };
}

function isMultipart(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');
}

/** The form with files that a request carries; undefined when it came as something else. */
export const MultipartForm = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().multipart,
);
