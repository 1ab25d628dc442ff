import { Injectable } from '@nestjs/common';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { methodLabel, routeLabel } from '../metrics/route-label.js';
import { RequestTrace } from '../web/request-watch.js';

/** Asked every few seconds by whoever watches. */
const OF_MACHINES = /^\/health(?=[/?]|$)/;

/** Lets each request be a span, within that of the proxy where it has one; without addresses, names and what was typed. */
@Injectable()
export class RequestSpans extends RequestTrace {
  follow = (request: Request, response: Response, next: NextFunction): void => {
    if (OF_MACHINES.test(request.url)) return next();
    const parent = propagation.extract(context.active(), request.headers);
    const span = trace.getTracer('kabinet').startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    const { originalUrl: url } = request;
    response.once('close', () => {
      const { statusCode: status } = response;
      const template = (request.route as { path?: unknown } | undefined)?.path;
      const about = { template, url, method: request.method, status };
      const [method, route] = [methodLabel(about), routeLabel(about)];
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        ...{ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
        ...{ 'kabinet.request': request.context?.id },
      });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}
