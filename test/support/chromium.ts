import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from 'playwright-core';
import { projectPath, projectRoot } from './project.js';

const STARTS = 3;

/**
 * Starts the Chromium of the npm package @sparticuz/chromium with the fonts of dejavu-fonts-ttf, so that a machine
 * needs neither system libraries nor fonts; TEST_CHROMIUM names another executable (macOS, ARM).
 */
export async function launchChromium(): Promise<Browser> {
  const options = await launchOptions();
  return started(() => chromium.launch(options));
}

/** The same with a folder in which it keeps what a browser keeps when it is closed. */
export async function launchLasting(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const all = { ...(await launchOptions()), ...options };
  return started(() => chromium.launchPersistentContext(folder, all));
}

/** Chromium itself dies of a signal in one of some thousand starts, before it has seen a page; it is tried twice more. */
async function started<T>(launch: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch();
    } catch (error) {
      if (tries === STARTS || !/signal=SIG(SEGV|TRAP|ABRT|ILL|BUS)/.test(String(error))) throw error;
      console.warn(`Chromium has died at its start: ${String(error).slice(0, 200)}`);
    }
  }
}

async function launchOptions(): Promise<LaunchOptions> {
  const folder = await unpackedFolder();
  const own = process.env.TEST_CHROMIUM;
  return {
    executablePath: own ?? join(folder, 'chromium'),
    headless: true,
    args: [
      '--no-sandbox', // root has none, and a container often forbids it to others
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
    env: {
      ...withoutUndefined(process.env),
      HOME: folder,
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      ...(own ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }),
    },
  };
}

/** Each user of the machine has a folder of their own, unpacked once and complete from its first moment. */
async function unpackedFolder(): Promise<string> {
  const { version } = JSON.parse(
    await readFile(projectPath('node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { version: string };
  const user = process.getuid?.();
  const folder = join(tmpdir(), `kabinet-chromium-${version}-${user ?? 'user'}`);
  if (!(await exists(folder))) await unpack(folder);
  const { uid } = await stat(folder);
  if (user !== undefined && uid !== user) throw new Error(`${folder} belongs to another user: remove it`);
  await writeFontconfig(folder);
  return folder;
}

async function unpack(folder: string): Promise<void> {
  const draft = await mkdtemp(`${folder}-`);
  try {
    // The package unpacks into the temporary folder of its process, libraries only where it believes to be on AWS.
    const code = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    await mkdir(join(draft, 'font-cache'));
    await chmod(draft, 0o700);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(folder))) throw error; // else another worker was quicker
  }
}

async function writeFontconfig(folder: string): Promise<void> {
  const fonts = projectPath('node_modules/dejavu-fonts-ttf/ttf');
  const alias = (family: string, font: string) =>
    `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <selectfont><rejectfont><glob>${fonts}/DejaVuMath*</glob></rejectfont></selectfont>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  ${alias('serif', 'DejaVu Serif')}
  ${alias('monospace', 'DejaVu Sans Mono')}
  <match target="pattern"><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>
`;
  const draft = join(folder, `fonts.conf.${process.pid}`);
  await writeFile(draft, config);
  await rename(draft, join(folder, 'fonts.conf'));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
