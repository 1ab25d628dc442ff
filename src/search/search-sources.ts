import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { partsOf } from '../core/parts.js';
import type { PanelStaff } from '../panel/person.js';
import { SearchPart, type SearchSource } from './search-source.js';

/** Finds what modules let the office find. */
@Injectable()
export class SearchSources implements OnModuleInit {
  private sources: readonly SearchSource[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    this.sources = partsOf<SearchSource>(this.discovery, SearchPart);
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
