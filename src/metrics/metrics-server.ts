import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Config } from '../core/config.js';
import { Log } from '../core/log.js';
import { WrongSetting } from '../core/settings-reader.js';
import { CONFIG } from '../core/tokens.js';
import { DatabaseMetrics } from './database-metrics.js';
import { MetricsRegistry } from './metrics-registry.js';
import { ProcessMetrics } from './process-metrics.js';

const REQUEST_MS = 15_000;

/** Answers Prometheus on a port of its own, which no proxy shows to the world. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server?: Server;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly registry: MetricsRegistry,
    private readonly process: ProcessMetrics,
    private readonly database: DatabaseMetrics,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { metrics, background } = this.config;
    // A command that only lists pages opens no door.
    if (!metrics || !background) return;
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') response.writeHead(404).end();
      else void this.answer(response);
    });
    server.requestTimeout = REQUEST_MS;
    this.server = server;
    await listening(server, metrics.host, metrics.port);
    this.log.log(`metrics on ${metrics.host}:${metrics.port}`);
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer(response: ServerResponse): Promise<void> {
    try {
      await Promise.all([this.process.refresh(), this.database.refresh()]);
      const text = await this.registry.metrics();
      response.writeHead(200, { 'Content-Type': this.registry.contentType }).end(text);
    } catch (error) {
      this.log.error(error, 'metrics');
      response.writeHead(500).end();
    }
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      const why =
        code === 'EADDRINUSE'
          ? `${port} is taken by another program`
          : `cannot listen at ${host}:${port} (${code})`;
      reject(new WrongSetting(`Setting METRICS_PORT: ${why}.`));
    });
    server.listen(port, host, resolve);
  });
}
