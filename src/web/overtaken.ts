import { ConflictException } from '@nestjs/common';

/** A link that a page of refusal offers. */
export interface WayOn {
  readonly href: string;
  readonly text: string;
}

/** Somebody else was first: what they have done, and where whoever came second goes on. */
export class Overtaken extends ConflictException {
  constructor(
    said: string,
    readonly ways: readonly WayOn[],
  ) {
    super(said);
  }
}
