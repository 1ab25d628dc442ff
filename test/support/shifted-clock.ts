/**
 * Given to a process by NODE_OPTIONS=--import: its clock is ahead by TEST_CLOCK_AHEAD milliseconds. The database keeps
 * its own time.
 */
const ahead = Number(process.env.TEST_CLOCK_AHEAD ?? 0);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[], self) =>
    Reflect.construct(target, values.length === 0 ? [RealDate.now() + ahead] : values, self) as Date,
  get: (target, name, self) =>
    name === 'now' ? () => RealDate.now() + ahead : (Reflect.get(target, name, self) as unknown),
});
