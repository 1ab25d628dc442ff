import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { PanelStaff } from '../panel/person.js';
import { SearchPart, type SearchSource } from './search-source.js';

/** Finds what modules let the office find. */
@Injectable()
export class SearchSources implements OnModuleInit {
  private sources: readonly SearchSource[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    this.sources = this.discovery
      .getProviders()
      .filter((provider) => this.discovery.getMetadataByDecorator(SearchPart, provider) !== undefined)
      .map(({ instance }) => instance as SearchSource);
  }

  /** All kinds of entries that there are. */
  kinds(): readonly string[] {
    return this.sources.flatMap(({ kinds }) => Object.keys(kinds));
  }

  /** What somebody may find. */
  of({ role }: PanelStaff): readonly SearchSource[] {
    return this.sources.filter(({ roles }) => roles.includes(role));
  }
}
