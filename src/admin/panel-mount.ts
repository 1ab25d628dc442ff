import { Inject, Injectable } from '@nestjs/common';
import type { Express, Request } from 'express';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Log } from '../platform/log.js';
import type { PanelResource, PanelStaff } from '../platform/panel.js';
import { CONFIG } from '../platform/tokens.js';
import { StaffCookie } from '../staff/staff-cookie.js';
import { mountPanel } from './mount.js';

/** Token of what the modules declare for the staff panel. */
export const PANEL_RESOURCES = Symbol('panel resources');

/** Joins the panel to the product: its settings, its database, its staff. */
@Injectable()
export class PanelMount {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PANEL_RESOURCES) private readonly resources: readonly PanelResource[],
    private readonly database: DataSource,
    private readonly cookie: StaffCookie,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Puts the panel at `/admin`. */
  mount(app: Express): void {
    mountPanel(app, {
      resources: this.resources,
      database: this.database,
      companyName: this.config.company.name,
      accent: this.config.accentColor,
      timeZone: this.config.timeZone,
      publicOrigin: this.config.publicUrl,
      currentStaff: (request) => this.current(request),
      signOut: (request) => this.cookie.end(request),
      now: () => this.clock.now(),
      log: (error) => this.log.error(error, 'panel'),
    });
  }

  /** Nobody until a one-time password has been changed: the sign-in page leads there. */
  private async current(request: Request): Promise<PanelStaff | undefined> {
    const staff = await this.cookie.current(request);
    return staff?.mustChangePassword ? undefined : staff;
  }
}
