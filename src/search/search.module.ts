import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EntryLookup } from './entry-lookup.js';
import { EntrySearch } from './entry-search.service.js';
import { FindController } from './find.controller.js';
import { Lookups } from './lookups.service.js';
import { WordsOfLists } from './listed-words.service.js';
import { OfficeSearchController } from './office-search.controller.js';
import { OfficeSearch } from './office-search.service.js';
import { SearchSources } from './search-sources.js';

/** The one search of the office over all that modules let it find. */
@Module({
  imports: [DiscoveryModule],
  controllers: [OfficeSearchController, FindController],
  providers: [EntryLookup, EntrySearch, Lookups, OfficeSearch, SearchSources, WordsOfLists],
  exports: [WordsOfLists],
})
export class SearchModule {}
