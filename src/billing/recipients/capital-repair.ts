/** Capital repair has a part of its own on the receipt, and may be paid to a fund. */
export function isCapitalRepair(service: string): boolean {
  return /капитальн\p{L}*\s+ремонт|капремонт/iu.test(service);
}
