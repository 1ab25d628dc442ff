import { isIP } from 'node:net';

const NAMED = ['loopback', 'uniquelocal', 'linklocal'];
/** The largest networks that somebody may own: 10.0.0.0/8 and fc00::/7. */
const LEAST_BITS = { 4: 8, 6: 7 };
/** ::ffff:0:0/96 is all of IPv4. */
const MAPPED_BITS = 96;

/** Why a word does not name proxies that may be believed; undefined when it does. */
export function proxyProblem(word: string): string | undefined {
  if (NAMED.includes(word)) return undefined;
  const [address = '', bits, more] = word.split('/');
  const family = isIP(address) as 0 | 4 | 6;
  const most = family === 4 ? 32 : 128;
  if (family === 0 || more !== undefined || !/^\d{1,3}$/.test(bits ?? '0') || Number(bits ?? 0) > most) {
    return 'must be off, a number of proxies, or their addresses';
  }
  const least = /^::ffff:/i.test(address) ? MAPPED_BITS + LEAST_BITS[4] : LEAST_BITS[family];
  return Number(bits ?? most) < least
    ? `must not be a network as large as ${word}: anybody could choose the address that limits count by`
    : undefined;
}
