import { stopTestPostgres } from './test-postgres.js';

/** Jest calls this once after all suites. */
export default stopTestPostgres;
