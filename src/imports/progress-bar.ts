const WIDTH = 30;
const STEP = 10;

/** What a terminal must be able to do. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows in a terminal how far something is: a bar that grows, or a line now and then where the output goes to a file. */
export class ProgressBar {
  private shown = -1;

  constructor(private readonly terminal: Terminal) {}

  /** So much is done, of so much. */
  show(done: number, goal: number): void {
    if (goal <= 0) return;
    const exact = Math.min(100, Math.floor((100 * done) / goal));
    const percent = this.terminal.isTTY ? exact : exact - (exact % STEP);
    if (percent <= this.shown) return;
    this.shown = percent;
    if (!this.terminal.isTTY) {
      if (percent > 0) this.terminal.write(`Выполнено ${percent}\u00A0%\n`);
      return;
    }
    const filled = Math.round((WIDTH * percent) / 100);
    this.terminal.write(
      `\r[${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${String(percent).padStart(3)} %`,
    );
  }

  /** Takes the bar away, so that what follows begins at a new line. */
  clear(): void {
    if (this.terminal.isTTY && this.shown >= 0) this.terminal.write(`\r${' '.repeat(WIDTH + 8)}\r`);
  }
}
