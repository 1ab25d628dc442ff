import { Inject, Injectable } from '@nestjs/common';
import { type Express, type Request, type Response, urlencoded } from 'express';
import { DataSource } from 'typeorm';
import { staffActor } from '../audit/audit.js';
import { JobReports } from '../billing/panel/job-reports.js';
import { SlipsService } from '../code-words/slips.service.js';
import { PhotosService } from '../meters/photos/photos.service.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Storage } from '../platform/files/storage.js';
import { Log } from '../platform/log.js';
import type { PanelResource, PanelStaff } from '../platform/panel.js';
import { CONFIG } from '../platform/tokens.js';
import { limited } from '../platform/web/body-limit.js';
import { view } from '../platform/web/page.js';
import { PageWriter } from '../platform/web/page-writer.js';
import { PanelJournal } from '../staff/panel-journal.js';
import { StaffCookie } from '../staff/staff-cookie.js';
import { missing } from './gate.js';
import { staffOf } from './guard.js';
import { mountPanel } from './mount.js';
import { type PanelPage, panelRoutes, rolesOf } from './pages.js';
import { RoundLists } from './round-lists.js';

/** Token of what the modules declare for the staff panel. */
export const PANEL_RESOURCES = Symbol('panel resources');

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const NUMBER = /^\d{1,18}$/;
const MOST_WORDS = 2000;
const MOST_BYTES = 1024 * 1024;

/** Who acts at this request, as the journal names them. */
function actorOf(request: Request, response: Response): ReturnType<typeof staffActor> {
  const { ip, id: requestId } = request.visit;
  return staffActor({ staff: staffOf(response), ip, requestId });
}

/** Joins the panel to the product: its settings, its database, its staff. */
@Injectable()
export class PanelMount {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PANEL_RESOURCES) private readonly resources: readonly PanelResource[],
    private readonly database: DataSource,
    private readonly cookie: StaffCookie,
    private readonly slips: SlipsService,
    private readonly jobs: JobReports,
    private readonly roundLists: RoundLists,
    private readonly photos: PhotosService,
    private readonly storage: Storage,
    private readonly journal: PanelJournal,
    private readonly pages: PageWriter,
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
      scratch: () => this.storage.scratch(),
      refused: (status, request, response) => this.journal.refused(status, actorOf(request, response)),
      viewed: (id, request, response) => this.journal.viewed(id, actorOf(request, response)),
      log: (error) => this.log.error(error, 'panel'),
      pages: this.ownPages(),
    });
  }

  /** Nobody until a one-time password has been changed: the sign-in page leads there. */
  private async current(request: Request): Promise<PanelStaff | undefined> {
    const staff = await this.cookie.current(request);
    return staff?.mustChangePassword ? undefined : staff;
  }

  /** Every address of the panel with who may use it, for a test that compares them with a list. */
  routes(): string[] {
    return panelRoutes(this.resources, this.ownPages());
  }

  private ownPages(): PanelPage[] {
    const of = (resource: string, action: string) => rolesOf(this.resources, resource, action);
    return [
      {
        method: 'post',
        path: '/slips',
        roles: of('code-words', 'issue'),
        parse: limited(urlencoded({ extended: false, limit: MOST_BYTES }), MOST_BYTES),
        answer: (request, response) => this.sheet(request, response),
      },
      {
        method: 'get',
        path: '/jobs/:id/file',
        roles: of('jobs', 'show'),
        answer: (request, response) => this.jobFile(request, response),
      },
      this.roundLists.page(this.resources),
      {
        method: 'get',
        path: '/readings/:id/photos/:photoId',
        roles: of('readings', 'show'),
        answer: (request, response) => this.photo(request, response),
      },
    ];
  }

  /** The words come in the body and are kept nowhere: neither in an address nor in a log. */
  private async sheet(request: Request, response: Response): Promise<void> {
    // there is no body at all when it came as something else than a form
    const { words } = (request.body ?? {}) as { words?: unknown };
    const list = typeof words === 'string' ? words.split(/\r?\n/).filter(Boolean) : [];
    const actor = actorOf(request, response);
    const slips = await this.slips.sheet(list.slice(0, MOST_WORDS), actor);
    const left = Math.max(0, list.length - MOST_WORDS);
    const page = view('link/slips', {
      title: 'Кодовые слова',
      layout: 'print',
      slips,
      left,
      most: MOST_WORDS,
    });
    await this.pages.write(response, page);
  }

  /** A file that a job has left; its place on the disk is never told by the address. */
  private async jobFile(request: Request, response: Response): Promise<void> {
    const id = String(request.params.id);
    const file = UUID.test(id) ? await this.jobs.file(id, staffOf(response).role) : undefined;
    if (!file) return missing(request, response);
    response.type(file.type);
    // the folder may stand below one that begins with a dot
    response.download(file.path, file.name, { dotfiles: 'allow', cacheControl: false }, (error) => {
      if (error && !response.headersSent) missing(request, response);
    });
  }

  /** A photo of a dial. */
  private async photo(request: Request, response: Response): Promise<void> {
    const [id, photoId] = [String(request.params.id), String(request.params.photoId)];
    const bytes = NUMBER.test(id) ? await this.photos.forStaff(id, photoId) : undefined;
    if (!bytes) return missing(request, response);
    response.set('Content-Security-Policy', "sandbox; default-src 'none'");
    response.type('image/jpeg').send(bytes);
  }
}
