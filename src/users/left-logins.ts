import type { EntityManager } from 'typeorm';
import type { AuditService } from '../audit/audit.service.js';
import { emailKey } from './email-address.js';
import { loginKey } from './login-name.js';
import { one } from '../core/query.js';

const HOLDER = 'SELECT id, login, email FROM users WHERE login_key = $1 AND email_confirmed_at IS NOT NULL';

/**
 * Gives a resident the address that they have just confirmed as the login. It may still be the login of who had the address
 * before: theirs becomes their own present address. The caller has set the resident's key aside, so that the chain ends:
 * each of its addresses has one confirmed owner, and that of the first is the resident.
 */
export async function takeLogin(
  tx: EntityManager,
  audit: AuditService,
  userId: string,
  address: string,
): Promise<void> {
  const holder = await one<{ id: string; login: string; email: string }>(tx, HOLDER, [loginKey(address)]);
  if (holder && emailKey(holder.login) !== emailKey(holder.email)) {
    await tx.query('UPDATE users SET login_key = id WHERE id = $1', [holder.id]);
    await takeLogin(tx, audit, holder.id, holder.email);
    const details = { login: holder.email, before: holder.login };
    const object = { kind: 'user', id: holder.id } as const;
    await audit.record(tx, { kind: 'system' }, 'user.login-changed', object, details);
  }
  await tx.query('UPDATE users SET login = $2, login_key = $3 WHERE id = $1', [
    userId,
    address,
    loginKey(address),
  ]);
}
