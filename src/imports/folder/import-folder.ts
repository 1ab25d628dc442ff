import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Jobs } from '../../core/jobs.service.js';
import { KeptFiles } from '../../core/kept-files.js';
import { Log } from '../../core/log.js';
import { OnceTold } from '../../core/once-told.js';
import { projectPath } from '../../core/paths.js';
import { Periodic } from '../../core/periodic.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { ImportJobs } from '../import-jobs.js';
import { shownName } from '../shown-name.js';
import { stepAfter } from './arrival-outcome.js';
import {
  ARRIVED,
  type ArrivingFile,
  arrivingFiles,
  DONE,
  FAILED,
  FOLDERS_OF_ITS_OWN,
  printOf,
} from './arriving-files.js';
import { type ImportPlace, ImportPlaces } from './import-places.js';
import { Quiet } from './quiet.js';
import { SettledFiles } from './settled-files.js';

const LOOK_MS = 5000;
const ACTOR = { kind: 'system', name: 'папка обмена' } as const;
/** One instance at a time looks what is to be done next. */
const TURN = "SELECT pg_try_advisory_xact_lock(hashtext('import folder')) AS mine";

/**
 * Loads what is dropped into IMPORT_DIR, by the folder in which it lies: a copy is checked by a job and, when nothing is to
 * be asked, loaded by another one; then the file goes to `done` or `failed` with a report beside it. What jobs there are
 * about a file says how far it is, so that whoever is killed at any moment leaves nothing that the next look does not see.
 */
@Injectable()
export class ImportFolder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks: Periodic;
  private readonly quiet: Quiet;
  private readonly root: string;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly jobs: Jobs,
    private readonly imports: ImportJobs,
    private readonly places: ImportPlaces,
    private readonly settled: SettledFiles,
    private readonly files: KeptFiles,
    log: Log,
  ) {
    const quietMs = config.exchange.importQuietSeconds * 1000;
    const told = new OnceTold(log, ARRIVED);
    this.looks = new Periodic(() => told.of(() => this.look()), Math.min(LOOK_MS, quietMs));
    this.quiet = new Quiet(quietMs);
    this.root = projectPath(config.exchange.importDir);
  }

  onApplicationBootstrap(): void {
    if (this.config.background && this.config.exchange.importDir !== '') this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  private async look(): Promise<void> {
    for (const folder of [...FOLDERS_OF_ITS_OWN, ...Object.keys(this.places.folders)]) {
      await mkdir(join(this.root, folder), { recursive: true });
    }
    const whole = this.quiet.of(await arrivingFiles(this.root, FOLDERS_OF_ITS_OWN), performance.now());
    if (whole.length > 0) await this.goOn(whole);
  }

  private async goOn(files: readonly ArrivingFile[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const turn = await one<{ mine: boolean }>(tx, TURN);
      if (!turn?.mine) return;
      // One that cannot be read or moved does not keep the others.
      const troubles: unknown[] = [];
      for (const file of files) {
        if (!this.looks.stopping) await this.next(file).catch((error: unknown) => troubles.push(error));
      }
      if (troubles.length > 0) throw troubles[0];
    });
  }

  private async next(file: ArrivingFile): Promise<void> {
    const place = await this.places.find(file.folder);
    if (!place) {
      return this.settled.strange(file, join(this.root, FAILED), this.places.folders);
    }
    const single = `${file.folder}/${file.name} ${file.print}`;
    const step = stepAfter(await this.jobs.about(single), place.kind);
    if (step.do === 'check') await this.check(file, place, single);
    if (step.do === 'load') {
      const order = this.imports.orderAfter(step.checked, false, ACTOR);
      if (order) await this.begin({ kind: place.kind.job, single, ...order });
    }
    if (step.do === 'settle') {
      const folders = { done: join(this.root, DONE), failed: join(this.root, FAILED) };
      await this.settled.settle(file, step, folders, place.kind.roles);
      await this.jobs.settle(single);
    }
  }

  /** Takes a copy, which nobody writes to while it is read. */
  private async check(file: ArrivingFile, place: ImportPlace, single: string): Promise<void> {
    const name = shownName(file.name);
    const kept = await this.files.keep(file.path, name);
    if ((await printOf(file.path)) !== file.print) return this.files.remove(kept);
    const { kind, what, layout } = place;
    const order = this.imports.checkOf({ name, file: kept }, { kind: what, layout }, ACTOR);
    await this.begin({ kind: kind.job, single, ...order });
  }

  private async begin(job: Parameters<Jobs['queueSingle']>[1]): Promise<void> {
    await this.database.transaction((tx) => this.jobs.queueSingle(tx, job));
    this.jobs.begin();
  }
}
