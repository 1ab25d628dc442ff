import { Injectable } from '@nestjs/common';
import { METERS_FORM } from './meters.samples.js';
import { ImportJobs } from '../../imports/import-jobs.js';
import { brought, type ImportKind } from '../../imports/import-kinds.js';
import { OPERATORS } from '../../panel/person.js';
import { METER_COLUMNS } from './meter-columns.js';
import { MetersImportService } from './meters-import.service.js';
import type { MetersReport } from './meters-report.js';
import { isUseful, metersWords } from './meters-report-words.js';

/** The kind of jobs that load meters and readings. */
export const METERS_JOB = 'meters';

/** Meters and readings among the kinds of imports. */
export function meterImports(imports: MetersImportService): ImportKind<MetersReport> {
  return {
    job: METERS_JOB,
    roles: OPERATORS,
    form: METERS_FORM,
    brings: { meters: brought('Счетчики и показания', METER_COLUMNS) },
    imports,
    isUseful,
    isGood: ({ new: added, changed, unchanged, kept }) => added + changed + unchanged + kept > 0,
    words: metersWords,
    undo: (report) => (isUseful(report) ? report.importId : undefined),
  };
}

/** Tells of them when the module begins. */
@Injectable()
export class MetersImportKind {
  constructor(jobs: ImportJobs, imports: MetersImportService) {
    jobs.register(meterImports(imports));
  }
}
