import type { Actor } from '../audit/audit.js';
import type { RequestContext } from '../core/request-context.js';

/** The signed-in resident of a request as the journal names them. */
export function residentActor(context: RequestContext): Actor {
  const { id, login } = context.user ?? {};
  return { kind: 'resident', id, name: login, ip: context.ip, requestId: context.id };
}

/** Whoever makes a request without being signed in. */
export function strangerActor(context: RequestContext): Actor {
  return { kind: 'stranger', ip: context.ip, requestId: context.id };
}

/** A resident who is not signed in, but has shown a code or a link that is theirs. */
export function provenActor(user: { id: string; login: string }, context: RequestContext): Actor {
  return { kind: 'resident', id: user.id, name: user.login, ip: context.ip, requestId: context.id };
}
