import { HttpException } from '@nestjs/common';
import { classify } from '../core/database-errors.js';
import { NotStored } from '../core/not-stored.js';
import { Unavailable } from '../core/refusals.js';

/** The status that an error is answered with, on residents' pages and in the panel alike. */
export function statusOf(error: unknown): number {
  if (error instanceof HttpException) {
    return error.getStatus();
  }
  if (error instanceof Unavailable) {
    return 503;
  }
  if (error instanceof NotStored) {
    return 507;
  }
  const parserStatus = (error as { status?: unknown } | null)?.status;
  if (typeof parserStatus === 'number' && parserStatus >= 400 && parserStatus < 500) {
    return parserStatus;
  }
  return classify(error);
}
