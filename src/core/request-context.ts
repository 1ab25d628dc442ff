import { shortenIp } from './network.js';

/** What is known about one request, beside what Express knows. */
export class RequestContext {
  user?: SignedInUser = undefined;
  session?: ResidentSession = undefined;
  /** Only on pages of the office, where the resident's session plays no part. */
  staff?: SignedInStaff = undefined;

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
  /** What is to be decided before any other page opens: whether the login is to go, a consent with a new text. */
  readonly owes?: 'removal' | 'consent';
}

/** Roles of the people of the office. */
export type StaffRole = 'operator' | 'dispatcher' | 'accountant' | 'moderator' | 'administrator';

/** Who of the office makes a request; read anew each time, so that a dismissed person is out at once. */
export interface SignedInStaff {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  /** What opens no page of the office until it is done: an own password in the place of a one-time one, a second factor. */
  readonly owes: 'password' | 'second factor' | undefined;
  /** When the session began: by the password, and the code where one is asked for. */
  readonly since: Date;
}

/** The session that the request came with. */
export interface ResidentSession {
  readonly publicId: string;
  readonly idHash: Buffer;
  readonly data: Record<string, unknown>;
}

declare module 'express-serve-static-core' {
  interface Request {
    context: RequestContext;
  }
}
