import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runMain } from './support/command.js';
import { EventStream } from './support/event-stream.js';
import { eventually } from './support/eventually.js';
import { freePort } from './support/free-port.js';
import { hire, loadDemo } from './support/office.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NOBODY_HAS = '00000000-0000-4000-8000-000000000000';
const RULES = 'deploy/prometheus/kabinet-alerts.yml';
const promtool = isThere('promtool');

let world: World;
let port: number;

beforeAll(async () => {
  port = await freePort();
  world = await startWorld({ METRICS_PORT: String(port) }, { ownProcess: true });
  await loadDemo(world);
});
afterAll(() => world?.stop());

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function metrics(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/plain'),
  ]);
  return answer.text();
}

/** The figure with all of these labels; undefined where there is none. */
function figure(text: string, name: string, labels: Record<string, string> = {}): number | undefined {
  const line = text
    .split('\n')
    .find(
      (one) =>
        (one.startsWith(`${name}{`) || one.startsWith(`${name} `)) &&
        Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
}

/** Asks again: figures of the database are kept for some seconds. */
function whenMetrics<T>(look: (text: string) => T): Promise<unknown> {
  return eventually(async () => look(await metrics()));
}

describe('Prometheus', () => {
  it('is told of answers by page, method and status, and of nobody', async () => {
    await register(world, 'irina');
    const irina = await signIn(world, 'irina');
    for (const path of [
      ...[
        '/accounts',
        `/accounts/${NOBODY_HAS}`,
        '/irina@example.test',
        '/admin/resources/residents?q=irina',
      ],
      '/auth/login?login=irina&phone=89021112233',
    ]) {
      await irina.get(path);
    }
    await irina.request('PUT', '/accounts', { headers: irina.sameOrigin() });
    const requests = 'kabinet_http_requests_total';
    await whenMetrics(
      (text) => figure(text, requests, { method: 'GET', route: '/accounts/:id', status: '404' }) === 1,
    );
    const text = await metrics();
    expect(figure(text, requests, { route: '/accounts', method: 'GET', status: '200' })).toBeGreaterThan(0);
    expect(figure(text, requests, { route: 'none', method: 'GET', status: '404' })).toBe(1);
    expect(figure(text, requests, { route: '/admin' })).toBe(1);
    expect(figure(text, requests, { method: 'other' })).toBe(1);
    expect(figure(text, 'kabinet_http_request_seconds_count', { route: '/accounts' })).toBeGreaterThan(0);
    expect(text).not.toMatch(/irina|@|89021112233|[0-9a-f]{8}-[0-9a-f]{4}/i);
  });

  it('is told of connections, desks, letters, jobs, loads and what people do', async () => {
    const dispatcher = await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
    const before = await metrics();
    expect(figure(before, 'kabinet_open_desks')).toBe(0);
    const desk = await new EventStream(dispatcher, '/office/requests/events').open();
    expect(desk.status).toBe(200);
    await world.database.query(
      `INSERT INTO letters (kind, recipient, subject, not_after, failed_at, fault) VALUES ('recovery', 'a@b.test', 'x', now(), now(), 'server')`,
    );
    await world.database.query(
      `INSERT INTO jobs (kind, title, params, state, heartbeat_at, lease_until)
       VALUES ('load', 'x', '{}', 'running', now() - interval '1 hour', now() + interval '1 hour')`,
    );
    const registrations = figure(before, 'kabinet_business_total', { what: 'registrations' })!;
    await register(world, 'boris');
    await whenMetrics((text) => figure(text, 'kabinet_letters_failed', { fault: 'server' }) === 1);
    await whenMetrics(
      (text) => figure(text, 'kabinet_business_total', { what: 'registrations' })! > registrations,
    );
    const text = await metrics();
    expect(figure(text, 'kabinet_open_desks')).toBe(1);
    expect(figure(text, 'kabinet_jobs', { state: 'silent' })).toBe(1);
    expect(figure(text, 'kabinet_database_up')).toBe(1);
    expect(figure(text, 'kabinet_load_age_seconds', { kind: 'charges' })).toBeGreaterThan(0);
    expect(figure(text, 'kabinet_business_total', { what: 'readings' })).toBeGreaterThan(0);
    expect(figure(text, 'kabinet_pool_connections', { state: 'waiting' })).toBe(0);
    expect(figure(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(figure(text, 'kabinet_http_request_seconds_count', { route: '/office/requests/events' })).toBe(
      undefined,
    );
    desk.close();
    await whenMetrics((later) => figure(later, 'kabinet_open_desks') === 0);
    await world.database.query('DELETE FROM jobs');
  });

  it('is told nothing old when the database does not answer', async () => {
    await world.database.query('ALTER TABLE request_numbers RENAME TO request_numbers_away');
    await whenMetrics((text) => figure(text, 'kabinet_database_up') === 0);
    const text = await metrics();
    expect(figure(text, 'kabinet_business_total', { what: 'registrations' })).toBe(undefined);
    expect(figure(text, 'kabinet_load_age_seconds', { kind: 'charges' })).toBe(undefined);
    await world.database.query('ALTER TABLE request_numbers_away RENAME TO request_numbers');
    await whenMetrics((later) => figure(later, 'kabinet_database_up') === 1);
  });

  it('finds the figures at their own port only, and nothing else there', async () => {
    expect((await world.visitor().get('/metrics')).status).toBe(404);
    for (const path of ['/', '/accounts', '/metrics/x', '/health/live']) {
      expect([path, (await fetch(`http://127.0.0.1:${port}${path}`)).status]).toEqual([path, 404]);
    }
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('cannot have a port that is taken: the start says so in one line', async () => {
    const { code, output } = await runMain({
      ...{ DATABASE_URL: world.database.url, SMTP_URL: world.mail.url, PORT: String(await freePort()) },
      METRICS_PORT: String(port),
    });
    expect(code).toBe(1);
    expect(output).toContain(`Setting METRICS_PORT: ${port} is taken by another program.`);
  });
});

describe('Alert rules and dashboard', () => {
  it('ask for figures that there are', async () => {
    const text = await metrics();
    const known = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
    for (const file of [RULES, 'deploy/grafana/kabinet.json']) {
      const asked = readFileSync(file, 'utf8').match(/\b(?:kabinet|nodejs|process)_[a-z0-9_]*[a-z0-9]/g)!;
      expect(asked.length).toBeGreaterThan(10);
      expect([file, [...new Set(asked)].filter((name) => !known.has(name.replace(/_bucket$/, '')))]).toEqual([
        file,
        [],
      ]);
    }
  });

  // Debian's package «prometheus» brings it; without it this is said to be skipped.
  const withPromtool = promtool ? it : it.skip;

  withPromtool('are right in the eyes of promtool, and each alert comes when it should', async () => {
    const run = (args: string[], input?: string) =>
      execFileSync('promtool', args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
    expect(run(['check', 'rules', RULES])).toContain('SUCCESS');
    expect(run(['test', 'rules', RULES.replace('.yml', '.test.yml')])).toContain('SUCCESS');
    expect(run(['check', 'config', 'deploy/prometheus/prometheus.yml'])).toContain('SUCCESS');
    const names = [...readFileSync(RULES, 'utf8').matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    const tried = readFileSync(RULES.replace('.yml', '.test.yml'), 'utf8');
    expect(names.filter((name) => !tried.includes(`alertname="${name}"`))).toEqual([]);
    // figures of Node itself have names that promtool would choose otherwise
    const own = (await metrics()).split('\n').filter((line) => /^(?:# \w+ )?kabinet_/.test(line));
    expect(run(['check', 'metrics'], `${own.join('\n')}\n`)).toBe('');
  });
});
