import { UNIT_TYPES } from './address.js';

const SHORT = Object.entries(UNIT_TYPES)
  .map(([type, { short }]) => `WHEN '${type}' THEN '${short && `${short} `}'`)
  .join(' ');

/** SQL of the full address over houses `h` and units `n`: the twin of `fullAddress`. */
export const FULL_ADDRESS = `h.address || CASE WHEN n.number = '' THEN '' ELSE ', ' || CASE n.type ${SHORT} END || n.number END`;
