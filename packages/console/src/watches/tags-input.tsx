import { ListInput } from '../shell/list-input.tsx';
import { mostTags, parseTags, withTags } from './tags.ts';
import { ownWords } from './watch-words.ts';

type TagsInputProps = { readonly tags: readonly string[]; readonly onChange: (tags: readonly string[]) => void };

/** Tags to be taken off one by one, and a box for more. */
export function TagsInput({ tags, onChange }: TagsInputProps) {
  const read = (text: string) => {
    const typed = parseTags(text);
    const items = withTags(tags, typed.tags);
    const fault = typed.fault ?? (items.length > mostTags ? `A watch has at most ${mostTags} tags.` : undefined);
    return fault === undefined ? { items } : { items, fault };
  };
  return (
    <ListInput
      label={ownWords.tags}
      placeholder="Type a tag, then Enter"
      add="Add these tags"
      of="Tags of this watch"
      items={tags}
      read={read}
      onChange={onChange}
    />
  );
}
