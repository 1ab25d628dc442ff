import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { SignedInStaff } from '../core/request-context.js';

/** Tells who of the office has opened an address that is nobody's page, so that they keep their menu. */
@Injectable()
export class OfficeVisitor {
  /** Set before any request by whoever knows the sessions of the office. */
  find: (request: Request) => Promise<SignedInStaff | undefined> = () => Promise.resolve(undefined);
}
