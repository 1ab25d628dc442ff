import type { AccountPage } from '../../accounts/accounts.service.js';
import { isHidden, type Right } from '../../accounts/household/rights.js';

const SERVICES = ['money', 'readings', 'requests', 'book'] as const satisfies readonly Right[];

/** Tiles of what none of these accounts opens are left out. */
export function hiddenServices(
  accounts: readonly Pick<AccountPage, 'may'>[],
): Partial<Record<Right, boolean>> {
  return Object.fromEntries(SERVICES.map((right) => [right, isHidden(right, accounts)]));
}
