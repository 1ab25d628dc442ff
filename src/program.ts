import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Runs a program of the product from the few files that scripts/bundle.mjs makes of it: to load its three thousand modules
 * one by one takes most of a start. Where something was compiled since (npm run dev), the modules themselves are right.
 */
export async function runProgram(name: 'start' | 'command-line'): Promise<void> {
  const here = (path: string) => new URL(path, import.meta.url);
  const [made, compiled] = [here('bin/.made-of'), here('.tsbuildinfo')];
  const fresh =
    existsSync(made) &&
    (!existsSync(compiled) ||
      readFileSync(made, 'utf8') === createHash('sha256').update(readFileSync(compiled)).digest('hex'));
  await import(here(fresh ? `bin/${name}.js` : `${name}.js`).href);
}
