import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { checkAndLoad, hire } from './support/office.js';
import { pace } from './support/pace.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { key: string; value: { stringValue?: string; intValue?: number } }[];
  readonly status: { code?: number };
}

interface Sent {
  readonly resourceSpans: readonly {
    resource: { attributes: Span['attributes'] };
    scopeSpans: readonly { spans: readonly Span[] }[];
  }[];
}

let collector: Server;
let world: World;
let answers = true;
const sent: Sent[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (!answers) return;
      expect([request.url, request.headers['content-type']]).toEqual(['/v1/traces', 'application/json']);
      sent.push(JSON.parse(Buffer.concat(parts).toString()) as Sent);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  const { port } = collector.address() as AddressInfo;
  world = await startWorld(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
    { ownProcess: true },
  );
});
afterAll(async () => {
  await world?.stop();
  collector?.closeAllConnections();
  collector?.close();
});

/** Spans that stand within none: pages, letters, jobs and what is done each ten minutes or more rarely. */
const EXPECTED =
  /^(GET|POST) \/|^GET none$|^letter |^job |^(housekeeping|check of the journal|sweep of files|reminders|due entries)$/;

const spans = (): Span[] =>
  sent.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap((one) => one.scopeSpans.flatMap((some) => some.spans)),
  );
const attribute = (of: Pick<Span, 'attributes'>, key: string) => {
  const value = of.attributes.find((one) => one.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

/** The span that fits, when it has come. */
function spanThat(fits: (span: Span) => boolean): Promise<Span> {
  return eventually(() => Promise.resolve(spans().find(fits)));
}

describe('Traces', () => {
  it('tell of a page with its statements, within the span of the proxy', async () => {
    await register(world, 'traced');
    const visitor = await signIn(world, 'traced');
    const [traceId, proxy] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    const page = await visitor.request('GET', '/profile', {
      headers: { traceparent: `00-${traceId}-${proxy}-01` },
    });
    expect(page.status).toBe(200);
    const request = await spanThat((one) => one.traceId === traceId && one.parentSpanId === proxy);
    expect(request.name).toBe('GET /profile');
    expect(attribute(request, 'http.response.status_code')).toBe(200);
    expect(attribute(request, 'kabinet.request')).toMatch(/^\S+-\w+$/);
    const statements = spans().filter((one) => one.parentSpanId === request.spanId);
    expect(statements.length).toBeGreaterThan(1);
    for (const one of statements) {
      expect([one.traceId, attribute(one, 'db.system.name')]).toEqual([traceId, 'postgresql']);
    }
    expect(statements.map(({ name }) => name)).toContain('session');
    const { attributes } = sent[0]!.resourceSpans[0]!.resource;
    expect(attribute({ attributes }, 'service.name')).toBe('kabinet');
    expect(attribute({ attributes }, 'deployment.environment.name')).toBe('test');
  });

  it('tell of each letter, apart from the page that has brought it about', async () => {
    const letter = await spanThat(({ name }) => name.startsWith('letter '));
    expect(letter.parentSpanId ?? '').toBe('');
    expect(attribute(letter, 'kabinet.letter')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tell of what is done by schedule and of jobs, which are programs of their own, with their statements', async () => {
    const chief = await hire(world, 'chief', 'administrator', 'Ким О.');
    const file = 'Лицевой счет;Адрес;Квартира\n5509001;г. Иркутск, ул. Следовая, д. 7;12\n';
    const form = 'imports/actions/load';
    const { loaded } = await checkAndLoad(chief, form, 'accounts.csv', file, { byHand: 'keep' });
    expect(loaded?.message).toMatchObject({ tone: 'good' });
    for (const begins of ['housekeeping', 'job ']) {
      const span = await spanThat(({ name }) => name.startsWith(begins));
      expect([begins, span.parentSpanId ?? '']).toEqual([begins, '']);
      const statement = await spanThat(({ parentSpanId }) => parentSpanId === span.spanId);
      expect([statement.traceId, attribute(statement, 'db.system.name')]).toEqual([
        span.traceId,
        'postgresql',
      ]);
    }
    const job = spans().find(({ name }) => name.startsWith('job '))!;
    expect(attribute(job, 'kabinet.job')).toBeDefined();
  });

  it('name nobody: no address, no code of a link, nothing that was typed', async () => {
    const visitor = world.visitor();
    await visitor.get('/confirm/1-secretsecretsecret?mail=somebody%40example.test');
    await visitor.get(`/no-such/${encodeURIComponent('Иванов')}?q=typed`);
    await spanThat(({ name }) => name === 'GET none');
    const all = JSON.stringify(sent);
    for (const word of [
      ...['traced', 'example.test', 'secretsecret', 'somebody', encodeURIComponent('Иванов'), 'no-such'],
      ...['q=typed', '127.0.0.1'],
    ]) {
      expect([word, all.includes(word)]).toEqual([word, false]);
    }
  });

  it('leave out who only asks whether the portal lives, and what each second asks', async () => {
    await fetch(`${world.product.url}/health/ready`);
    await world.visitor().get('/contacts');
    await spanThat(({ name }) => name === 'GET /contacts');
    const alone = spans().filter(({ parentSpanId = '' }) => parentSpanId === '');
    expect(alone.map(({ name }) => name).filter((name) => !EXPECTED.test(name))).toEqual([]);
    expect(spans().filter(({ name }) => name.includes('health'))).toEqual([]);
  });

  it('hold nobody up while the collector does not answer, nor a stop', async () => {
    answers = false;
    const visitor = world.visitor();
    for (let turn = 0; turn < 20; turn += 1) expect((await visitor.get('/contacts')).status).toBe(200);
    const begun = Date.now();
    await world.product.stop();
    // without a limit of its own the exporter would wait for ten seconds, and try again
    expect(Date.now() - begun).toBeLessThan(10_000 * pace());
  });
});
