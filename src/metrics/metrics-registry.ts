import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Each tick of the monitor wakes the process. */
const LAG_EVERY_MS = 20;

/** All figures of this process; those of Node come by themselves. */
@Injectable()
export class MetricsRegistry extends Registry {
  constructor() {
    super();
    collectDefaultMetrics({ register: this, eventLoopMonitoringPrecision: LAG_EVERY_MS });
  }

  /** A figure that is set from time to time. */
  gauge<Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this] });
  }
}
