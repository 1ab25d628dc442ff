import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FormKeys } from '../core/form-keys.js';
import { one, type Queryable } from '../core/query.js';
import { Secrets } from '../core/secrets.js';
import type { NewRequest, Registered } from './new-request.js';
import type { RequestPlace } from './request-places.js';
import type { RequestActor, ServiceRequest } from './service-request.js';

/** Knows which form has registered which request, so that one sent twice has one answer. */
@Injectable()
export class RegisteredForms {
  constructor(
    private readonly database: DataSource,
    private readonly formKeys: FormKeys,
    private readonly secrets: Secrets,
  ) {}

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

  /** What the other half of a double click has registered; waits for it where it is under way. */
  otherHalf(formKey: string, mark: string): Promise<Registered | undefined> {
    return this.database.transaction(async (tx) => {
      await tx.query('SAVEPOINT first');
      if (await this.formKeys.claim(tx, formKey, mark)) {
        await tx.query('ROLLBACK TO SAVEPOINT first');
        return undefined;
      }
      return this.registeredBy(tx, mark);
    });
  }
}
