import type { EntityManager } from 'typeorm';
import { one } from '../core/query.js';
import * as sql from './readings.sql.js';
import type { RejectedValue, Submission, ValidationResult } from './validation.js';

/** What became of readings: all of them are written, or none. */
export type SubmitResult =
  /** Without a certificate when all of it stood there already and nobody had sent it. */
  | { readonly kind: 'done'; readonly certificateId: string | null; readonly unusual: boolean }
  | {
      readonly kind: 'refused';
      readonly refusals: readonly RejectedValue[];
      /** What is to be asked about the others. */
      readonly judgements: readonly ValidationResult[];
    }
  | { readonly kind: 'ask'; readonly judgements: readonly ValidationResult[] }
  /** The account is closed, or not the sender's any more. */
  | { readonly kind: 'gone' }
  /** Somebody else writes readings of these meters for longer than a person waits. */
  | { readonly kind: 'busy' };

/** The answer to the same form once more: its answer was lost, and what has happened since is not undone. */
export async function sentBefore(
  tx: EntityManager,
  { accountId, actor, formMark }: Submission,
): Promise<SubmitResult | undefined> {
  if (!formMark) return undefined;
  const found = await one<{ id: string; unusual: boolean }>(tx, sql.CERTIFICATE_OF_FORM, [
    accountId,
    actor.id,
    formMark,
  ]);
  return found && { kind: 'done', certificateId: found.id, unusual: found.unusual };
}

/** The answer to what stands there already. */
export async function standing(
  tx: EntityManager,
  accountId: string,
  judged: readonly ValidationResult[],
): Promise<SubmitResult> {
  const current = judged.flatMap(({ meter }) => meter.current ?? []);
  // A meter of several accounts may have been sent by a neighbour, whose certificate is theirs.
  const own = await one<{ id: string }>(tx, sql.OWN_CERTIFICATE, [
    current.flatMap(({ certificateId }) => certificateId ?? []),
    accountId,
  ]);
  return {
    kind: 'done',
    certificateId: own?.id ?? null,
    unusual: current.some(({ status }) => status === 'sent'),
  };
}
