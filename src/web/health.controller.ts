import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../core/tokens.js';
import { Readiness } from './readiness.js';
import { Public } from './request-parts.js';

/** Tells a supervisor whether the process lives and whether it can serve. */
@Controller('health')
@Public()
export class HealthController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  live(): object {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<object> {
    if (this.readiness.isLeaving) throw new ServiceUnavailableException();
    await this.pool.query('SELECT 1').catch(() => {
      throw new ServiceUnavailableException();
    });
    return { status: 'ok' };
  }
}
