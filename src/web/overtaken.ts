import { ConflictException, NotFoundException } from '@nestjs/common';

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

/** A page that what it is about has no more: its heading says why, instead of that there is no such page. */
export class NoLonger extends NotFoundException {
  constructor(
    readonly heading: string,
    said: string,
    readonly ways: readonly WayOn[],
  ) {
    super(said);
  }
}
