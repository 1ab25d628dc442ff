import type { NextFunction, Request, Response } from 'express';
import type { Config } from '../core/config.js';

const METHODS = new Set(['GET', 'HEAD', 'POST']);

/** What pages may load, and whom they may ask. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; " +
  "base-uri 'none'; object-src 'none'";

/** Headers of a page with a frame in it, in which a document of ours stands apart. */
export const FRAMING_HEADERS: Record<string, string> = {
  'Content-Security-Policy': `${POLICY}; frame-src 'self'`,
};

/** Headers of a document that is shown in such a frame and can do nothing but be read. */
export const FRAMED_HEADERS: Record<string, string> = {
  'Content-Security-Policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
};

/** Security headers of every answer (OWASP ASVS 5.0, 3.4). */
export function securityHeaders(
  config: Config,
): (request: Request, response: Response, next: NextFunction) => void {
  const headers: [string, string][] = [
    ['Content-Security-Policy', POLICY],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(self), geolocation=(), microphone=()'],
    ['Cache-Control', 'no-store'],
  ];
  if (config.secure) {
    const below = config.hstsSubdomains ? '; includeSubDomains' : '';
    headers.push(['Strict-Transport-Security', `max-age=31536000${below}`]);
  }
  return (_request, response, next) => {
    for (const [name, value] of headers) {
      response.setHeader(name, value);
    }
    next();
  };
}

/** Refuses methods that no page has. */
export function knownMethods(request: Request, response: Response, next: NextFunction): void {
  if (METHODS.has(request.method)) {
    next();
    return;
  }
  response.statusCode = 405;
  response.setHeader('Allow', 'GET, HEAD, POST');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end('Так к порталу не обращаются.');
}
