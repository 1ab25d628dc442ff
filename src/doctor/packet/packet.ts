import { availableParallelism, totalmem } from 'node:os';
import type { Config } from '../../core/config.js';
import { productVersion } from '../../core/version.js';
import type { Report } from '../examine.js';
import { packetFacts } from './packet-facts.js';
import { packetSettings } from './packet-settings.js';
import { scrubber } from './scrub.js';

/** «Пакет для поддержки»: what somebody needs who helps from afar, without anything about people, as JSON. */
export async function packetOf(config: Config, report: Report): Promise<string> {
  const scrub = scrubber(config);
  const packet = {
    made: report.at,
    about: 'Пакет для поддержки портала «Кабинет»: в нём нет данных жителей и сотрудников, паролей и ключей',
    program: {
      version: await productVersion(),
      node: process.versions.node,
      system: `${process.platform} ${process.arch}`,
      processors: availableParallelism(),
      memoryBytes: totalmem(),
    },
    settings: packetSettings(config),
    doctor: {
      state: report.state,
      // What other programs have said stays here: it may name anybody.
      checks: report.checks.map(({ id, name, state, seen, todo, unchecked }) => ({
        ...{ id, name, state, seen: scrub(seen) },
        ...(todo !== undefined && { todo: scrub(todo) }),
        ...(unchecked && { unchecked }),
      })),
    },
    database: await packetFacts(config),
  };
  return JSON.stringify(packet, null, 2);
}
