/** What is known about one request, beside what Express knows. */
export class Visit {
  user?: SignedInUser = undefined;
  session?: ResidentSession = undefined;

  constructor(
    readonly id: string,
    readonly startedAt: bigint,
    private readonly address: () => string | undefined,
  ) {}

  /** Shortened address, for journals; worked out only where it is needed. */
  get ip(): string {
    return shortenIp(this.address() ?? '');
  }
}

/** The resident who makes the request. */
export interface SignedInUser {
  readonly id: string;
  readonly login: string;
  readonly shortName: string;
}

/** The session that the request came with. */
export interface ResidentSession {
  readonly publicId: string;
  readonly idHash: Buffer;
  /** Binds form tokens to the session. */
  readonly csrfSeed: string;
  readonly data: Record<string, unknown>;
}

declare module 'express-serve-static-core' {
  interface Request {
    visit: Visit;
  }
}

/** Address without its last part: enough to see where from, too little to follow a person. */
function shortenIp(ip: string): string {
  const v4 = /(\d+\.\d+\.\d+)\.\d+$/.exec(ip);
  return v4 ? `${v4[1]}.0` : `${expandIpv6(ip).slice(0, 3).join(':')}::`;
}

/** The address that limits count by: IPv4 whole, IPv6 by its /64 network. */
export function networkOf(ip: string): string {
  const v4 = /\d+\.\d+\.\d+\.\d+$/.exec(ip);
  return v4 ? v4[0] : expandIpv6(ip).slice(0, 4).join(':');
}

function expandIpv6(ip: string): string[] {
  const [head = '', tail = ''] = ip.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  return [...left, ...zeros, ...right];
}
