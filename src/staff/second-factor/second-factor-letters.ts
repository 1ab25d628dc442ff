import type { EntityManager } from 'typeorm';
import type { MailService } from '../../mail/mail.service.js';
import { Staff } from '../staff.entity.js';

/** What somebody of the office reads of their second factor, since it may not have been them. */
const NEWS = {
  reset: ' сбросил администратор',
  off: ' отключён',
  'recovery code': ': использован резервный код',
} as const;

/** Writes to somebody of the office that their second factor has changed. */
export async function tellOfSecondFactor(
  tx: EntityManager,
  mail: MailService,
  id: string,
  news: keyof typeof NEWS,
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { email, name } = await tx.findOneByOrFail(Staff, { id });
  const told = { reset: news === 'reset', off: news === 'off', ...data };
  await mail.queue(tx, { kind: 'second-factor', to: email, name, subjectEnd: NEWS[news], data: told });
}
