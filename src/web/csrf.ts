import { ForbiddenException, Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { timingSafeEqual } from 'node:crypto';
import { CONFIG } from '../core/tokens.js';
import type { Config } from '../core/config.js';
import { ONE_CLICK_PATH } from './one-click.js';
import { Random } from '../core/random.js';
import { Secrets } from '../core/secrets.js';
import { Cookies } from './cookies.js';

/** The field with the token of a page, and that with the tokens which a form has come with before. */
export const TOKEN = '_csrf';
export const TOKENS_BEFORE = '_before';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const COOKIE = 'visitor';
const MAC_BYTES = 16;
/** Longer than any session lives. */
const BROWSER_SECONDS = 180 * 86_400;

/** Thrown when a form did not come from a page of ours; the error page offers to send it again. */
export class StalePage extends ForbiddenException {}

/**
 * Proves that a posted form stood on a page of ours: first by its origin, then by a token in the form. The token is bound
 * to a person and a browser and not to a session, so that who signs in anew can still send what they have typed.
 */
@Injectable()
export class Csrf {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly random: Random,
    private readonly secrets: Secrets,
    private readonly cookies: Cookies,
  ) {}

  /** The token for a form; masked anew each time, so that compression cannot give it away. */
  token(request: Request, response: Response): string {
    const mac = this.mac(request, this.browser(request, response));
    const mask = this.random.bytes(MAC_BYTES);
    return Buffer.concat([mask, xor(mask, mac)]).toString('base64url');
  }

  /** Lets through what is safe or ours. */
  readonly guard = (request: Request, _response: Response, next: NextFunction): void => {
    this.check(request);
    next();
  };

  /** Throws when an unsafe request is not from a page of ours. */
  private check(request: Request): void {
    // The page behind that address acts for whom its signed link names, never for whom the session does.
    if (SAFE_METHODS.has(request.method) || request.path === ONE_CLICK_PATH) {
      return;
    }
    // What comes from another site gets no second chance: its fields are not what the resident typed.
    if (!this.isOwnOrigin(request)) {
      throw new ForbiddenException();
    }
    if (!this.hasToken(request)) {
      throw new StalePage();
    }
  }

  /** Whether a request was begun by a page of ours, as far as the browser says. */
  isOwnOrigin(request: Request): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined) {
      return site === 'same-origin' || site === 'none';
    }
    const origin = request.headers.origin;
    // `null` is what a page without a referrer sends; then the token alone decides.
    return origin === undefined || origin === 'null' || origin === this.config.publicUrl;
  }

  private hasToken(request: Request): boolean {
    const browser = this.cookies.read(request, COOKIE);
    if (browser === undefined) return false;
    const mac = this.mac(request, browser);
    const { [TOKEN]: token, [TOKENS_BEFORE]: before } = (request.body ?? {}) as Record<string, unknown>;
    return [token, before].flat().some((one) => typeof one === 'string' && isMasked(one, mac));
  }

  private mac({ context: { staff, user } }: Request, browser: string): Buffer {
    // On pages of the office somebody of the office, elsewhere a resident: there is never both.
    const who = staff ? `staff ${staff.id}` : user ? `resident ${user.id}` : 'stranger';
    return this.secrets.mac('csrf', `${who} ${browser}`).subarray(0, MAC_BYTES);
  }

  private browser(request: Request, response: Response): string {
    const known = this.cookies.read(request, COOKIE);
    if (known !== undefined && known.length >= 20 && known.length <= 64) return known;
    const drawn = this.random.token();
    this.cookies.set(response, COOKIE, drawn, BROWSER_SECONDS);
    return drawn;
  }
}

function isMasked(text: string, mac: Buffer): boolean {
  const token = Buffer.from(text, 'base64url');
  if (token.length !== 2 * MAC_BYTES) return false;
  return timingSafeEqual(xor(token.subarray(0, MAC_BYTES), token.subarray(MAC_BYTES)), mac);
}

function xor(a: Buffer, b: Buffer): Buffer {
  const result = Buffer.allocUnsafe(a.length);
  for (let index = 0; index < a.length; index += 1) {
    result[index] = a[index]! ^ (b[index] ?? 0);
  }
  return result;
}
