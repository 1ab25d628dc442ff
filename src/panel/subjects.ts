import type { PanelResource } from './declaration.js';

type Search = NonNullable<PanelResource['search']>;

/** Lets the journal be searched by what its lines are about: by whatever the lists of these records are searched by. */
export function withSubjects(resources: readonly PanelResource[]): PanelResource[] {
  return resources.map((resource) => {
    const { search } = resource;
    return search?.about
      ? { ...resource, search: { ...search, ...subjects(resources, search.about) } }
      : resource;
  });
}

function subjects(
  resources: readonly PanelResource[],
  about: NonNullable<Search['about']>,
): Pick<Search, 'ids' | 'understood'> {
  const named = resources.flatMap(({ journal: kind, search }) =>
    typeof kind === 'string' && search?.ids ? [{ kind, search, idsOf: search.ids }] : [],
  );
  return {
    ids: (pattern) => named.flatMap(({ kind, idsOf }) => idsOf(pattern).map((ids) => about(kind, ids))),
    understood: async (typed, stands) => {
      const answers = await Promise.all(
        named.map(async ({ kind, search }) => ({ kind, meant: await search.understood?.(typed, stands) })),
      );
      const meant = answers.flatMap(({ kind, meant: one }) => (one ? [{ kind, ...one }] : []));
      const [first] = meant;
      if (!first) return undefined;
      return {
        ...(first.tried && { tried: first.tried }),
        ids: (bind) => meant.map(({ kind, ids }) => `(${about(kind, ids(bind))})`).join(' UNION '),
      };
    },
  };
}
