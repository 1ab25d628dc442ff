import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Express } from 'express';
import { DataSource } from 'typeorm';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Log } from '../core/log.js';
import { Storage } from '../core/storage.js';
import { CONFIG } from '../core/tokens.js';
import { PageWriter } from '../web/page-writer.js';
import { checkResources } from './check.js';
import { type PanelDefinition, PanelPart } from './declaration.js';
import { resourcesOf } from './definitions.js';
import { mountPanel } from './mount.js';
import type { PanelOffice } from './panel-office.js';
import { panelRoutes } from './panel-pages.js';

/** Joins what the modules declare for the staff panel to the product: its settings, its database, its office. */
@Injectable()
export class PanelMount {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly discovery: DiscoveryService,
    private readonly database: DataSource,
    private readonly storage: Storage,
    private readonly writer: PageWriter,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Puts the panel at `/admin`. */
  mount(app: Express, office: PanelOffice): void {
    mountPanel(app, {
      ...this.declared(),
      office,
      writer: this.writer,
      database: this.database,
      companyName: this.config.company.name,
      accent: this.config.accentColor,
      timeZone: this.config.timeZone,
      publicOrigin: this.config.publicUrl,
      now: () => this.clock.now(),
      scratch: () => this.storage.scratch(),
      log: (error) => this.log.error(error, 'panel'),
    });
  }

  /** Every address of the panel with who may use it, for a test that compares them with a list. */
  routes(): string[] {
    const { resources, pages } = this.declared();
    return panelRoutes(resources, pages);
  }

  private declared() {
    const parts = this.discovery
      .getProviders()
      .filter((provider) => this.discovery.getMetadataByDecorator(PanelPart, provider) !== undefined)
      .map(({ instance }) => instance as PanelDefinition);
    const resources = resourcesOf(parts);
    checkResources(resources);
    return { resources, pages: parts.flatMap((part) => part.pages?.() ?? []) };
  }
}
