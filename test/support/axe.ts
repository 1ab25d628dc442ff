import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { projectPath } from './project.js';

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The violations of WCAG 2.2 AA on a page as axe-core sees them, one line for each element. */
export async function axe(page: Page): Promise<string[]> {
  const source = await readFile(projectPath('node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
  // The debugger's own door: it works under our CSP and leaves the policy in force.
  const devtools = await page.context().newCDPSession(page);
  try {
    await evaluate(devtools, `${source}; undefined`);
    const answer = await evaluate(
      devtools,
      `axe.run(document, ${JSON.stringify(options)}).then((it) => it.violations)`,
    );
    return (answer as Violation[]).flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) =>
          `${id}: ${help}: ${html}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`,
      ),
    );
  } finally {
    await devtools.detach();
  }
}

async function evaluate(
  devtools: Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>,
  expression: string,
): Promise<unknown> {
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
