import year2026 from './calendars/2026.json' with { type: 'json' };
import year2027 from './calendars/2027.json' with { type: 'json' };
import { WorkingDays } from './working-days.js';

/** The calendars that the portal has; decrees for the next year come in autumn. */
export const WORKING_DAYS = new WorkingDays([year2026, year2027]);
