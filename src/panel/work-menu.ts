import type { PanelStaff } from './person.js';
import type { WorkView } from './view.js';

/** The lines of the menu that lead to work at `/office`, which the panel shows above its own. */
export abstract class WorkMenu {
  /** Those of one person, with how much waits at each. */
  abstract linesOf(staff: PanelStaff): Promise<WorkView[]>;
}
