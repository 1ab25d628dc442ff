import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  NotFoundException,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { SignedInUser, StaffRole } from '../core/request-context.js';
import { BEFORE_ALL_ELSE, DecisionOwed, DECISIONS } from './before-all-else.js';
import { keptAddress } from './kept-address.js';
import { PUBLIC_PAGE, STAFF_PAGE } from './request-parts.js';

type Targets = Parameters<Reflector['getAllAndOverride']>[1];

/** Thrown when a stranger opens a closed page; the answer leads through the sign-in page back to it. */
export class SignInNeeded extends UnauthorizedException {
  constructor(readonly next: string) {
    super();
  }
}

/**
 * Keeps strangers out of every page that is not marked public, and everybody but the named roles out of a page of the
 * office. The two never meet: where somebody of the office is signed in no resident is, and the other way round.
 */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const page = [context.getHandler(), context.getClass()];
    const roles = this.reflector.getAllAndOverride<readonly StaffRole[] | undefined>(STAFF_PAGE, page);
    const { staff } = request.context;
    if (roles !== undefined) {
      if (staff && roles.includes(staff.role)) return true;
      throw new ForbiddenException();
    }
    if (staff) throw new NotFoundException();
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_PAGE, page)) {
      return true;
    }
    const { user } = request.context;
    if (user) {
      this.refuseBeforeDecision(user, request, page);
      return true;
    }
    throw new SignInNeeded(request.method === 'POST' ? '' : keptAddress(request.originalUrl));
  }

  /** Whoever has a new text of the consent to read loses nothing that was typed: forms are taken, the next page asks. */
  private refuseBeforeDecision({ owes }: SignedInUser, request: Request, page: Targets): void {
    if (owes === undefined || this.reflector.getAllAndOverride<boolean>(BEFORE_ALL_ELSE, page)) return;
    if (owes === 'removal') throw new DecisionOwed(DECISIONS.removal);
    if (request.method === 'POST') return;
    const next = encodeURIComponent(keptAddress(request.originalUrl));
    throw new DecisionOwed(`${DECISIONS.consent}?next=${next}`);
  }
}
