import { isCapitalRepair } from './capital-repair.js';
import type { Payees } from './recipient.js';

/** A penalty of which the file names no recipient. */
export interface Fine {
  /** «за капремонт», or the service in whose row it stands. */
  readonly ground: string;
  readonly kopecks: bigint;
}

/**
 * Penalties that belong to others than the main recipient: whoever is paid for the service that the ground names has its
 * penalties too. Together no more than the document asks for penalties, which a file may tell otherwise than their rows.
 */
export function finesOf(
  fines: readonly Fine[],
  most: bigint,
  payees: Payees,
): (readonly [recipientId: number, kopecks: bigint])[] {
  const sums = new Map<number, bigint>();
  let rest = most;
  for (const { ground, kopecks } of fines) {
    const { id } = payees.for(serviceOf(ground), null);
    if (id === payees.main.id) continue;
    const its = kopecks < rest ? kopecks : rest;
    if (its <= 0n) continue;
    sums.set(id, (sums.get(id) ?? 0n) + its);
    rest -= its;
  }
  return [...sums];
}

/** What the ground names, as charges write it; nothing where it may be more than capital repair alone. */
function serviceOf(ground: string): string {
  if (isCapitalRepair(ground)) return SEVERAL.test(ground) ? '' : ground;
  const name = ground.replace(/^(?:за|по|на)\s+/iu, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const SEVERAL = /[,;+]|\sи\s/u;
