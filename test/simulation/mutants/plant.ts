import { registerHooks } from 'node:module';
import { type Mutant, mutated } from './mutant.ts';

export type Planted = {
  /** Whether the mutated file has been loaded by now. */
  readonly isLoaded: () => boolean;
};

/**
 * From now on this thread loads the mutant's file with the bug in it; the file on disk stays as it is. To be called before
 * anything imports that file. Throws from the import when the mutant is out of date.
 */
export function plant(mutant: Mutant, root: URL): Planted {
  const target = new URL(mutant.file, root).href;
  let isLoaded = false;
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (url !== target) return loaded;
      const source = mutated(textOf(loaded.source), mutant);
      if (source === undefined) throw new Error(`The mutant "${mutant.name}" is out of date: see ${mutant.file}`);
      isLoaded = true;
      return { ...loaded, source };
    },
  });
  return { isLoaded: () => isLoaded };
}

/** As it stands on disk: Node takes the types off only after the hooks. */
function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | null | undefined): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source ?? undefined);
}
