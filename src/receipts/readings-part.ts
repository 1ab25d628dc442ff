import { DiscoveryService } from '@nestjs/core';

/** What the meters of flats have shown, for receipts whose file does not tell it. */
export interface ReadingsDefinition {
  /** By account, a line for each meter that was read for a month (`2026-10-01`); accounts without any are left out. */
  told(accountIds: readonly string[], period: string): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Marks whoever knows the readings of meters. */
export const ReadingsPart = DiscoveryService.createDecorator();
