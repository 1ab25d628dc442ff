import type { DiscoverableDecorator, DiscoveryService } from '@nestjs/core';

/** What modules bring to something that does not know them: the providers that are marked by a decorator. */
export function partsOf<Part>(
  discovery: DiscoveryService,
  decorator: DiscoverableDecorator<unknown>,
): readonly Part[] {
  return discovery
    .getProviders()
    .filter((provider) => discovery.getMetadataByDecorator(decorator, provider) !== undefined)
    .map(({ instance }) => instance as Part);
}
