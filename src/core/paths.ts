import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');

/** A path inside the product's folder, wherever it was started from. */
export function projectPath(...parts: string[]): string {
  return resolve(ROOT, ...parts);
}
