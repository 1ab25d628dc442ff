import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '../core/tokens.js';
import type { Config } from '../core/config.js';

/** Cookies of the product: HttpOnly, SameSite=Lax, and bound to the host when the portal is served by https. */
@Injectable()
export class Cookies {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  read(request: Request, name: string): string | undefined {
    return cookie(request, this.fullName(name));
  }

  /** Sets a cookie; without `seconds` it lasts until the browser is closed. */
  set(
    response: Response,
    name: string,
    value: string,
    seconds?: number,
    sameSite: 'Lax' | 'Strict' = 'Lax',
  ): void {
    const age = seconds === undefined ? '' : `; Max-Age=${Math.floor(seconds)}`;
    const secure = this.config.secure ? '; Secure' : '';
    response.appendHeader(
      'Set-Cookie',
      `${this.fullName(name)}=${value}; Path=/${age}${secure}; HttpOnly; SameSite=${sameSite}`,
    );
  }

  clear(response: Response, name: string): void {
    this.set(response, name, '', 0);
  }

  private fullName(name: string): string {
    return this.config.secure ? `__Host-${name}` : name;
  }
}

/** One cookie of the request, or undefined. */
function cookie(request: Request, name: string): string | undefined {
  const header = request.headers.cookie;
  if (header === undefined) {
    return undefined;
  }
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) {
      return part.slice(equals + 1).trim();
    }
  }
  return undefined;
}
