import type { Actor } from '../audit/audit.js';
import type { Visit } from '../platform/visit.js';

/** The signed-in resident of a request as the journal names them. */
export function residentActor(visit: Visit): Actor {
  return { kind: 'resident', id: visit.user?.id, name: visit.user?.login, ip: visit.ip };
}
