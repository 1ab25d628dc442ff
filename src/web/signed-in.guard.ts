import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { keptAddress } from './kept-address.js';
import { PUBLIC_PAGE } from './request-parts.js';

/** Thrown when a stranger opens a closed page; the answer leads through the sign-in page back to it. */
export class SignInNeeded extends UnauthorizedException {
  constructor(readonly next: string) {
    super();
  }
}

/** Keeps strangers out of every page that is not marked public. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.context.user) {
      return true;
    }
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_PAGE, [context.getHandler(), context.getClass()])) {
      return true;
    }
    throw new SignInNeeded(request.method === 'POST' ? '' : keptAddress(request.originalUrl));
  }
}
