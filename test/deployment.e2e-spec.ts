import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { projectPath } from './support/project.js';

const deploy = (...parts: string[]) => projectPath('deploy', ...parts);
const has = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** A drill by programs of Debian: where they are not installed it is said to be skipped. */
const by = (isThere: boolean) => (isThere ? it : it.skip);

/** Runs a program to its end; gives all it said, and fails where it did not like what it was given. */
function run(program: string, args: string[], env: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    ...{ cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } },
  });
  expect([program, status, `${stdout}${stderr}`]).toEqual([program, 0, expect.anything()]);
  return `${stdout}${stderr}`;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-deployment-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('What offices install', () => {
  by(has('caddy', 'version'))('has a Caddyfile that Caddy takes', () => {
    const env = { DOMAIN: 'kabinet.example.ru', PORTAL: 'portal-1:3000 portal-2:3000', HOME: folder };
    const said = run(
      'caddy',
      ['validate', '--adapter', 'caddyfile', '--config', deploy('caddy', 'Caddyfile')],
      env,
    );
    expect(said).toContain('Valid configuration');
  });

  // it opens the ports that it reads of, which only root may
  by(process.getuid?.() === 0 && has('nginx', '-v') && has('openssl', 'version'))(
    'has a site that nginx takes',
    () => {
      const [certificate, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
      const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=kabinet.example.ru'];
      run('openssl', [...made, '-keyout', key, '-out', certificate]);
      const site = readFileSync(deploy('nginx', 'kabinet.conf'), 'utf8');
      writeFileSync(join(folder, 'site.conf'), site.replaceAll('/etc/kabinet/tls', folder));
      writeFileSync(
        join(folder, 'nginx.conf'),
        `pid ${folder}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n  include ${folder}/site.conf;\n}\n`,
      );
      expect(run('nginx', ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')])).toContain(
        'test is successful',
      );
    },
  );

  by(has('docker-compose', 'version'))(
    'has containers that Compose takes, none as the owner of the tables',
    () => {
      const container = join(folder, 'deploy', 'container');
      mkdirSync(container, { recursive: true });
      for (const part of ['container', 'caddy']) {
        cpSync(deploy(part), join(folder, 'deploy', part), { recursive: true });
      }
      copyFileSync(projectPath('.env.example'), join(container, 'kabinet.env'));
      // Debian 12 has a Compose that knows no names of projects yet.
      const file = readFileSync(deploy('container', 'compose.yaml'), 'utf8').replace(/^name: .*\n/m, '');
      writeFileSync(join(container, 'compose.yaml'), file);
      const env = { DOMAIN: 'kabinet.example.ru', DATABASE_PASSWORD: 'owner', RUNNING_PASSWORD: 'running' };
      const said = run('docker-compose', ['-f', join(container, 'compose.yaml'), 'config'], env);
      for (const address of [
        'URL: postgres://kabinet_app:running@',
        'OWNER_URL: postgres://kabinet:owner@',
      ]) {
        expect(said.split(`DATABASE_${address}database:5432/kabinet`)).toHaveLength(3);
      }
      for (const [, path] of said.matchAll(/- (\/\S+?):\/\S+:ro/g)) {
        expect([path, existsSync(path!)]).toEqual([path, true]);
      }
    },
  );

  by(has('psql', '--version'))('has a role that owns no table, made once and again', async () => {
    const server = new URL(process.env.TEST_POSTGRES_URL!);
    const env = {
      ...{ PGHOST: server.hostname, PGPORT: server.port, PGPASSWORD: decodeURIComponent(server.password) },
      ...{ POSTGRES_USER: server.username, POSTGRES_DB: 'postgres' },
    };
    const owner = new pg.Client({ connectionString: server.href });
    await owner.connect();
    try {
      for (const RUNNING_PASSWORD of ['first', "it's the second"]) {
        run('sh', [deploy('container', 'running-role.sh')], { ...env, RUNNING_PASSWORD });
      }
      const running = new pg.Client({
        ...{ host: server.hostname, port: Number(server.port), database: 'postgres' },
        ...{ user: 'kabinet_app', password: "it's the second" },
      });
      await running.connect();
      await expect(running.query('CREATE TABLE public.mine ()')).rejects.toThrow('permission denied');
      await running.end();
    } finally {
      await owner.query('DROP ROLE IF EXISTS kabinet_app');
      await owner.end();
    }
  });

  by(has('shellcheck', '--version'))('has scripts without the usual mistakes of shells', () => {
    const scripts = ['install.sh', 'install-drill.sh', 'pgbackrest-drill.sh', 'kabinet'].map((name) =>
      deploy(name),
    );
    const container = ['update.sh', 'running-role.sh'].map((name) => deploy('container', name));
    run('shellcheck', ['--severity=warning', '--exclude=SC1090', ...scripts, ...container]);
  });
});
