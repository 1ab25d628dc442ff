import { startTestPostgres } from './test-postgres.js';

/** Jest calls this once before all suites. */
export default startTestPostgres;
