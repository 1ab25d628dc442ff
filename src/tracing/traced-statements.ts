import { context, type Span, SpanKind, trace } from '@opentelemetry/api';
import pg from 'pg';
import { failed } from '../core/traced.js';
import { type Statement, statementName, withoutValues } from './statement-span.js';

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/**
 * Lets each statement of a page, a letter or a job be a span within it. All ways to the database end in this one public
 * method of the driver; what is asked outside of any span, as the looks of each second, is none, nor what timers ask that a
 * request has left behind.
 */
export function traceStatements(pool: pg.Pool): void {
  const { Client } = pool as unknown as { Client: typeof pg.Client };
  // TypeORM brings the driver along once more where the product runs bundled.
  for (const client of new Set([pg.Client.prototype, Client.prototype])) wrap(client);
}

function wrap(client: { query: Query }): void {
  const { query } = client;
  client.query = function (this: pg.Client, ...args: unknown[]): unknown {
    const statement = statementOf(args[0]);
    if (!statement || trace.getActiveSpan()?.isRecording() !== true) return query.apply(this, args);
    const span = trace.getTracer('kabinet').startSpan(statementName(statement), {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': withoutValues(statement.text) },
    });
    return inSpan(span, () => query.apply(this, told(span, args)));
  };
}

/** A callback, where there is one, is called in the span outside of the statement; else a promise tells of the end. */
function told(span: Span, args: unknown[]): unknown[] {
  const last = args.at(-1);
  if (typeof last !== 'function') return args;
  const callback = last as (error: unknown, ...rest: unknown[]) => void;
  const ended = (error: unknown, ...rest: unknown[]) => {
    if (error) failed(span, error);
    span.end();
    callback(error, ...rest);
  };
  return [...args.slice(0, -1), context.bind(context.active(), ended)];
}

function inSpan(span: Span, ask: () => unknown): unknown {
  let answer: unknown;
  try {
    answer = ask();
  } catch (error) {
    failed(span, error);
    span.end();
    throw error;
  }
  if (answer instanceof Promise) {
    void answer.catch((error: unknown) => failed(span, error)).finally(() => span.end());
  }
  return answer;
}

/** Streams of rows (COPY) have ends of their own and are no spans. */
function statementOf(first: unknown): Statement | undefined {
  if (typeof first === 'string') return { text: first };
  const { text, name, submit } = (first ?? {}) as { text?: unknown; name?: string; submit?: unknown };
  return typeof text === 'string' && typeof submit !== 'function' ? { text, name } : undefined;
}
