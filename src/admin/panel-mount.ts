import { Inject, Injectable } from '@nestjs/common';
import { type Express, type Request, type Response, Router, urlencoded } from 'express';
import { DataSource } from 'typeorm';
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
import { StaffCookie } from '../staff/staff-cookie.js';
import { missing } from './gate.js';
import { staffOf } from './guard.js';
import { mountPanel } from './mount.js';
import { isId } from './records.sql.js';
import { allowed } from './roles.js';
import { RoundLists } from './round-lists.js';

/** Token of what the modules declare for the staff panel. */
export const PANEL_RESOURCES = Symbol('panel resources');

const MOST_WORDS = 2000;
const MOST_BYTES = 1024 * 1024;

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
      log: (error) => this.log.error(error, 'panel'),
      pages: this.sheets(),
    });
  }

  /** Nobody until a one-time password has been changed: the sign-in page leads there. */
  private async current(request: Request): Promise<PanelStaff | undefined> {
    const staff = await this.cookie.current(request);
    return staff?.mustChangePassword ? undefined : staff;
  }

  /** The words come in the body and are kept nowhere: neither in an address nor in a log. */
  private sheets(): Router {
    const router = Router();
    const form = limited(urlencoded({ extended: false, limit: MOST_BYTES }), MOST_BYTES);
    router.post('/slips', form, async (request: Request, response: Response) => {
      // there is no body at all when it came as something else than a form
      const { words } = (request.body ?? {}) as { words?: unknown };
      const list = typeof words === 'string' ? words.split(/\r?\n/).filter(Boolean) : [];
      const slips = await this.slips.slips(list.slice(0, MOST_WORDS));
      const left = Math.max(0, list.length - MOST_WORDS);
      const page = view('link/slips', {
        title: 'Кодовые слова',
        layout: 'print',
        slips,
        left,
        most: MOST_WORDS,
      });
      await this.pages.write(response, page);
    });
    router.get('/jobs/:id/file', (request, response) => this.jobFile(request, response));
    router.use(this.roundLists.routes(this.resources));
    router.get('/readings/:id/photos/:photoId', (request, response) => this.photo(request, response));
    return router;
  }

  /** A file that a job has left, for those who may open the job; its place on the disk is never told by the address. */
  private async jobFile(request: Request, response: Response): Promise<void> {
    const id = String(request.params.id);
    const resource = this.resource('jobs');
    const may = resource && isId(resource, id) && allowed(resource, 'show', staffOf(response).role);
    const file = may ? await this.jobs.file(id, staffOf(response).role) : undefined;
    if (!file) return missing(request, response);
    response.type(file.type);
    // the folder may stand below one that begins with a dot
    response.download(file.path, file.name, { dotfiles: 'allow', cacheControl: false }, (error) => {
      if (error && !response.headersSent) missing(request, response);
    });
  }

  private resource(id: string): PanelResource | undefined {
    return this.resources.find((one) => one.id === id);
  }

  /** A photo of a dial, for those who may open the reading. */
  private async photo(request: Request, response: Response): Promise<void> {
    const [id, photoId] = [String(request.params.id), String(request.params.photoId)];
    const resource = this.resource('readings') ?? this.resource('accounts');
    const may = allowed(resource, 'show', staffOf(response).role) && /^\d{1,18}$/.test(id);
    const bytes = may ? await this.photos.forStaff(id, photoId) : undefined;
    if (!bytes) return missing(request, response);
    response.set('Content-Security-Policy', "sandbox; default-src 'none'");
    response.type('image/jpeg').send(bytes);
  }
}
