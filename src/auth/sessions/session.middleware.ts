import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Cookies } from '../../web/cookies.js';
import { SessionsService } from './sessions.service.js';

/** The name of the cookie that holds a session. */
export const SESSION_COOKIE = 'sid';

/** Finds out who makes a request. When PostgreSQL is away the answer is 503, never «a stranger». */
@Injectable()
export class SessionMiddleware {
  constructor(
    private readonly cookies: Cookies,
    private readonly sessions: SessionsService,
  ) {}

  readonly use = (request: Request, response: Response, next: NextFunction): void => {
    const token = this.cookies.read(request, SESSION_COOKIE);
    if (token === undefined || token === '') {
      next();
      return;
    }
    this.sessions.load(token).then((found) => {
      if (found) {
        request.context.user = found.user;
        request.context.session = found.session;
      } else {
        this.cookies.clear(response, SESSION_COOKIE);
      }
      next();
    }, next);
  };
}
