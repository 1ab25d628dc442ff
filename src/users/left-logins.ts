import { type EntityManager, IsNull, Not } from 'typeorm';
import type { AuditService } from '../audit/audit.service.js';
import type { MailService } from '../mail/mail.service.js';
import { asTyped } from './as-typed.js';
import { emailKey } from './email-address.js';
import { loginKey } from './login-name.js';
import { fullName } from './person-name.js';
import { User } from './user.entity.js';

/** What is told of a login that has moved on, and where. */
interface Tellers {
  readonly audit: AuditService;
  readonly mail: MailService;
}

/**
 * Gives a resident the address that they have just confirmed as the login. It may still be the login of who had the address
 * before: theirs becomes their own present address, and a letter tells them. The caller has set the resident's key aside, so
 * that the chain ends: each of its addresses has one confirmed owner, and that of the first is the resident.
 */
export async function takeLogin(
  tx: EntityManager,
  tellers: Tellers,
  userId: string,
  address: string,
): Promise<void> {
  const key = loginKey(address);
  const holder = await tx.findOneBy(User, { loginKey: key, emailConfirmedAt: Not(IsNull()) });
  if (holder && emailKey(holder.login) !== emailKey(holder.email)) {
    await tx.query('UPDATE users SET login_key = id WHERE id = $1', [holder.id]);
    await takeLogin(tx, tellers, holder.id, holder.email);
    await tell(tx, tellers, holder);
  }
  await tx.query('UPDATE users SET login = $2, login_key = $3 WHERE id = $1', [userId, address, key]);
}

async function tell(tx: EntityManager, { audit, mail }: Tellers, holder: User): Promise<void> {
  const { id, email, login: before } = holder;
  const details = { login: email, before };
  await audit.record(tx, { kind: 'system' }, 'user.login-changed', { kind: 'user', id }, details);
  await mail.queue(tx, {
    kind: 'login-changed',
    to: email,
    name: fullName(holder),
    userId: id,
    data: { login: email, before: asTyped(before) },
  });
}
