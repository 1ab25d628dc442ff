import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { projectPath, projectRoot } from './project.js';

/** The commit that offices run until they update; whoever makes a release writes it there. */
const commit = readFileSync(projectPath('deploy', 'previous-release'), 'utf8').trim();

/** Whether this clone has it: one without its history has not. */
export const hasPreviousRelease =
  spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: projectRoot, stdio: 'ignore' }).status ===
  0;

/** Builds it with the packages of today, once, and gives the folder. Its types were checked when it was made. */
export async function buildPreviousRelease(): Promise<string> {
  const folder = projectPath('build', `release-${commit.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const run = (command: string, args: string[], cwd = unfinished) =>
    promisify(execFile)(command, args, { cwd, maxBuffer: 2 ** 26 });
  const parts = ['src', 'migrations', 'templates', 'public', 'package.json', 'tsconfig.json'];
  const configs = ['tsconfig.build.json', 'tsconfig.migrations.json'];
  const archive = `${unfinished}.tar`;
  await run('git', ['archive', '--output', archive, commit, ...parts, ...configs], projectRoot);
  await run('tar', ['-xf', archive]);
  rmSync(archive);
  symlinkSync(projectPath('node_modules'), `${unfinished}/node_modules`);
  const options = ['--noCheck', '--composite', 'false', '--sourceMap', 'false'];
  for (const config of configs) {
    await run(process.execPath, [projectPath('node_modules/typescript/bin/tsc'), '-p', config, ...options]);
  }
  // Only the panel's own pages are those of today.
  cpSync(projectPath('dist', 'bundle'), `${unfinished}/dist/bundle`, { recursive: true });
  renameSync(unfinished, folder);
  return folder;
}
