/** The services of an account: what they are called, their page below `/accounts/<id>/`, and the right they need. */
export const ACCOUNT_SERVICES = {
  balance: { title: 'Посмотреть баланс лицевого счета', page: 'balance', right: 'money' },
  readings: { title: 'Передать показания', page: 'readings', right: 'readings' },
  receipt: { title: 'Распечатать квитанцию', page: 'receipts', right: 'money' },
} as const;

export type AccountService = keyof typeof ACCOUNT_SERVICES;

/** Whether a text names a service of an account. */
export function isAccountService(text: string): text is AccountService {
  return Object.hasOwn(ACCOUNT_SERVICES, text);
}
