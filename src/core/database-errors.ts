import { EntityNotFoundError } from 'typeorm';

/** Too slow, or two transactions in each other's way: trying again helps. */
const BUSY = /^(57014|55P03|40001|40P01|25P03)$/;
const AWAY = /^(08...|57P0[123]|53300)$/;
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying|not connected|Query read timeout|already released|not queryable/i;
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const UNUSABLE_VALUE = new Set(['22P02', '22003', '22021', '22P05', '22007', '22008']);

/** The status of an answer for an error that is no HTTP error: 503 when PostgreSQL is away or cannot write, 404 for a value that cannot exist, else 500. */
export function classify(error: unknown): 404 | 500 | 503 {
  const code = codeOf(error);
  if (BUSY.test(code) || isAway(error) || isUnableToWrite(error)) {
    return 503;
  }
  const missing = error instanceof EntityNotFoundError || UNUSABLE_VALUE.has(code);
  return missing ? 404 : 500;
}

/** True when PostgreSQL itself has refused, so that nothing was committed; a connection that broke off tells nothing. */
export function isRefused(error: unknown): boolean {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P|58)/.test(code) && !SOCKET.has(code);
}

/** True when an error says no more than that PostgreSQL cannot be reached or takes nobody in. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return AWAY.test(code) || SOCKET.has(code) || (error instanceof Error && AWAY_WORDS.test(error.message));
}

/** True when PostgreSQL lets nobody in for a moment: all the connections of the server, the database or the role are taken. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === '53300';
}

/** True when no connection was had in time: all are taken, or the machine is busy; whether PostgreSQL is away this does not tell. */
export function isCrowded(error: unknown): boolean {
  return error instanceof Error && /timeout exceeded when trying/i.test(error.message);
}

/** What the office is told of that, without a capital letter. */
export const CANNOT_WRITE = 'на диске базы данных нет места, или она закрыта для записи';

/** True when PostgreSQL cannot write for want of room, memory or a sound disk, or may not: what it was asked is not to blame. */
export function isUnableToWrite(error: unknown): boolean {
  return /^(?:53[0-9A-Z]{3}|58[0-9A-Z]{3}|25006)$/.test(codeOf(error));
}

/** True for the refusal of a unique index, of the named one if a name is given. */
export function isTaken(error: unknown, constraint?: string): boolean {
  return codeOf(error) === '23505' && (constraint === undefined || constraintOf(error) === constraint);
}

/** True when the named foreign key refuses a reference to a row that is not there. */
export function isAbsent(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23503' && constraintOf(error) === constraint;
}

/** True when somebody else is at work on these rows: a lock was waited for too long, or two transactions met. */
export function isLocked(error: unknown): boolean {
  return ['55P03', '40P01', '40001'].includes(codeOf(error));
}

/** True when a constraint refuses what somebody else has made or removed meanwhile. */
export function isOvertaken(error: unknown): boolean {
  return ['23505', '23503'].includes(codeOf(error));
}

function constraintOf(error: unknown): string | undefined {
  const driver = (error as { driverError?: { constraint?: string } } | null)?.driverError ?? error;
  return (driver as { constraint?: string } | null)?.constraint;
}

function codeOf(error: unknown): string {
  const wrapped = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = wrapped?.driverError?.code ?? wrapped?.code;
  return typeof code === 'string' ? code : '';
}
