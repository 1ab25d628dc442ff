/** Lets what Node and packages warn of be one line each; by themselves they write as many as they like. */
export function warnInOneLine(write: (line: string) => void): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => write(`${name}: ${message.replace(/\s+/g, ' ')}`));
}
