import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import {
  MeterChanges,
  type ReadLater,
  type Replacement,
  unlessNumberShared,
} from '../meters/meter-changes.service.js';
import { ReadingsService } from './readings.service.js';
import type { SubmitResult } from './submit-result.js';
import type { Submission } from './validation.js';

/** What became of a replacement: its closing values may be refused or asked about. */
export type Replaced =
  | { readonly kind: 'done'; readonly meterId: string }
  | { readonly kind: 'taken' | 'gone' | 'stale' }
  /** ГИС ЖКХ calls another meter so. */
  | { readonly kind: 'numbered'; readonly reason: string }
  | ReadLater
  | Exclude<SubmitResult, { kind: 'done' }>;

/** Puts a new meter in the place of an old one with the last values of the old one, all or nothing. */
@Injectable()
export class MeterReplacement {
  constructor(
    private readonly database: DataSource,
    private readonly meters: MeterChanges,
    private readonly readings: ReadingsService,
  ) {}

  /** `closing` is null where the old meter could not be read. */
  async replace(replacement: Replacement, closing: Submission | null, actor: Actor): Promise<Replaced> {
    const change = this.database.transaction<Replaced>(async (tx) => {
      const wrong = await this.meters.wrongToTakeOff(tx, replacement);
      if (wrong) return wrong;
      if (closing) {
        const outcome = await this.readings.take(tx, closing);
        if (outcome.kind !== 'done') return outcome;
      }
      const meterId = await this.meters.swap(tx, replacement, actor);
      return meterId === null ? { kind: 'gone' } : { kind: 'done', meterId };
    });
    const replaced = await unlessNumberShared(change);
    if (replaced === 'taken') return { kind: 'taken' };
    if (replaced !== 'numbered') return replaced;
    const { meterId: old, fresh } = replacement;
    return { kind: 'numbered', reason: await this.meters.wrongInGis(fresh.gisNumber, old) };
  }
}
