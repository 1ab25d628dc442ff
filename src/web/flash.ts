import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Secrets } from '../core/secrets.js';
import { Cookies } from './cookies.js';

const MAX_LENGTH = 500;

/** A message that the next page shows once; it travels in a signed cookie, so that strangers can have one too. */
@Injectable()
export class Flash {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
  ) {}

  set(response: Response, message: string): void {
    const value = Buffer.from(message.slice(0, MAX_LENGTH)).toString('base64url');
    this.cookies.set(response, 'flash', this.secrets.sign('flash', value), 300);
  }

  /** The message, if there is one, which is thereby spent. */
  take(request: Request, response: Response): string | undefined {
    const cookie = this.cookies.read(request, 'flash');
    if (cookie === undefined || cookie === '') {
      return undefined;
    }
    this.cookies.clear(response, 'flash');
    const value = this.secrets.unsign('flash', cookie);
    return value === undefined ? undefined : Buffer.from(value, 'base64url').toString();
  }
}
