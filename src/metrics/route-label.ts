/** What is known of an answered request. */
export interface Answered {
  /** As the controller wrote it: `/accounts/:id`; undefined where no page was found. */
  readonly template: unknown;
  readonly url: string;
  readonly method: string;
  readonly status: number;
}

const METHODS = new Set(['GET', 'POST', 'HEAD']);

/** The page without what stands in its address: never an id, never what somebody has typed. */
export function routeLabel({ template, url, status }: Answered): string {
  if (/^\/admin(?:[/?]|$)/.test(url)) return '/admin';
  if (typeof template === 'string') return template;
  return status === 200 || status === 304 ? 'asset' : 'none';
}

/** One of a few, whatever strangers send. */
export function methodLabel({ method }: Pick<Answered, 'method'>): string {
  return METHODS.has(method) ? method : 'other';
}
