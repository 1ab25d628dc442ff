import { readFileSync } from 'node:fs';

/**
 * Given to a process by NODE_OPTIONS=--import: its clock is ahead by as many milliseconds as the file TEST_CLOCK says.
 * The database keeps its own time. At SIGUSR2 the file is read again, and what is done from time to time, once a minute
 * or more rarely, comes due, as when the time has really passed.
 */
const path = process.env.TEST_CLOCK ?? '';
const MINUTE_MS = 60_000;
const RealDate = Date;
const realSetInterval = setInterval;
const realClearInterval = clearInterval;
const periodic = new Map<unknown, () => void>();

let ahead = Number(readFileSync(path, 'utf8'));

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[], self) =>
    Reflect.construct(target, values.length === 0 ? [RealDate.now() + ahead] : values, self) as Date,
  get: (target, name, self) =>
    name === 'now' ? () => RealDate.now() + ahead : (Reflect.get(target, name, self) as unknown),
});

globalThis.setInterval = ((work: () => void, ms: number) => {
  const timer = realSetInterval(work, ms);
  if (ms >= MINUTE_MS) periodic.set(timer, work);
  return timer;
}) as typeof setInterval;

globalThis.clearInterval = ((timer: NodeJS.Timeout) => {
  periodic.delete(timer);
  realClearInterval(timer);
}) as typeof clearInterval;

process.on('SIGUSR2', () => {
  ahead = Number(readFileSync(path, 'utf8'));
  for (const work of periodic.values()) work();
  console.log(JSON.stringify({ msg: `the clock is ahead by ${ahead} ms` }));
});
