import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, minuteIn, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { FormKeys } from '../core/form-keys.js';
import { HOUR, limit } from '../core/limits.js';
import { networkOf } from '../core/network.js';
import { one } from '../core/query.js';
import { type Counter, Throttle } from '../core/throttle.js';
import { CONFIG } from '../core/tokens.js';
import { duesOf, RequestCategories } from './categories.service.js';
import { RequestChanges } from './request-changes.js';
import { type RequestPlace, RequestPlaces } from './request-places.js';
import type { NewRequest, Registered } from './new-request.js';
import { RegisteredForms } from './registered-forms.js';
import type { RequestActor, ServiceRequest } from './service-request.js';

const REQUESTS_RESIDENT = limit('requests: resident', 3, HOUR);
const REQUESTS_ADDRESS = limit('requests: address', 60, HOUR);
const REQUESTS_HOUSE = limit('requests: house', 60, HOUR);

/** Takes requests: a number that has no gaps, the terms of the law, the first event and the letter, all at once. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: DataSource,
    private readonly categories: RequestCategories,
    private readonly places: RequestPlaces,
    private readonly changes: RequestChanges,
    private readonly formKeys: FormKeys,
    private readonly throttle: Throttle,
    private readonly forms: RegisteredForms,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** From a resident: limited by person, network and house. An emergency is never refused, but joins one that is there. */
  async fromResident(input: NewRequest, actor: RequestActor, ip: string): Promise<Registered> {
    const place = await this.places.find(input);
    if (!place) return { kind: 'no place' };
    const counters: Counter[] = [
      [REQUESTS_RESIDENT, actor.id ?? ip],
      [REQUESTS_ADDRESS, networkOf(ip)],
    ];
    if (place.houseId) counters.push([REQUESTS_HOUSE, place.houseId]);
    return this.register(input, place, actor, () => this.throttle.take(...counters));
  }

  /** From somebody of the office, who is at the telephone or at the window. */
  async fromOffice(input: NewRequest, actor: RequestActor): Promise<Registered> {
    const place = await this.places.find(input);
    return place ? this.register(input, place, actor) : { kind: 'no place' };
  }

  /** Counted only once the form is ours: the other half of a double click waits for us and is never refused. */
  private register(
    input: NewRequest,
    place: RequestPlace,
    actor: RequestActor,
    count: () => Promise<number> = () => Promise.resolve(0),
  ): Promise<Registered> {
    const mark = this.forms.markOf(input, place, actor);
    return this.database.transaction(async (tx): Promise<Registered> => {
      const category = await this.categories.find(input.category, tx);
      if (!category) return { kind: 'no category' };
      await tx.query('SAVEPOINT unclaimed');
      if (!(await this.formKeys.claim(tx, input.formKey, mark))) {
        return (await this.forms.registeredBy(tx, mark)) ?? { kind: 'no place' };
      }
      const seconds = await count();
      if (seconds > 0 && !input.emergency) {
        await tx.query('ROLLBACK TO SAVEPOINT unclaimed');
        return { kind: 'wait', seconds };
      }
      const emergency = input.emergency && category.question !== '';
      const parent = await this.parentOf(tx, input, place, actor, seconds > 0);
      const now = this.clock.now();
      const { firstDue, fixDue } = duesOf(category, emergency, now, (at) =>
        minuteIn(at, this.config.timeZone),
      );
      const { due_at: dueAt, soon_at: soonAt } = this.changes.burning({
        ...{ state: 'open', registered_at: now, first_due: firstDue, fix_due: fixDue },
        ...{ first_done_at: null, deferred_until: null },
      });
      const year = yearIn(now, this.config.timeZone);
      const { photos, ...values } = input;
      const request = await one<ServiceRequest>(
        tx,
        `WITH taken AS (
           INSERT INTO request_numbers AS n (year, last) VALUES ($1, 1)
           ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last)
         INSERT INTO service_requests (year, sequence, channel, external_number, registered_at, account_id, house_id, address,
           user_id, applicant, phone, access, category, emergency, text, first_due, fix_due, due_at, soon_at, parent_id)
         SELECT $1, last, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 FROM taken
         RETURNING *`,
        [
          year,
          values.channel,
          values.externalNumber ?? '',
          now,
          place.accountId,
          place.houseId,
          place.address,
          values.userId ?? null,
          values.applicant,
          values.phone,
          values.access,
          category.id,
          emergency,
          values.text,
          firstDue,
          fixDue,
          dueAt,
          soonAt,
          parent?.id ?? null,
        ],
      );
      await this.changes.tell(tx, request!, {
        events: [
          {
            kind: 'registered',
            actor: input.formKey === '' ? actor : { ...actor, form: mark },
            text: input.text,
            open: true,
          },
        ],
        photos,
      });
      await this.letKnow(tx, request!, parent, actor);
      return { kind: 'registered', request: request!, again: false };
    });
  }

  /** The request that this one is about the same as: what was chosen, or, in a flood of emergencies, one of the house. */
  private async parentOf(
    tx: EntityManager,
    { sameAs, category }: NewRequest,
    { houseId }: RequestPlace,
    actor: RequestActor,
    flood: boolean,
  ): Promise<ServiceRequest | undefined> {
    if (sameAs === undefined && !flood) return undefined;
    const found = await one<{ id: string }>(
      tx,
      sameAs !== undefined
        ? `SELECT coalesce(parent_id, id) AS id FROM service_requests WHERE id = $1 AND house_id = $2 AND due_at IS NOT NULL`
        : `SELECT coalesce(parent_id, id) AS id FROM service_requests
           WHERE category = $1 AND due_at IS NOT NULL AND emergency AND (house_id = $2 OR (house_id IS NULL AND user_id = $3))
           ORDER BY registered_at DESC LIMIT 1`,
      sameAs !== undefined ? [sameAs, houseId] : [category, houseId, actor.id ?? null],
    );
    return this.openRoot(tx, found?.id);
  }

  /** Locked, it may turn out to be finished, or merged into another one, while we waited for it. */
  private async openRoot(tx: EntityManager, id: string | undefined): Promise<ServiceRequest | undefined> {
    const found = id === undefined ? undefined : await this.changes.lock(tx, id);
    if (found?.parent_id) return this.openRoot(tx, found.parent_id);
    return found?.due_at ? found : undefined;
  }

  private async letKnow(
    tx: EntityManager,
    request: ServiceRequest,
    parent: ServiceRequest | undefined,
    actor: RequestActor,
  ): Promise<void> {
    if (!parent) return;
    await this.changes.tell(tx, request, {
      events: [{ kind: 'merged', actor, details: { parent: parent.number }, open: false }],
    });
    await this.changes.tell(tx, parent, {
      events: [
        {
          kind: 'joined',
          actor: { kind: 'system', name: '' },
          details: { request: request.number, address: request.address },
          open: false,
        },
      ],
    });
  }
}
