import type { Request } from 'express';
import type { Profile } from './profile.js';

/** Whom residents may sign in with: Russian services only (149-ФЗ, article 8, part 10), or a sign-in that a company runs itself. */
export const PROVIDER_IDS = ['vk', 'yandex', 'oidc'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/**
 * What a resident has gone to a provider for: to sign in and then see a page, to link the profile in this session, or to
 * prove in this session, without a password, who ends other ones.
 */
export type Flow =
  | { readonly next: string }
  | { readonly session: string }
  | { readonly session: string; readonly end: string };

/** What the address of a return says: each value once, none of them strange. */
export type Answer = Readonly<Record<'code' | 'state', string> & Partial<Record<string, string>>>;

/** Who has come back, and what for. */
export interface Return {
  readonly profile: Profile;
  readonly flow: Flow;
}

/** The provider answered, and the answer is no. The message is for the log. */
export class ProviderRefused extends Error {}

/** The provider did not answer in time, or with something that cannot be used. The message is for the log. */
export class ProviderUnavailable extends Error {}

/** One «Войти через профиль в соцсетях»: all that the rest of the product knows of a provider. */
export interface Provider {
  readonly id: ProviderId;
  /** What stands on the button. */
  readonly name: string;
  /** The same in the middle of a sentence. */
  readonly said: string;
  /** Whether the settings name an application there. */
  readonly on: boolean;
  /** What the address of a return must bring besides `code` and `state`. */
  readonly brings: readonly string[];
  /** What it may bring. */
  readonly mayBring: readonly string[];
  /** Whether its own words of a refusal help: of a company's own sign-in, which knows the person. */
  readonly explains: boolean;
  /** Where to send the browser; the cookie that will know it again goes with the answer. */
  begin(request: Request, flow: Flow): Promise<string>;
  /** Who has come back; undefined when this browser has not begun it, or when it is over. */
  finish(request: Request, answer: Answer): Promise<Return | undefined>;
}

/** Where a provider sends the browser back to; to be named in its settings. */
export function callbackOf(publicUrl: string, id: ProviderId): string {
  return `${publicUrl}/auth/${id}/callback`;
}
