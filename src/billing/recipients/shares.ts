import type { Payees, Recipient } from './recipient.js';

/** What a recipient is to get; sums in kopecks. */
export interface Share {
  readonly recipient: Recipient;
  readonly kopecks: bigint;
  /** The services that it is paid for, in the order of the document. */
  readonly services: readonly string[];
}

/** What is to be paid, and to whom it goes. */
export interface Division {
  /** The main recipient first; one share where all goes to one. They add up to what is asked for. */
  readonly shares: readonly Share[];
  /** There is a debt, an advance or a payment that nobody has told the recipient of: the main one has it. */
  readonly untold: boolean;
  /** Those who are paid ahead, and how much: it has lowered the shares of the others. */
  readonly ahead: readonly Owing[];
  /** Those who are owed something, where advances of the others are more, so that nothing is to be paid in all. */
  readonly covered: readonly Owing[];
}

/** A sum of a recipient. */
interface Owing {
  readonly recipient: Recipient;
  readonly kopecks: bigint;
}

/** The part of a document that matters for who is paid. */
export interface Divided {
  readonly closing: bigint;
  readonly lines: readonly {
    readonly service: string;
    readonly total: bigint;
    /** Whom the file names, or null. */
    readonly recipientId: number | null;
  }[];
  /** What the file says is owed beyond the lines, by recipient. */
  readonly beside: readonly (readonly [recipientId: number, kopecks: bigint])[];
}

/** Payments that have come since, and whom they were for where the registry says so. */
export type Told = readonly (readonly [recipientId: number | null, kopecks: bigint])[];

interface Part {
  readonly recipient: Recipient;
  readonly services: string[];
  kopecks: bigint;
}

/**
 * Divides what a document asks for: each line goes to its recipient, and whatever nobody has told the recipient of (a
 * debt or an advance of former months, penalties, payments) to the main one. What is paid ahead to one lowers the others,
 * for the document asks for no more.
 */
export function divide({ closing, lines, beside }: Divided, payees: Payees): Division {
  const parts = new Map<number, Part>();
  const part = (recipient: Recipient): Part => {
    const known = parts.get(recipient.id) ?? { recipient, services: [], kopecks: 0n };
    parts.set(recipient.id, known);
    return known;
  };
  let rest = closing;
  for (const { service, total, recipientId } of lines) {
    const its = part(payees.for(service, recipientId));
    its.kopecks += total;
    rest -= total;
    if (!its.services.includes(service)) its.services.push(service);
  }
  for (const [id, kopecks] of beside) {
    const recipient = payees.byId(id);
    if (!recipient || kopecks === 0n) continue;
    part(recipient).kopecks += kopecks;
    rest -= kopecks;
  }
  if (rest !== 0n) part(payees.main).kopecks += rest;
  if (parts.size === 0) part(payees.main);
  const all = mainFirst([...parts.values()], payees.main);
  const owing = all.filter(({ kopecks }) => kopecks > 0n);
  const ahead = owing.length > 0 ? all.filter(({ kopecks }) => kopecks < 0n) : [];
  const told = (some: readonly Part[], sign: bigint): Owing[] =>
    some.map(({ recipient, kopecks }) => ({ recipient, kopecks: sign * kopecks }));
  const covers = {
    ahead: told(ahead, -1n),
    covered: closing > 0n || ahead.length === 0 ? [] : told(owing, 1n),
  };
  return { shares: evened(all), untold: rest !== 0n, ...covers };
}

/** What is left of the shares when so much is owed by now: told payments lower their own, others the first. */
export function left(shares: readonly Share[], owed: bigint, told: Told): readonly Share[] {
  const parts = shares.map((share): Part => ({ ...share, services: [...share.services] }));
  let paid = parts.reduce((sum, { kopecks }) => sum + kopecks, 0n) - owed;
  // What was given back is the share of whoever has given it back once more.
  const own = parts.map((its) => ({ its, kopecks: toldOf(its, told) }));
  for (const { its, kopecks } of own) {
    if (kopecks >= 0n) continue;
    its.kopecks -= kopecks;
    paid -= kopecks;
  }
  // Also where a newer balance says that more is owed: what a recipient has got, nobody is asked for once more.
  for (const { its, kopecks } of own) paid -= take(its, kopecks);
  if (paid < 0n) {
    // A balance that is newer says more than the document.
    parts[0]!.kopecks -= paid;
    return parts;
  }
  for (const its of parts) paid -= take(its, paid);
  return parts;
}

/** What a part was paid, less what was given back. */
function toldOf({ recipient }: Part, told: Told): bigint {
  return told.reduce((sum, [id, kopecks]) => (id === recipient.id ? sum + kopecks : sum), 0n);
}

/** Takes so much of a part, and no more than it has; gives what was taken. */
function take(part: Part, kopecks: bigint): bigint {
  const taken = kopecks <= 0n ? 0n : least(part.kopecks, kopecks);
  part.kopecks -= taken;
  return taken;
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function mainFirst(parts: readonly Part[], main: Recipient): Part[] {
  const of = (isMain: boolean) => parts.filter(({ recipient }) => (recipient.id === main.id) === isMain);
  return [...of(true), ...of(false)];
}

/** Nobody is asked for less than nothing: an advance lowers the others, unless all together are paid ahead. */
function evened(parts: readonly Part[]): readonly Share[] {
  if (parts.reduce((sum, { kopecks }) => sum + kopecks, 0n) < 0n) return parts;
  let ahead = 0n;
  for (const part of parts) {
    if (part.kopecks >= 0n) continue;
    ahead -= part.kopecks;
    part.kopecks = 0n;
  }
  for (const part of parts) ahead -= take(part, ahead);
  return parts;
}
