import { HttpException, SetMetadata } from '@nestjs/common';

/** Marks pages that open to a resident who owes a decision before any other page does. */
export const BEFORE_ALL_ELSE = 'before all else';
export const BeforeAllElse = (): ClassDecorator & MethodDecorator => SetMetadata(BEFORE_ALL_ELSE, true);

/** Thrown when a resident opens a page while they owe a decision; the answer leads to where it is made. */
export class DecisionOwed extends HttpException {
  constructor(readonly path: string) {
    super('a decision is owed first', 403);
  }
}

/** Where each decision is made. */
export const DECISIONS = { removal: '/profile/removal', consent: '/profile/consent' } as const;
