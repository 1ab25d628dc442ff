import { DecisionsService } from '../decisions.service.js';
import { MeterAccounts } from '../meter-accounts.service.js';
import { MeterChanges } from '../meter-changes.service.js';
import { ReadingWindowsService } from '../reading-windows.service.js';
import { RoundListService } from '../missing/round-list.service.js';
import { DecisionActions } from './decision-actions.js';
import { MeterActions } from './meter-actions.js';
import { MeterFinder } from './meter-finder.js';
import { MeterReadingActions } from './meter-reading-actions.js';
import { ReplaceActions } from './replace-actions.js';

/** What the office does with meters and readings. */
export const OFFICE = [
  DecisionsService,
  MeterAccounts,
  MeterChanges,
  ReadingWindowsService,
  RoundListService,
  MeterFinder,
  MeterActions,
  MeterReadingActions,
  ReplaceActions,
  DecisionActions,
];
