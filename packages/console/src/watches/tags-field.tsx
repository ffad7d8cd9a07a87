import type { WatchView } from '@concord/core';
import { useSaveWatch } from '../api/watches.ts';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { SaveState } from './draft-state.tsx';
import { TagsInput } from './tags-input.tsx';

/** The tags of a watch, saved one by one. */
export function TagsField({ watch }: { readonly watch: WatchView }) {
  const saving = useSaveWatch(watch.id);
  const tags = saving.isPending ? (saving.variables.edit.tags ?? watch.tags) : watch.tags;
  const save = (next: readonly string[]): void =>
    saving.mutate(
      { edit: { tags: next }, isUntouched: (now) => isSame(now.tags, watch.tags) || isSame(now.tags, tags) },
      { onSuccess: () => announce('Tags saved.') },
    );
  return (
    <div>
      <TagsInput tags={tags} onChange={save} />
      <SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />
      {saving.error && <Failure error={saving.error} />}
    </div>
  );
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((tag, index) => tag === b[index]);
