import { Inject, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Pool } from 'pg';
import type { Config } from '../core/config.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { productVersion } from '../core/version.js';
import { RequestTrace } from '../web/request-watch.js';
import { RequestSpans } from './request-spans.js';
import { traceStatements } from './traced-statements.js';

/** A collector that does not answer must not hold a stop for longer. */
const LAST_MS = 3000;

/** Sends what was traced to a collector; its sampler, headers and limits are those of the SDK's own settings (`OTEL_…`). */
@Injectable()
class Tracing implements OnModuleInit, OnApplicationShutdown {
  private provider?: NodeTracerProvider;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async onModuleInit(): Promise<void> {
    const named = { 'service.name': 'kabinet', 'service.version': await productVersion() };
    this.provider = new NodeTracerProvider({
      resource: resourceFromAttributes(named).merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: this.config.tracing!.url }))],
    });
    this.provider.register();
    traceStatements(this.pool);
  }

  async onApplicationShutdown(): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, LAST_MS).unref());
    await Promise.race([this.provider?.shutdown().catch(() => undefined), late]);
  }
}

/** Traces by OpenTelemetry; loaded only where OTEL_EXPORTER_OTLP_ENDPOINT is set. */
@Module({
  providers: [Tracing, RequestSpans, { provide: RequestTrace, useExisting: RequestSpans }],
  exports: [RequestTrace],
})
export class TracingModule {}
