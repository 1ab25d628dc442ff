import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import type { PanelPerson, StaffRole } from '../panel/person.js';
import { STAFF_PAGE } from '../web/request-parts.js';

/** Marks a page of the office, below `/office`, and names who may open it; a page there without it stops the start. */
export function OfficePage(...roles: readonly [StaffRole, ...StaffRole[]]): ClassDecorator & MethodDecorator {
  return SetMetadata(STAFF_PAGE, roles);
}

/** Who of the office makes a request; only on pages of the office. */
export function personOf({ context }: Request): PanelPerson {
  const { staff, ip, id: requestId } = context;
  if (!staff) throw new Error('This page is none of the office');
  return { staff, ip, requestId };
}

/** Who of the office makes the request, as `staffActor` and services take them. */
export const CurrentStaff = createParamDecorator((_: unknown, context: ExecutionContext): PanelPerson =>
  personOf(context.switchToHttp().getRequest<Request>()),
);
