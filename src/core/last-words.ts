import { Clock } from './clock.js';
import type { Config } from './config.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { WrongSetting } from './settings-reader.js';
import { startTrouble } from './start-trouble.js';

/** What a start that has failed says, in one line: which setting is to blame, or, for what nobody expected, a line of the log. */
export function lastWords(error: unknown, config: Config | undefined): string {
  if (error instanceof WrongSetting || error instanceof EmbeddedPostgresError) return error.message;
  const trouble = config && startTrouble(error, config);
  if (trouble !== undefined) return trouble;
  const { message = String(error), stack } = error as { message?: string; stack?: string };
  const time = new Clock().now().toISOString();
  return JSON.stringify({ level: 60, time, context: 'start', stack, msg: message });
}
