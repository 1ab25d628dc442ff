import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../../web/request-parts.js';
import { type Health, HealthService } from './health.service.js';

/** `/health`: which part does not work; a proxy asks `/health/ready`. */
@Controller('health')
@Public()
export class HealthPartsController {
  constructor(private readonly health: HealthService) {}

  @Get()
  async parts(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.health.look();
    response.status(health.status === 'ok' ? 200 : 503);
    return health;
  }
}
