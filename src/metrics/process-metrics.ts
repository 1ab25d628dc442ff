import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Gauge } from 'prom-client';
import { productVersion } from '../core/version.js';
import { POOL } from '../core/tokens.js';
import { DeskHub } from '../requests/desk/desk-hub.js';
import { MetricsRegistry } from './metrics-registry.js';

/** What this process knows of itself without asking: connections for pages, open desks, its version. */
@Injectable()
export class ProcessMetrics {
  private readonly connections: Gauge<'state'>;
  private readonly desks: Gauge;
  private readonly info: Gauge<'version'>;

  constructor(
    registry: MetricsRegistry,
    @Inject(POOL) private readonly pool: Pool,
    private readonly hub: DeskHub,
  ) {
    this.connections = registry.gauge(
      'kabinet_pool_connections',
      'Connections for pages, and requests that wait for one',
      'state',
    );
    this.desks = registry.gauge('kabinet_open_desks', 'Desks of dispatchers that hear of changes at once');
    this.info = registry.gauge('kabinet_info', 'The version of the portal; always 1', 'version');
  }

  /** Sets the figures to what they are now. */
  async refresh(): Promise<void> {
    const { totalCount, idleCount, waitingCount } = this.pool;
    this.connections.set({ state: 'busy' }, totalCount - idleCount);
    this.connections.set({ state: 'idle' }, idleCount);
    this.connections.set({ state: 'waiting' }, waitingCount);
    this.desks.set(this.hub.size);
    this.info.set({ version: await productVersion() }, 1);
  }
}
