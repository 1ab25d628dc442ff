import type { Request } from 'express';
import type { Form } from '../../web/form.js';
import { withNext } from '../../web/kept-address.js';
import { type Page, view } from '../../web/page.js';
import type { KeyOwners } from '../keys/challenges.js';
import type { OwnActor, SecondFactorState } from './app-factor.js';

/** Of two windows the later one is told. */
export const CHANGED = 'Пароль или вход с кодом изменились в другом окне: начните ещё раз.';

/** Who is at a page about their own app, and what they have. */
export interface AppOwner {
  readonly id: string;
  readonly login: string;
  readonly state: SecondFactorState;
  readonly actor: OwnActor;
  /** The page leads nowhere else. */
  readonly forced: boolean;
  /** Has just shown the password, and is asked for it no second time. */
  readonly fresh: boolean;
  /** The session that stays when the others end, where one does. */
  readonly session?: string;
}

/** What the pages about one's own app need to know of one kind of people. */
export abstract class AppPages<Owner extends AppOwner> {
  abstract readonly of: KeyOwners;
  abstract readonly here: string;
  abstract readonly portal: string;
  abstract readonly timeZone: string;

  /** Who asks, or the page that has to come first. */
  abstract owner(request: Request): Promise<Owner | Page>;
  /** Says on the form what was not proven, and gives the status of the page; undefined when all is right. */
  abstract unproven(
    request: Request,
    form: Form<{ current: string; code?: string }>,
    owner: Owner,
  ): Promise<number | undefined>;
  /** What follows in the browser where the app was changed. */
  abstract changed(request: Request, owner: Owner): Promise<void>;
  /** Whether nobody may be without a second factor by now. */
  abstract get isDue(): boolean;
  /** Where whoever has saved the recovery codes goes on. */
  abstract onward(next: string): string;
  /** By what somebody comes in when the app is gone. */
  abstract left(state: SecondFactorState): string;
  /** What stands on all pages besides. */
  protected abstract looks(owner: Owner): Readonly<Record<string, unknown>>;

  /** Whether the app may not be switched off: one is due, and there is no key in its place. */
  mustStay({ keys }: SecondFactorState): boolean {
    return this.isDue && keys === 0;
  }

  /** An address of these pages that carries on what was asked for, if anything was. */
  withNext(next: string, path = ''): string {
    return withNext(`${this.here}${path}`, next);
  }

  /** A page of this kind. */
  page(
    template: string,
    owner: Owner,
    data: { title: string; [name: string]: unknown },
    status?: number,
  ): Page {
    const { forced, state } = owner;
    const told = { forced, state, due: this.mustStay(state), here: this.here, portal: this.portal };
    return view(
      `codes/${template}`,
      { ...told, style: 'css/second-factor.css', ...this.looks(owner), ...data },
      status,
    );
  }
}
