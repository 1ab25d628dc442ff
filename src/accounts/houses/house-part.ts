import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';

/** What a module keeps of houses: a provider of the module, marked as a `HousePart`; each foreign key to `houses` is in one. */
export interface HouseDefinition {
  /** What there is of a house, in words with numbers; nothing where there is nothing. */
  told(houseId: string): Promise<readonly string[]>;
  /** Gives all of it to another house, in the transaction in which the first one goes. */
  move?(tx: EntityManager, from: string, into: string): Promise<void>;
}

/** Marks what a module keeps of houses. */
export const HousePart = DiscoveryService.createDecorator();
