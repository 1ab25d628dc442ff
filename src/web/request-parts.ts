import { createParamDecorator, type ExecutionContext, NotFoundException, SetMetadata } from '@nestjs/common';
import { isRowNumber, isUuid } from '../core/ids.js';
import type { Request } from 'express';
import { isMonth } from '../text/month.js';
import { composed, hasForbiddenCharacters } from '../text/russian.js';
import type { ResidentSession, SignedInUser, RequestContext } from '../core/request-context.js';

const request = (context: ExecutionContext): Request => context.switchToHttp().getRequest<Request>();

/** Marks a page that strangers may open; all others are closed. */
export const PUBLIC_PAGE = 'public page';
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(PUBLIC_PAGE, true);

/** Names the roles that may open a page of the office; `OfficePage` of the office sets it. */
export const STAFF_PAGE = 'staff page';

/** Marks a POST handler whose form may bring files: only at its address such a form is read. */
export const FILES_TAKEN = 'files taken';
export const TakesFiles = (): MethodDecorator => SetMetadata(FILES_TAKEN, true);

/** The signed-in resident; only on pages that are not public. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedInUser | undefined => request(context).context.user,
);

/** The session of the signed-in resident. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): ResidentSession | undefined => request(context).context.session,
);

/** The request itself as the journal and the limits see it. */
export const CurrentContext = createParamDecorator(
  (_: unknown, context: ExecutionContext): RequestContext => request(context).context,
);

/** An identifier from the path; anything else than a uuid does not exist. */
export const Id = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = request(context).params[name];
  if (typeof value !== 'string' || !isUuid(value)) {
    throw new NotFoundException();
  }
  return value;
});

/** The number of a row from the path; anything else does not exist. */
export const RowNumber = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = request(context).params[name];
  if (typeof value !== 'string' || !isRowNumber(value)) {
    throw new NotFoundException();
  }
  return value;
});

/** A month from the path, such as `2026-10`; anything else does not exist. */
export const Month = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = request(context).params[name];
  if (typeof value !== 'string' || !isMonth(value)) {
    throw new NotFoundException();
  }
  return value;
});

/** One parameter of the address as clean text; absent, doubled or malformed gives an empty string. */
export const QueryText = createParamDecorator((name: string, context: ExecutionContext): string => {
  const value = request(context).query[name];
  return typeof value === 'string' && value.length <= 500 && !hasForbiddenCharacters(value)
    ? composed(value).trim()
    : '';
});
