import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EntrySearch } from './entry-search.service.js';
import { OfficeSearchController } from './office-search.controller.js';
import { OfficeSearch } from './office-search.service.js';
import { SearchSources } from './search-sources.js';

/** The one search of the office over all that modules let it find. */
@Module({
  imports: [DiscoveryModule],
  controllers: [OfficeSearchController],
  providers: [EntrySearch, OfficeSearch, SearchSources],
})
export class SearchModule {}
