import type { NextFunction, Request, Response } from 'express';
import type { Log, RequestLine } from '../core/log.js';
import type { Random } from '../core/random.js';
import { RequestContext } from '../core/request-context.js';

/** Begins a request: gives it a number and, when it is answered, one line in the log without personal data. */
export function requestLog(
  log: Log,
  random: Random,
  answered: (request: Request, status: number) => void,
  counted?: (request: Request, line: RequestLine) => void,
): (request: Request, response: Response, next: NextFunction) => void {
  // Of this process, then a running number: unlike chance it costs nothing.
  const run = random.token(6);
  let count = 0;
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    const id = `${run}-${(count += 1).toString(36)}`;
    request.context = new RequestContext(id, startedAt, () => request.ip);
    response.on('close', () => {
      const line: RequestLine = {
        id,
        method: request.method,
        // whatever a query holds, also one whose question mark is escaped
        path: request.originalUrl.split(/\?|%3f/i, 1)[0] ?? '',
        status: response.writableFinished ? response.statusCode : 499,
        ms: Number(process.hrtime.bigint() - startedAt) / 1e6,
      };
      log.request(line);
      answered(request, response.statusCode);
      counted?.(request, line);
    });
    next();
  };
}
