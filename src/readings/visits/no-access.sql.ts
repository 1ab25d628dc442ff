/** Older visits say nothing of whether somebody is at home. */
const DAYS = 60;

/** Whether a visit `v` that found a door shut was lately before a day. */
export const lately = (day: string): string => `v.day BETWEEN ${day}::date - ${DAYS} AND ${day}::date`;
