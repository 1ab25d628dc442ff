import { JobRefused } from '../core/refusals.js';

/** A load that cannot be made at all, mostly because of the file. */
export class ImportRefused extends JobRefused {}
