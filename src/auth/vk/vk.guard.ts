import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { Log } from '../../core/log.js';
import { hasForbiddenCharacters } from '../../text/russian.js';
import { VkRefused, VkUnavailable } from './vk-api.js';
import type { VkProfile } from './vk-profile.js';
import type { VkFlow } from './vk-state.js';
import type { VkAnswer } from './vk.strategy.js';

const LONGEST = 4000;

/** How a return from VK ID ended. */
export type VkResult =
  | { readonly kind: 'known'; readonly profile: VkProfile; readonly flow: VkFlow }
  /** Not what this browser began: forged, too old, used, or begun in another one. */
  | { readonly kind: 'strange' }
  /** The resident or VK ID said no. */
  | { readonly kind: 'refused' }
  /** VK ID did not answer. */
  | { readonly kind: 'away' };

/** Runs the strategy at the callback and leaves its result for the page: a refusal is an answer, not an exception. */
@Injectable()
export class VkGuard extends AuthGuard('vkontakte') {
  constructor(private readonly log: Log) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.query['error'] !== undefined) {
      request.vk = { kind: 'refused' };
    } else if (!answerOf(request)) {
      request.vk = { kind: 'strange' };
    } else {
      await super.canActivate(context);
    }
    return true;
  }

  override getAuthenticateOptions(context: ExecutionContext): object {
    const answer = answerOf(context.switchToHttp().getRequest<Request>());
    return { session: false, property: 'vk', answer };
  }

  override handleRequest<T>(error: unknown, profile: VkProfile | false, info?: { state: VkFlow }): T {
    return this.result(error, profile, info) as T;
  }

  private result(error: unknown, profile: VkProfile | false, info?: { state: VkFlow }): VkResult {
    if (error instanceof VkUnavailable || error instanceof VkRefused) {
      this.log.warn(error.message, 'vk');
      return { kind: error instanceof VkRefused ? 'refused' : 'away' };
    }
    if (error) {
      throw error as Error;
    }
    return profile && info ? { kind: 'known', profile, flow: info.state } : { kind: 'strange' };
  }
}

declare module 'express-serve-static-core' {
  interface Request {
    vk?: VkResult;
  }
}

function answerOf({ query }: Request): VkAnswer | undefined {
  const { code, state, device_id } = query;
  return isUsable(code) && isUsable(state) && isUsable(device_id) ? { code, state, device_id } : undefined;
}

function isUsable(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= LONGEST && !hasForbiddenCharacters(value)
  );
}
