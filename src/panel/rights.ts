import type { PanelAction, PanelField, PanelResource } from './declaration.js';
import type { StaffRole } from './person.js';

/** What AdminJS itself may do here: show lists and records. Everything else is a named action. */
export const READING = ['list', 'show'] as const;

/** The one place that says who may do what: nothing that is not declared is allowed. */
export function allowed(
  resource: PanelResource | undefined,
  action: string,
  role: StaffRole | undefined,
): boolean {
  if (!resource || !role || !resource.roles.includes(role)) return false;
  if (action === 'show' && resource.page === false) return false;
  if ((READING as readonly string[]).includes(action)) return true;
  return declared(resource, action)?.roles.includes(role) ?? false;
}

/** Whether there is such a thing to do, whoever may do it. */
export function exists(resource: PanelResource | undefined, action: string): resource is PanelResource {
  if (!resource) return false;
  if (action === 'show') return resource.page !== false;
  return action === 'list' || declared(resource, action) !== undefined;
}

/** Whether it is done to one record or to all of them. */
export function placeOf(resource: PanelResource, action: string): 'record' | 'resource' {
  if (action === 'list') return 'resource';
  return action === 'show' ? 'record' : declared(resource, action)!.on;
}

/** The declared action of that name; names inherited from Object are not names of actions. */
export function declared(resource: PanelResource, action: string): PanelAction | undefined {
  return resource.actions && Object.hasOwn(resource.actions, action) ? resource.actions[action] : undefined;
}

/** Whether a form must ask what it begins with: AdminJS describes forms once, when the product starts. */
export function asks(action: PanelAction): boolean {
  const told = !!action.initial || !!action.options || !!action.opening;
  return told || Object.values(action.fields ?? {}).some(isToday);
}

/** Whether a field begins with the day when its form is opened. */
export function isToday(field: PanelField): boolean {
  return field.type === 'date' && field.initial === 'today';
}
