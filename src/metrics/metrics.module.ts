import { Module } from '@nestjs/common';
import { DeskModule } from '../requests/desk/desk.module.js';
import { RequestWatch } from '../web/request-watch.js';
import { DatabaseMetrics } from './database-metrics.js';
import { MetricsRegistry } from './metrics-registry.js';
import { MetricsServer } from './metrics-server.js';
import { ProcessMetrics } from './process-metrics.js';
import { RequestMetrics } from './request-metrics.js';

/** Figures for Prometheus; loaded only where METRICS_PORT is set. */
@Module({
  imports: [DeskModule],
  providers: [
    MetricsRegistry,
    RequestMetrics,
    { provide: RequestWatch, useExisting: RequestMetrics },
    ProcessMetrics,
    DatabaseMetrics,
    MetricsServer,
  ],
  exports: [RequestWatch],
})
export class MetricsModule {}
