import type { PanelDefinition, PanelResource } from '../platform/panel.js';

/** Puts together what modules declare: each resource with what modules above it add to it. */
export function resourcesOf(definitions: readonly PanelDefinition[]): PanelResource[] {
  const additions = definitions.map((definition) => definition.additions?.() ?? {});
  return definitions.map((definition) => {
    const resource = definition.resource();
    const more = additions.map((addition) => addition[resource.id] ?? {});
    return {
      ...resource,
      columns: Object.assign(
        {},
        ...[resource, ...more].map(({ columns }) => columns),
      ) as PanelResource['columns'],
      related: [resource, ...more].flatMap(({ related = [] }) => related),
      actions: Object.assign(
        {},
        ...[resource, ...more].map(({ actions = {} }) => actions),
      ) as PanelResource['actions'],
    };
  });
}
