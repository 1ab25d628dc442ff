import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { partsOf } from '../core/parts.js';
import type { Express } from 'express';
import { DataSource } from 'typeorm';
import {
  type PanelAction,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
  PANEL_GROUPS,
  PanelPart,
} from './declaration.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { FormKeys } from '../core/form-keys.js';
import { Log } from '../core/log.js';
import { Storage } from '../core/storage.js';
import { CONFIG } from '../core/tokens.js';
import { PageWriter } from '../web/page-writer.js';
import { checkResources } from './check.js';
import { mountPanel } from './mount.js';
import { type CountedCard, countedCards } from './cards.js';
import type { PanelOffice } from './panel-office.js';
import type { PanelPage } from './panel-page.js';
import type { PanelStaff } from './person.js';
import { type BoardView, boards } from './reports.js';
import { ROOT } from './settings.js';
import type { WorkMenu } from './work-menu.js';
import { panelRoutes } from './panel-pages.js';
import { withSubjects } from './subjects.js';
import { Workbooks } from './workbooks.js';

interface Declared {
  readonly resources: PanelResource[];
  readonly pages: PanelPage[];
}

/** A line of the menu that leads to a list. */
interface MenuLine {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly group: string;
}

/** Joins what the modules declare for the staff panel to the product: its settings, its database, its office. */
@Injectable()
export class PanelMount {
  private known?: Declared;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly discovery: DiscoveryService,
    private readonly database: DataSource,
    private readonly formKeys: FormKeys,
    private readonly storage: Storage,
    private readonly writer: PageWriter,
    private readonly workbooks: Workbooks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Puts the panel at `/admin`. */
  mount(app: Express, office: PanelOffice, work: WorkMenu): void {
    mountPanel(app, {
      ...this.declared(),
      office,
      work,
      writer: this.writer,
      database: this.database,
      companyName: this.config.company.name,
      accent: this.config.accentColor,
      timeZone: this.config.timeZone,
      publicOrigin: this.config.publicUrl,
      now: () => this.clock.now(),
      workbooks: this.workbooks,
      scratch: () => this.storage.scratch(),
      once: (key, content, work, changed) =>
        this.formKeys.once({ database: this.database, key, content }, work, changed),
      log: (error, requestId) => this.log.error(error, `panel, request ${requestId}`),
    });
  }

  /** The lists that somebody may open, in the order of the menu. */
  menuOf({ role }: PanelStaff): MenuLine[] {
    return this.declared().resources.flatMap(({ id, label, menu, roles }) =>
      menu && roles.includes(role)
        ? { id, title: label, path: `${ROOT}/resources/${id}`, group: PANEL_GROUPS[menu.group] }
        : [],
    );
  }

  /** The cards of somebody, counted now. */
  counted(staff: PanelStaff): Promise<CountedCard[]> {
    const { resources } = this.declared();
    return countedCards(resources, this.database, this.config.timeZone, staff, this.clock.now());
  }

  /** The boards that somebody may see, with the list behind each. */
  boards(staff: PanelStaff): Promise<BoardView[]> {
    return boards(this.declared().resources, staff, this.clock.now());
  }

  /** Every address of the panel with who may use it, for a test that compares them with a list. */
  routes(): string[] {
    const { resources, pages } = this.declared();
    return panelRoutes(resources, pages);
  }

  private declared(): Declared {
    return (this.known ??= this.find());
  }

  private find(): Declared {
    const parts = partsOf<PanelDefinition>(this.discovery, PanelPart);
    const resources = resourcesOf(parts);
    checkResources(resources);
    return { resources, pages: parts.flatMap((part) => part.pages?.() ?? []) };
  }
}

/** Puts together what modules declare: each resource with what modules above it add to it, in the order of the menu. */
function resourcesOf(definitions: readonly PanelDefinition[]): PanelResource[] {
  const additions = definitions.map((definition) => definition.additions?.() ?? {});
  const resources = definitions.flatMap((definition) => definition.resource?.() ?? []);
  const known = new Set(resources.map(({ id }) => id));
  const strange = additions.flatMap((addition) => Object.keys(addition)).find((id) => !known.has(id));
  if (strange !== undefined) {
    throw new Error(`Panel: something is added to ${strange}, which nobody declares`);
  }
  const whole = resources.map((resource) => {
    const more = additions.map((addition) => addition[resource.id] ?? {});
    const columns = [resource, ...more].flatMap(({ columns = {} }) => Object.entries(columns));
    const actions = [resource, ...more].flatMap(({ actions = {} }) => Object.entries(actions));
    return {
      ...resource,
      columns: Object.fromEntries(columns.map(([name, column]) => [name, withIdType(column, resources)])),
      related: [resource, ...more].flatMap(({ related = [] }) => related),
      histories: [resource, ...more].flatMap(({ histories = [] }) => histories),
      actions: Object.fromEntries(actions.toSorted(byPlace)),
    };
  });
  whole.sort((one, other) => (one.menu?.place ?? 0) - (other.menu?.place ?? 0));
  return withSubjects(whole);
}

/** A reference has the ids of what it leads to. */
function withIdType(column: PanelColumn, resources: readonly PanelResource[]): PanelColumn {
  if (column.type !== 'reference') return column;
  const idType = resources.find(({ id }) => id === column.resource)?.idType;
  return idType === 'number' ? { ...column, idType } : column;
}

function byPlace([, one]: [string, PanelAction], [, other]: [string, PanelAction]): number {
  return Number(other.first ?? false) - Number(one.first ?? false);
}
