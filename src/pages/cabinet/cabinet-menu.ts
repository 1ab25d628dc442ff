import { isHidden, type Right, type Rights } from '../../accounts/household/rights.js';

/** A line of the menu; `here` as `aria-current` takes it. */
export interface CabinetLine {
  readonly title: string;
  readonly href: string;
  readonly here: '' | 'page' | 'true';
}

interface Section {
  readonly title: string;
  /** Where it begins while no account has been chosen. */
  readonly href: string;
  /** Addresses that begin so belong to it. */
  readonly paths: readonly string[];
  /** Its pages below `/accounts/<id>/`, the first of them where it begins. */
  readonly pages?: readonly string[];
  /** Shown only to those who have it. */
  readonly right?: Right;
}

const ACCOUNT = /^\/accounts\/([\da-f-]{36})(?:\/([^/]+))?/;

/** The cabinet and its services in few words: the five of the start page stand there as the manual has them. */
const SECTIONS: readonly Section[] = [
  { title: 'Кабинет', href: '/accounts', paths: ['/accounts'] },
  { title: 'Баланс', href: '/services/balance', paths: [], pages: ['balance', 'changes'], right: 'money' },
  {
    title: 'Показания',
    href: '/services/readings',
    paths: ['/readings'],
    pages: ['readings'],
    right: 'readings',
  },
  { title: 'Квитанции', href: '/services/receipt', paths: [], pages: ['receipts', 'pay'], right: 'money' },
  { title: 'Заявки', href: '/requests', paths: ['/requests', '/services/request'] },
  { title: 'Книга жалоб', href: '/book/entries', paths: ['/book', '/services/complaints'] },
];

/** An account that somebody sees, with what they may there. */
export interface SeenAccount {
  readonly id: string;
  readonly may: Rights;
}

/**
 * The menu of a resident on a page; services of an account lead to those of the same account, and only services that are
 * open there stand in it, elsewhere those that some account opens. A newcomer is shown them all.
 */
export function cabinetMenu(path: string, found: boolean, seen: readonly SeenAccount[]): CabinetLine[] {
  const [, account, page = ''] = ACCOUNT.exec(path) ?? [];
  const [here] = seen.filter(({ id }) => id === account);
  const opens = here ? [here] : seen;
  const isOpen = ({ right }: Section): boolean => right === undefined || !isHidden(right, opens);
  const own = SECTIONS.find(({ pages }) => account !== undefined && pages?.includes(page));
  const current =
    own ?? SECTIONS.find(({ href, paths }) => [href, ...paths].some((one) => isBelow(path, one)));
  return SECTIONS.filter(isOpen).map((section) => {
    const { title, pages } = section;
    const href = found && account && pages ? `/accounts/${account}/${pages[0]}` : section.href;
    return { title, href, here: section !== current ? '' : href === path ? 'page' : 'true' };
  });
}

/** Whether an address is this one, or one below it. */
function isBelow(path: string, address: string): boolean {
  return path === address || path.startsWith(`${address}/`);
}
