import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { filesOf } from './files.js';
import { projectPath, projectRoot } from './project.js';

/** Settings of a process; undefined leaves one out. */
export type Settings = Record<string, string | undefined>;

/** How a command ended. */
export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both streams in the order they came. */
  output: string;
}

interface Options {
  input?: string | Buffer;
  /** Milliseconds until the command is killed. */
  within?: number;
}

const secret = randomBytes(36).toString('base64url');
const inherited = ['PATH', 'HOME', 'USER', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH'];

/** A product on the server of the run runs as a role that owns nothing, as a trial does; '' as the owner's address leaves it as it is. */
function asRunningRole(settings: Settings): Settings {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: owner } = settings;
  const [server, role] = [process.env.TEST_POSTGRES_URL, process.env.TEST_RUNNING_ROLE];
  if (!url || owner !== undefined || !server || !role || !URL.canParse(url)) return settings;
  const [given, known, running] = [new URL(url), new URL(server), new URL(url)];
  if (given.host !== known.host || given.username !== known.username || given.password !== known.password) {
    return settings;
  }
  running.username = role;
  running.password = role;
  return { ...settings, DATABASE_URL: running.href, DATABASE_OWNER_URL: url };
}

/** The environment of the product: nothing of the developer's own settings leaks in. */
export function productEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
  const all = {
    ...kept,
    APP_SECRET: secret,
    LOG_LEVEL: 'info',
    MAIL_FROM: 'noreply@kabinet.maxkom.ru',
    // A folder of files belongs to one database.
    FILES_DIR: settings.DATABASE_URL && filesOf(settings.DATABASE_URL),
    ...asRunningRole(settings),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Runs `node dist/cli.js …` to its end. */
export function cli(args: string[], settings: Settings = {}, options: Options = {}): Promise<CommandResult> {
  return runNode([projectPath('dist', 'cli.js'), ...args], settings, options);
}

/** Runs `node dist/main.js` that is expected to end by itself, as with a wrong setting. */
export function runMain(settings: Settings, options: Options = {}): Promise<CommandResult> {
  return runNode([projectPath('dist', 'main.js')], settings, options);
}

function runNode(
  args: string[],
  settings: Settings,
  { input, within = 120_000 }: Options,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: projectRoot, env: productEnvironment(settings) });
    const result: CommandResult = { code: null, stdout: '', stderr: '', output: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        result[stream] += chunk;
        result.output += chunk;
      });
    }
    const timer = setTimeout(() => {
      result.output += `\n(killed by the test after ${within} ms)`;
      child.kill('SIGKILL');
    }, within);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ ...result, code });
    });
    child.stdin.on('error', () => undefined); // it may end before it has read its input
    child.stdin.end(input);
  });
}
