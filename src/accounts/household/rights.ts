/** As whom somebody sees an account. */
export const ROLES = {
  owner: 'владелец',
  family: 'член семьи',
  tenant: 'арендатор',
  trusted: 'доверенное лицо',
  payer: 'плательщик',
} as const;

export type Role = keyof typeof ROLES;

/** What one may see and do with an account; `owner` is whatever tells of the owner and the flat: name, area, residents, benefits. */
export const RIGHTS = {
  money: 'баланс, начисления и квитанции',
  readings: 'показания счетчиков',
  requests: 'заявки по этой квартире',
  book: 'обращения об этой квартире',
  photos: 'фотографии',
  owner: 'сведения о владельце',
  inviting: 'приглашать других',
} as const;

export type Right = keyof typeof RIGHTS;

/** What somebody may do with an account, right by right. */
export type Rights = Readonly<Record<Right, boolean>>;

const TABLE: Readonly<Record<Role, readonly Right[]>> = {
  owner: ['money', 'readings', 'requests', 'book', 'photos', 'owner', 'inviting'],
  family: ['money', 'readings', 'requests', 'book', 'photos', 'owner'],
  tenant: ['readings', 'requests', 'book', 'photos'],
  // helps with the flat; complaints are the word of those who live there
  trusted: ['money', 'readings', 'requests', 'photos', 'owner'],
  // pays for others, and is told no more of them than the sums
  payer: ['money'],
};

/** What somebody of this role may do; the tick for money is asked of tenants alone. */
export function rightsOf(role: Role, seesMoney: boolean): Rights {
  const has = (right: Right): boolean =>
    TABLE[role].includes(right) || (role === 'tenant' && right === 'money' && seesMoney);
  return {
    ...{ money: has('money'), readings: has('readings'), requests: has('requests'), book: has('book') },
    ...{ photos: has('photos'), owner: has('owner'), inviting: has('inviting') },
  };
}

/** The same of those who see only what came with them or is their own. */
const OF_TENANTS: Partial<Record<Right, string>> = {
  readings: 'показания счетчиков со дня, когда открыт доступ',
  money: 'баланс, начисления и квитанции с месяца, когда открыт доступ',
  requests: 'свои заявки по этой квартире',
  photos: 'фотографии со дня, когда открыт доступ',
};

/** What a right opens to somebody of this role, in words. */
export function rightWords(right: Right, role: Role): string {
  return (role === 'tenant' && OF_TENANTS[right]) || RIGHTS[right];
}

/** Roles that an owner gives away; owners are made by the office alone. */
export const INVITED_ROLES = ['family', 'tenant', 'trusted', 'payer'] as const satisfies readonly Role[];

/** Whether none of these accounts opens what a right is for; a newcomer, who has none yet, is shown all there is. */
export function isHidden(right: Right, accounts: readonly { readonly may: Rights }[]): boolean {
  return accounts.length > 0 && !accounts.some(({ may }) => may[right]);
}
