import type { Actor } from '../audit/audit.js';
import type { Visit } from '../core/request-context.js';

/** The signed-in resident of a request as the journal names them. */
export function residentActor(visit: Visit): Actor {
  const { id, login } = visit.user ?? {};
  return { kind: 'resident', id, name: login, ip: visit.ip, requestId: visit.id };
}

/** Whoever makes a request without being signed in. */
export function strangerActor(visit: Visit): Actor {
  return { kind: 'stranger', ip: visit.ip, requestId: visit.id };
}

/** A resident who is not signed in, but has shown a code or a link that is theirs. */
export function provenActor(user: { id: string; login: string }, visit: Visit): Actor {
  return { kind: 'resident', id: user.id, name: user.login, ip: visit.ip, requestId: visit.id };
}
