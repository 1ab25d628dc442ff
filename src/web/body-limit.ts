import type { Request, RequestHandler, Response } from 'express';
import type { Socket } from 'node:net';

/** What is still read of a body after its answer: a whole form with files, so that most senders come to the end. */
const MOST_BYTES = 256 * 1024 * 1024;
/**
 * Of the fields of any form. What a text may be long is said at its field, which gives it back: so much is read that
 * this comes to pass, ten thousand signs of ours being up to 90 KB on their way. An account may have dozens of meters,
 * each with up to a dozen fields.
 */
export const FORM_LIMITS = {
  bytes: 1_000_000,
  /** Of a form that does not say how long it is, as no browser sends it. */
  untold: 256 * 1024,
  fields: 1000,
} as const;
const LINGER_MS = 10_000;
const LOOK_MS = 50;

/**
 * Lets a parser read a body of so many bytes at most. The refusal (413) is answered at once: left alone, parsers wait
 * until the sender has come to the end.
 */
export function limited(parse: RequestHandler, mostBytes: number): RequestHandler {
  return (request, response, next) => {
    let size = 0;
    let over = false;
    const done = (error?: unknown): void => {
      if (over) return;
      over = true;
      request.off('data', count);
      next(error);
    };
    const refuse = () => done(Object.assign(new Error('The body is too large'), { status: 413 }));
    const count = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > mostBytes) refuse();
    };
    void parse(request, response, done);
    // Otherwise it was no body for this parser.
    if (!over) {
      if (Number(request.headers['content-length'] ?? 0) > mostBytes) refuse();
      else request.on('data', count);
    }
  };
}

/**
 * An answer to somebody who is still sending ends the connection, but not at once: bytes that arrive at a closed one make
 * the sender's system throw the answer away unread.
 */
export const lingering: RequestHandler = (request, response, next) => {
  if (request.method === 'POST') {
    const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => Response;
    response.writeHead = (...head: unknown[]) => {
      if (!request.complete) closeSlowly(request, response);
      return writeHead(...head);
    };
  }
  next();
};

function closeSlowly(request: Request, response: Response): void {
  response.setHeader('Connection', 'close');
  const socket: Socket = request.socket;
  // Node calls this when the answer is out.
  socket.destroySoon = () => {
    const most = socket.bytesRead + MOST_BYTES;
    socket.end();
    const look = setInterval(() => {
      if (request.complete || socket.bytesRead > most) socket.destroy();
    }, LOOK_MS);
    const end = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => {
      clearInterval(look);
      clearTimeout(end);
    });
  };
}
