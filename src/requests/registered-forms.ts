import { Injectable } from '@nestjs/common';
import { one, type Queryable } from '../core/query.js';
import { Secrets } from '../core/secrets.js';
import type { NewRequest, Registered } from './new-request.js';
import type { RequestPlace } from './request-places.js';
import type { RequestActor, ServiceRequest } from './service-request.js';

/** Knows which form has registered which request, so that one sent twice has one answer. */
@Injectable()
export class RegisteredForms {
  constructor(private readonly secrets: Secrets) {}

  /** What tells a form that was sent twice from one that says something else. */
  markOf({ photos = [], ...said }: NewRequest, place: RequestPlace, { id }: RequestActor): string {
    const sizes = photos.map(({ bytes }) => bytes);
    return this.secrets.mac('request form', JSON.stringify([id, place, said, sizes])).toString('base64url');
  }

  /** What was registered by a form before. */
  async registeredBy(on: Queryable, mark: string): Promise<Registered | undefined> {
    const request = await one<ServiceRequest>(
      on,
      `SELECT r.* FROM service_requests r JOIN request_events e ON e.request_id = r.id
       WHERE e.kind = 'registered' AND e.details ? 'form' AND e.details->>'form' = $1`,
      [mark],
    );
    return request && { kind: 'registered', request, again: true };
  }
}
