import { useSelector } from 'react-redux';
import type { StaffRole } from '../person.js';
import type { ListView } from '../view.js';

interface ResourceState {
  id: string;
  href: string | null;
  resourceActions: { name: string; custom: unknown }[];
  actions: { name: string; custom: unknown }[];
}

interface State {
  resources: ResourceState[];
  branding: { companyName: string };
  session: { title: string; role: StaffRole };
}

/** Sections that this person may open, with what their lists look like. */
export function useSections(): { id: string; list: ListView }[] {
  const resources = useSelector((state: State) => state.resources);
  return resources
    .filter(({ href }) => href)
    .map(({ id, actions }) => ({
      id,
      list: actions.find(({ name }) => name === 'list')!.custom as ListView,
    }));
}

export function useCompany(): string {
  return useSelector((state: State) => state.branding.companyName);
}

export function usePerson(): State['session'] {
  return useSelector((state: State) => state.session);
}
