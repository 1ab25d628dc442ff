import type { EntityManager } from 'typeorm';
import { affected } from '../core/query.js';

/** The day of grace: until then whoever has asked may think better of it. */
export const GRACE_DAYS = 7;

/** When a login that is to be removed was asked to, and when it goes. */
export interface Removal {
  readonly askedAt: Date;
  readonly dueAt: Date;
}

/** Marks a login to be removed; false where it is already, or is not in use. */
export async function markRemoval(
  tx: EntityManager,
  userId: string,
  { askedAt, dueAt }: Removal,
): Promise<boolean> {
  const count = await affected(
    tx,
    `UPDATE users SET removal_asked_at = $2, removal_due_at = $3, removal_warned_at = NULL
     WHERE id = $1 AND status = 'active' AND removal_due_at IS NULL`,
    [userId, askedAt, dueAt],
  );
  return count === 1;
}

/** Keeps a login that was to be removed; false where it was not, or is gone. */
export async function keepLogin(tx: EntityManager, userId: string): Promise<boolean> {
  const count = await affected(
    tx,
    `UPDATE users SET removal_asked_at = NULL, removal_due_at = NULL, removal_warned_at = NULL
     WHERE id = $1 AND status = 'active' AND removal_due_at IS NOT NULL`,
    [userId],
  );
  return count === 1;
}

/** Notes that the letter of the day before was written; false where it was, or there is nothing to warn of. */
export async function noteWarned(tx: EntityManager, userId: string, now: Date): Promise<boolean> {
  const count = await affected(
    tx,
    'UPDATE users SET removal_warned_at = $2 WHERE id = $1 AND removal_due_at IS NOT NULL AND removal_warned_at IS NULL',
    [userId, now],
  );
  return count === 1;
}

/**
 * Takes everything from a login that tells whose it was. The row stays, since readings, requests and links that the law keeps
 * point at it; the address is free for another registration. False where it is not due.
 */
export async function eraseLogin(tx: EntityManager, userId: string, now: Date): Promise<boolean> {
  const count = await affected(
    tx,
    `UPDATE users SET login = 'удалён', login_key = id::text, email = '', email_key = '', email_confirmed_at = NULL,
       password_hash = NULL, password_changed_at = $2, first_name = '', middle_name = '', last_name = 'Удалённый житель',
       phone = '', status = 'blocked', block_reason = 'Кабинет удалён: житель отозвал согласие', last_sign_in_at = NULL,
       removal_asked_at = NULL, removal_due_at = NULL, removal_warned_at = NULL, removed_at = $2
     WHERE id = $1 AND removal_due_at <= $2 AND removed_at IS NULL`,
    [userId, now],
  );
  return count === 1;
}

/** Logins that are due to be removed, and those whose last day begins; the oldest first, at most $1. */
export const DUE_REMOVALS =
  'SELECT id AS key FROM users WHERE removal_due_at <= now() ORDER BY removal_due_at LIMIT $1';
export const REMOVALS_TO_WARN = `SELECT id AS key FROM users
  WHERE removal_due_at <= now() + interval '1 day' AND removal_warned_at IS NULL ORDER BY removal_due_at LIMIT $1`;
