/** Tells which files have stayed as they are for a while: one that is still being written grows. */
export class Quiet {
  private seen = new Map<string, { print: string; since: number }>();

  constructor(private readonly quietMs: number) {}

  /** Those of the files that have been as they are for long enough; `now` in milliseconds of a clock that nobody sets. */
  of<File extends { path: string; print: string }>(files: readonly File[], now: number): File[] {
    const before = this.seen;
    this.seen = new Map(
      files.map(({ path, print }) => {
        const known = before.get(path);
        return [path, known?.print === print ? known : { print, since: now }];
      }),
    );
    return files.filter(({ path }) => now - this.seen.get(path)!.since >= this.quietMs);
  }
}
