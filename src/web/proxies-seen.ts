import type { RequestHandler } from 'express';
import type { Config } from '../core/config.js';
import type { Log } from '../core/log.js';

const OWN_MACHINE = /^(::ffff:)?127\.|^::1$/;

/**
 * Warns once when a request has come through fewer proxies than TRUST_PROXY counts: then its sender can choose the
 * address that limits count by. A supervisor of this machine needs no proxy.
 */
export function proxiesSeen({ trustProxy }: Config, log: Log): RequestHandler {
  let watching = typeof trustProxy === 'number';
  return (request, _response, next) => {
    if (watching && typeof trustProxy === 'number') {
      const through = request.get('x-forwarded-for')?.split(',').length ?? 0;
      const foreign = through > 0 || !OWN_MACHINE.test(request.socket.remoteAddress ?? '');
      if (through < trustProxy && foreign) {
        watching = false;
        log.warn(
          `Setting TRUST_PROXY: ${trustProxy} proxies are believed, but a request came through ${through}: set as many as there are, otherwise anybody can choose the address that limits count by.`,
          'settings',
        );
      }
    }
    next();
  };
}
