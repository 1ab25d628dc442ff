/** The services of an account: what they are called, and their page below `/accounts/<id>/`. */
export const ACCOUNT_SERVICES = {
  balance: { title: 'Посмотреть баланс лицевого счета', page: 'balance' },
  readings: { title: 'Передать показания', page: 'readings' },
  receipt: { title: 'Распечатать квитанцию', page: 'receipts' },
} as const;

export type AccountService = keyof typeof ACCOUNT_SERVICES;

/** Whether a text names a service of an account. */
export function isAccountService(text: string): text is AccountService {
  return Object.hasOwn(ACCOUNT_SERVICES, text);
}
