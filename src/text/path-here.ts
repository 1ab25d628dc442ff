const BASE = 'https://portal.invalid';

/** What somebody asks to be led to, as a path of this site with its query; undefined where it leads to another one. */
export function pathHere(asked: string): string | undefined {
  if (!/^\/(?![/\\])/.test(asked) || !URL.canParse(asked, BASE)) return undefined;
  const { origin, pathname, search } = new URL(asked, BASE);
  return origin === BASE && !pathname.startsWith('//') ? pathname + search : undefined;
}
