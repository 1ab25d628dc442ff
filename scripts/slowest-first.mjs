import { statSync } from 'node:fs';
import { basename } from 'node:path';

/** Suites that take longest, the longest first: begun last, one of them would run on while the other worker is idle. */
const LONGEST = [
  'money-orders',
  'mailbox-faults',
  'files-folder',
  'job-queue',
  'linear-rules',
  'slow-senders',
  'dev-loop',
  'known-and-unknown',
  'mail-refusals',
  'readings-export',
  'start',
  'hostile-bodies',
  'billing-panel',
  'accounts-import',
  'faults',
  'story.browser',
];

/** The order in which Jest runs suites; the others follow by their size. */
export default class SlowestFirst {
  sort(tests) {
    const size = new Map(tests.map((test) => [test, statSync(test.path).size]));
    return [...tests].sort((one, other) => rank(one) - rank(other) || size.get(other) - size.get(one));
  }

  /** Of what failed in the last run nothing is kept. */
  allFailedTests(tests) {
    return this.sort(tests);
  }

  /** The part of the suites that one of several machines runs. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_test, index) => index % shardCount === shardIndex - 1);
  }

  cacheResults() {}
}

function rank({ path }) {
  const place = LONGEST.indexOf(basename(path).replace('.e2e-spec.js', ''));
  return place < 0 ? LONGEST.length : place;
}
