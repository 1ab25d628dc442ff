const BASE = 'https://portal.invalid';

/** Where to go after signing in: a page of ours, never another site. */
export function nextPage(next: string): string {
  if (!/^\/(?![/\\])/.test(next) || !URL.canParse(next, BASE)) {
    return '/accounts';
  }
  const url = new URL(next, BASE);
  const ours =
    url.origin === BASE &&
    !url.pathname.startsWith('//') &&
    !/^\/(auth|admin|staff|dev)\b/.test(url.pathname);
  return ours && url.pathname !== '/' ? url.pathname + url.search : '/accounts';
}
