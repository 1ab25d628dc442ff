import { readFile } from 'node:fs/promises';
import { projectPath } from './paths.js';

let version: Promise<string> | undefined;

/** The version of the portal, as package.json has it. */
export function productVersion(): Promise<string> {
  return (version ??= readFile(projectPath('package.json'), 'utf8').then(
    (text) => (JSON.parse(text) as { version: string }).version,
  ));
}
