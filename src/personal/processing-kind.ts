import type { Retention } from '../core/retention-settings.js';

/** One kind of processing: what the policy tells residents of it, and what the register of the office says. */
export interface Processing {
  readonly title: string;
  /** Whose data they are. */
  readonly whose: string;
  /** Under which condition, in the policy. */
  readonly only?: string;
  readonly data: string;
  /** What for: to residents, and in the register. */
  readonly why: string;
  readonly purpose: string;
  readonly ground: string;
  readonly more?: string;
  /** The consent that is the ground. */
  readonly document?: string;
  /** Where the data stand; a test asks that no table about people is left out. */
  readonly tables: readonly string[];
  /** How long, each as a sentence of its own. */
  readonly terms: readonly string[];
}

/** Settings that the terms depend on: the same that the chores forget by. */
export interface Terms extends Retention {
  readonly lettersKeepDays: number;
  readonly profiles: boolean;
}
