import type { RequestPhoto, ServiceRequest, Channel } from './service-request.js';

/** A request as it is taken from a resident or a caller. */
export interface NewRequest {
  readonly channel: Channel;
  readonly externalNumber?: string;
  /** Where, if the office knows the flat; then house and address are those of the account. */
  readonly accountId?: string;
  readonly houseId?: string;
  /** In words: of what is not a flat of an account, such as «Лесная, 4, подъезд 2», or what nobody has checked yet. */
  readonly address?: string;
  /** The resident of the portal whose request it is. */
  readonly userId?: string;
  readonly applicant: string;
  readonly phone: string;
  readonly access: string;
  readonly category: string;
  readonly emergency: boolean;
  readonly text: string;
  readonly photos?: readonly RequestPhoto[];
  readonly formKey: string;
  /** The open request that it is about the same as: «У меня тоже». */
  readonly sameAs?: string;
}

/** What became of it: a number, or too many, or something that is not there. */
export type Registered =
  | { readonly kind: 'registered'; readonly request: ServiceRequest; readonly again: boolean }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'no category' }
  | { readonly kind: 'no place' };
