import busboy from 'busboy';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import type { Readable } from 'node:stream';
import { bodyIsFile } from './body-time.js';

/** Browsers send a part for each file input, chosen or not. */
const LIMITS = { files: 40, fields: 10, parts: 50, fieldNameSize: 100, fieldSize: 1000 };

/** A file of a form while its bytes are coming; they wait until somebody reads them. */
export interface IncomingFile {
  readonly field: string;
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
  private readonly known: Record<string, string> = Object.create(null) as Record<string, string>;
  private readonly waiting: IncomingFile[] = [];
  private ended = false;
  private failure?: Error;
  private wake: () => void = () => undefined;

  /** Throws when the headers promise no such form. */
  constructor(private readonly request: Request) {
    this.parser = busboy({ headers: request.headers, limits: LIMITS });
    this.parser.on('field', (name, value) => (this.known[name] ??= value));
    this.parser.on('file', (field, bytes, { filename }) => {
      bytes.on('error', blameSender);
      if (!filename) {
        bytes.resume(); // an input where nothing was chosen
        return;
      }
      this.waiting.push({ field, bytes });
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

  /** The fields before the first file: the token must be among them. */
  async fields(): Promise<Record<string, string>> {
    while (this.waiting.length === 0 && !this.isOver()) await this.change();
    return { ...this.known };
  }

  /** A field that has come by now. */
  field(name: string): string | undefined {
    return this.known[name];
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

  private isOver(): boolean {
    return this.ended || this.failure !== undefined;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}

/** A form that is none, or has broken off, is no fault of ours: its error becomes an answer with status 400. */
function blameSender(error: unknown): Error {
  return Object.assign(error as Error, { status: 400 });
}

/** Begins to read forms with files at the addresses that take them, as far as the token; elsewhere they stay unread. */
export function multipart(address: RegExp): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'POST' || !address.test(request.path) || !isMultipart(request)) {
      next();
      return;
    }
    try {
      const form = new Multipart(request);
      response.once('close', () => form.discard());
      response.once('finish', () => form.discard());
      request.multipart = form;
      request.body = await form.fields();
    } catch {
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
