import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import type { JournalPart } from '../../panel/panel-office.js';
import type { PanelPerson, StaffRole } from '../../panel/person.js';
import type { FlatCard } from './flat-card.js';

/** How a word is coloured: what is overdue, what is soon, what is well. */
export type Tone = 'late' | 'soon' | 'calm';

/** Something to do with a line, or where there is more. */
interface CardLink {
  readonly label: string;
  readonly href: string;
  /** A button that does it at once: what its form sends. */
  readonly post?: Readonly<Record<string, string>>;
}

/** A line of a block: what, how it stands, and what is known besides. */
export interface CardLine {
  readonly title?: string;
  readonly href?: string;
  readonly tag?: string;
  readonly state?: string;
  readonly tone?: Tone;
  /** Beside the title, where it says how it stands in passing. */
  readonly aside?: string;
  readonly notes?: readonly string[];
  readonly links?: readonly CardLink[];
  /** When it came, where lines of several modules stand in one block: those that wait first, then the newest. */
  readonly at?: Date;
  readonly waits?: boolean;
}

/** A cell of a block's table; numbers stand to the right. */
export interface CardCell {
  readonly text: string;
  readonly note?: string;
  /** A paper, in a window of its own. */
  readonly href?: string;
  /** A page of the office that tells more. */
  readonly page?: string;
  readonly tone?: Tone;
  readonly number?: true;
  /** Of a head: said to those who listen only. */
  readonly unseen?: true;
}

/** What a module shows of a flat; blocks of one title in a column are one block. */
export interface CardBlock {
  readonly title: string;
  readonly column: 1 | 2 | 3;
  /** Its place within the column, from the top. */
  readonly place: number;
  readonly aside?: { readonly text: string; readonly tone?: Tone };
  readonly more?: CardLink;
  readonly lines?: readonly CardLine[];
  readonly table?: { readonly heads: readonly CardCell[]; readonly rows: readonly (readonly CardCell[])[] };
  /** A paper of one's choice: opened in a window of its own by one of the buttons, which add `name=value`. */
  readonly choice?: {
    readonly label: string;
    readonly action: string;
    readonly name: string;
    readonly options: readonly { readonly value: string; readonly text: string }[];
    readonly buttons: readonly { readonly label: string; readonly name?: string; readonly value?: string }[];
  };
  /** So many lines are seen at once, the rest is behind a click. */
  readonly shown?: number;
  readonly foot?: readonly string[];
  /** Said where there is nothing. */
  readonly empty?: string;
}

/** A job at the window, in the order in which people ask for it. */
export interface CardJob extends CardLink {
  readonly place: number;
  /** A key of the keyboard, as pages name it: `KeyR` is «К». */
  readonly key?: string;
  readonly main?: true;
  readonly newWindow?: true;
  /** Of a closed account too. */
  readonly whenClosed?: true;
}

/** What is owed by a flat: what is late, and since when, apart from what may still be paid in time. */
export interface CardDebt {
  readonly since: string | undefined;
  readonly late: bigint;
  readonly inTime: bigint;
  /** The last day to pay the oldest of what is not late: `2026-12-10`. */
  readonly until: string | undefined;
}

/** What a module brings to the card of a flat: a provider of the module, marked as a `CardPart`. */
export interface CardDefinition {
  readonly roles: readonly StaffRole[];
  blocks?(flat: FlatCard, person: PanelPerson): Promise<readonly CardBlock[]>;
  jobs?(flat: FlatCard, person: PanelPerson): readonly CardJob[];
  /** Said with the sum that is owed. */
  owed?(flat: FlatCard): Promise<CardDebt | undefined>;
  /** Jobs for a whole house, on the page of its flats. */
  houseJobs?(houseId: string, person: PanelPerson): readonly CardJob[];
  /** What becomes of it when the account is closed, told to whoever is about to close it. */
  closing?(accountId: string): Promise<readonly string[]>;
  /** Done when the account is closed, within its transaction. */
  closed?(tx: EntityManager, accountId: string, actor: Actor): Promise<unknown>;
  /** Lines of the journal that belong to the flat. */
  readonly histories?: readonly JournalPart[];
}

/** Marks what a module brings to the card of a flat. */
export const CardPart = DiscoveryService.createDecorator();
