import type { AccountPage } from '../../accounts/accounts.service.js';
import type { Right } from '../../accounts/household/rights.js';

const SERVICES = ['money', 'readings', 'requests', 'book'] as const satisfies readonly Right[];

/** Tiles of what none of these accounts opens are left out; a newcomer is shown them all. */
export function hiddenServices(
  accounts: readonly Pick<AccountPage, 'may'>[],
): Partial<Record<Right, boolean>> {
  const isHidden = (right: Right): boolean => accounts.length > 0 && !accounts.some(({ may }) => may[right]);
  return Object.fromEntries(SERVICES.map((right) => [right, isHidden(right)]));
}
