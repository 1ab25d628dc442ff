import { Inject, Injectable, type LoggerService, type OnApplicationShutdown } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { CONFIG } from './tokens.js';
import type { Config } from './config.js';
import { isAway, isCrowded } from './database-errors.js';

const FLUSH_MS = 200;
const REFUSED = new Set([401, 403, 409, 413, 429]);

/** Nest tells of every module and route that it wires; that is for those who debug. */
const WIRING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** What the log tells of an answered request. */
export interface RequestLine {
  readonly id: string;
  readonly method: string;
  /** Without what a query holds. */
  readonly path: string;
  /** 499: whoever asked did not wait for the end. */
  readonly status: number;
  readonly ms: number;
}

/** The log of the product: JSON lines on standard output, without personal data, codes or passwords. */
@Injectable()
export class Log implements LoggerService, OnApplicationShutdown {
  private readonly pino: Logger;
  private readonly out: ReturnType<typeof pino.destination>;
  private readonly flushTimer: NodeJS.Timeout;
  private outage = false;
  private crowded = false;

  constructor(@Inject(CONFIG) config: Config) {
    this.out = pino.destination({ fd: 1, sync: false, minLength: 4096 });
    this.pino = pino(
      { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      this.out,
    );
    this.flushTimer = setInterval(() => this.pino.flush(), FLUSH_MS).unref();
  }

  /** One line for an answered request; of a refused one also where only warnings are kept, since the journal names its number. */
  request(line: RequestLine): void {
    const level = REFUSED.has(line.status) ? 'warn' : 'info';
    this.pino[level]({ ...line, ms: Math.round(line.ms * 10) / 10 }, 'request');
  }

  /** What may be an attack, with the number of its request, which the journal has too. */
  security(message: string, requestId: string | undefined): void {
    this.pino.warn({ context: 'security', id: requestId }, message);
  }

  log(message: unknown, ...details: unknown[]): void {
    const from = context(details);
    this.pino[WIRING.has(from ?? '') ? 'debug' : 'info']({ context: from }, String(message));
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.pino.warn({ context: context(details) }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    if (isCrowded(message)) {
      this.databaseCrowded(textOf(message));
      return;
    }
    if (isAway(message)) {
      this.databaseAway(textOf(message));
      return;
    }
    const from = context(details);
    // What Nest says of a port that it cannot have, the start says itself.
    this.pino[from === 'NestApplication' ? 'debug' : 'error'](
      { context: from, stack: stackOf(message) ?? stackOf(details[0]) },
      textOf(message),
    );
  }

  /** A warning until PostgreSQL answers again; that it is away the watch says, which has a connection of its own. */
  private databaseCrowded(why: string): void {
    if (!this.outage && !this.crowded) {
      this.pino.warn({ context: 'database' }, `No connection to PostgreSQL in time: ${why}`);
    }
    this.crowded = true;
  }

  /** One line an outage and no stack: every page and every task meets it. */
  databaseAway(why: string): void {
    if (!this.outage) this.pino.error({ context: 'database' }, `PostgreSQL is away: ${why}`);
    this.outage = true;
  }

  /** Ends an outage. */
  databaseAnswers(): void {
    if (this.outage) this.pino.info({ context: 'database' }, 'PostgreSQL is back');
    this.outage = this.crowded = false;
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.pino.debug({ context: context(details) }, String(message));
  }

  onApplicationShutdown(): void {
    clearInterval(this.flushTimer);
    this.out.flushSync();
  }
}

function context(details: unknown[]): string | undefined {
  const last = details.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function textOf(message: unknown): string {
  return message instanceof Error ? message.message : String(message);
}

/** Where it happened. Values of a failed query stay out: they may be personal. */
function stackOf(value: unknown): string | undefined {
  if (value instanceof Error) {
    return value.stack;
  }
  return typeof value === 'string' && value.includes('\n') ? value : undefined;
}
