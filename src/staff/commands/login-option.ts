import { parseArgs } from 'node:util';

/** The login that a command names; undefined where it names none or says anything else. */
export function loginIn(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { login: { type: 'string' } }, strict: true }).values.login;
  } catch {
    // The usage says it.
    return undefined;
  }
}
