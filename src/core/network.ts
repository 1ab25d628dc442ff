import { isIP, isIPv4, isIPv6 } from 'node:net';

/** NAT64 (RFC 6052): the network that carries IPv4 addresses of mobile carriers. */
const NAT64 = '64:ff9b:0:0:0:0';
/** IPv4 as IPv6 sockets show it (RFC 4291, 2.5.5.2). */
const MAPPED = '0:0:0:0:0:ffff';

/** The address that limits count by, the same however it is spelled: IPv4 whole, IPv6 by its /64 network. */
export function networkOf(ip: string): string {
  const groups = groupsOf(ip);
  return groups === undefined ? ip.slice(0, 64) : (ipv4In(groups) ?? groups.slice(0, 4).join(':'));
}

/** An address without its last part: enough to see where from, too little to follow a person. */
export function shortenIp(ip: string): string {
  const groups = groupsOf(ip);
  if (groups === undefined) return '';
  const ipv4 = ipv4In(groups);
  return ipv4 === undefined
    ? `${groups.slice(0, 3).join(':')}::`
    : `${ipv4.slice(0, ipv4.lastIndexOf('.'))}.0`;
}

/** The eight groups of an address in their shortest form; IPv4 as IPv6 has it; undefined for what is no address. */
function groupsOf(ip: string): string[] | undefined {
  const [address = ''] = ip.split('%', 1);
  if (isIPv4(address)) return groupsOf(`::ffff:${address}`);
  if (!isIPv6(address)) return undefined;
  // The URL parser spells every address in one way, compressed.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

function ipv4In(groups: readonly string[]): string | undefined {
  if (![MAPPED, NAT64].includes(groups.slice(0, 6).join(':'))) return undefined;
  const bytes = groups.slice(6).flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 255];
  });
  return bytes.join('.');
}

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
