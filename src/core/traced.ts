import { type Attributes, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** Does a piece of work as a span of its own, whoever has begun it, within this program unless it calls another; where no traces are collected it only does the work. */
export function traced<Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
  kind = SpanKind.INTERNAL,
): Promise<Result> {
  return trace.getTracer('kabinet').startActiveSpan(name, { kind, root: true, attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks a span as failed by the code of the error: its words may hold what somebody has typed. */
export function failed(span: Span, error: unknown): void {
  const { code, name } = error as { code?: string | number; name?: string };
  span.setAttribute('error.type', String(code ?? name ?? 'error'));
  span.setStatus({ code: SpanStatusCode.ERROR });
}
