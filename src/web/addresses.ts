import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type DeclaredPage, pagesOf } from './declared-pages.js';

type Find = (path: string) => DeclaredPage | undefined;

/** What answers at an address. */
@Injectable()
export class Addresses {
  private readonly found = new Map<string, Find>();

  constructor(private readonly modules: ModulesContainer) {}

  /** Whether a page opens there. */
  opens(path: string): boolean {
    return this.at('GET')(path) !== undefined;
  }

  /** Whether forms with files are read there: whether the handler that answers a POST takes them. */
  readonly takesFiles = (path: string): boolean => this.at('POST')(path)?.takesFiles ?? false;

  private at(method: string): Find {
    const known =
      this.found.get(method) ?? finder(pagesOf(this.modules).filter((page) => page.method === method));
    this.found.set(method, known);
    return known;
  }
}

function finder(pages: readonly DeclaredPage[]): Find {
  const routes = pages
    .map((page) => ({
      page,
      order: page.path.replace(/:[^/]+/g, '\uffff'),
      pattern: new RegExp(`^${page.path.replace(/[.+*()]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}/?$`),
    }))
    // Where two fit, the one that spells the address out answers.
    .sort((one, other) => (one.order < other.order ? -1 : 1));
  return (path) => routes.find(({ pattern }) => pattern.test(path))?.page;
}
