interface Cookie {
  name: string;
  value: string;
  path: string;
  /** Outlives the browser window. */
  lasting: boolean;
}

/** The cookies of one visitor, enough of RFC 6265 for a single host. */
export class CookieJar {
  private readonly cookies = new Map<string, Cookie>();

  /** Takes the Set-Cookie lines of an answer. */
  take(lines: string[] = []): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const attribute = (wanted: string) =>
        attributes.find((it) => it.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const path = attribute('path') ?? '/';
      const maxAge = attribute('max-age');
      const expires = attribute('expires');
      const gone =
        maxAge !== undefined
          ? Number(maxAge) <= 0
          : expires !== undefined && Date.parse(expires) <= Date.now();
      if (gone) this.cookies.delete(`${name};${path}`);
      else {
        this.cookies.set(`${name};${path}`, {
          name,
          value,
          path,
          lasting: maxAge !== undefined || expires !== undefined,
        });
      }
    }
  }

  /** The Cookie header for a path. */
  header(path: string): string {
    return [...this.cookies.values()]
      .filter((it) => path === it.path || path.startsWith(it.path.replace(/\/?$/, '/')))
      .map((it) => `${it.name}=${it.value}`)
      .join('; ');
  }

  /** The value of a cookie as it travels. */
  get(name: string): string | undefined {
    return [...this.cookies.values()].find((it) => it.name === name)?.value;
  }

  /** Puts in a cookie of one's own, as a thief or a forger would. */
  set(name: string, value: string): void {
    this.cookies.set(`${name};/`, { name, value, path: '/', lasting: true });
  }

  /** The names, sorted. */
  names(): string[] {
    return [...new Set([...this.cookies.values()].map((it) => it.name))].sort();
  }

  /** A jar with the same cookies: another tab, or a stolen session. */
  copy(): CookieJar {
    const jar = new CookieJar();
    for (const [key, cookie] of this.cookies) jar.cookies.set(key, cookie);
    return jar;
  }

  /** Closes the browser window: only cookies with an end date stay. */
  closeWindow(): void {
    for (const [key, { lasting }] of this.cookies) if (!lasting) this.cookies.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.cookies.clear();
  }
}
