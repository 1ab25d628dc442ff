import { withoutTail } from '../../text/tail.js';

/** How an address ends that names a flat. */
const FLAT = /[\s,](?:кв\.|кв|квартира)\s*(?:№\s*)?(\d[\p{L}\d/-]{0,9})\.?$/iu;

/** The house and the flat of an address that holds both; undefined where it names no flat. */
export function flatInAddress(
  address: string,
): { readonly house: string; readonly flat: string } | undefined {
  const found = FLAT.exec(address);
  if (!found) return undefined;
  const house = withoutTail(address.slice(0, found.index), /[\s,]/);
  return /\d/.test(house) ? { house, flat: found[1]! } : undefined;
}
