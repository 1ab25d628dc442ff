import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Counter, Histogram } from 'prom-client';
import type { RequestLine } from '../core/log.js';
import { RequestWatch } from '../web/request-watch.js';
import { MetricsRegistry } from './metrics-registry.js';
import { methodLabel, routeLabel } from './route-label.js';

/** Seconds; a page that takes longer than the last one is broken. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Stays open for hours. */
const STREAM = /^text\/event-stream/;

/** Those of one kind of answer. */
interface Figures {
  readonly total: Counter.Internal;
  readonly seconds: Histogram.Internal<'method' | 'route'>;
}

/** Counts answers by page and status, and how long they took. */
@Injectable()
export class RequestMetrics extends RequestWatch {
  private readonly total: Counter<'method' | 'route' | 'status'>;
  private readonly seconds: Histogram<'method' | 'route'>;
  private readonly known = new Map<string, Figures>();

  constructor(registry: MetricsRegistry) {
    super();
    const registers = [registry];
    this.total = new Counter({
      ...{
        name: 'kabinet_http_requests_total',
        help: 'Answers by page and status; 499: nobody waited for it',
      },
      ...{ labelNames: ['method', 'route', 'status'], registers },
    });
    this.seconds = new Histogram({
      ...{
        name: 'kabinet_http_request_seconds',
        help: 'From the first byte of a request to the last of its answer',
      },
      ...{ labelNames: ['method', 'route'], buckets: BUCKETS, registers },
    });
  }

  /** Called after each answer, so it looks a page up by one key and counts: a page is asked for thousands of times. */
  answered(request: Request, { status, ms }: RequestLine): void {
    const { method, originalUrl: url } = request;
    const template = (request.route as { path?: unknown } | undefined)?.path;
    const about = { template, url, method, status };
    const [verb, route] = [methodLabel(about), routeLabel(about)];
    const key = `${verb} ${status} ${route}`;
    let figures = this.known.get(key);
    if (!figures) this.known.set(key, (figures = this.figuresOf(verb, route, status)));
    figures.total.inc();
    if (!STREAM.test(String(request.res?.getHeader('content-type')))) figures.seconds.observe(ms / 1000);
  }

  private figuresOf(method: string, route: string, status: number): Figures {
    return {
      total: this.total.labels({ method, route, status }),
      seconds: this.seconds.labels({ method, route }),
    };
  }
}
