import { HttpException } from '@nestjs/common';

/** Too many attempts from one place; tells when to come back. */
export class TooManyAttempts extends HttpException {
  constructor(readonly seconds: number) {
    super('Too many attempts', 429);
  }
}

/** Something that we need does not answer; the page asks to try again soon. */
export class Unavailable extends Error {}

/** A job that cannot be done, by no fault of the product; the message is for the person who started it. */
export class JobRefused extends Error {}
