const longestTag = 60;
export const mostTags = 50;

type Tags = { readonly tags: readonly string[]; readonly fault?: string };

/** Tags as people type them, with commas between; each once, by the first spelling. Says what is wrong with them. */
export function parseTags(text: string): Tags {
  const tags = withTags([], text.split(/[,;\n]/u));
  if (tags.length === 0) return { tags, fault: 'Type at least one tag.' };
  if (tags.some((tag) => tag.length > longestTag))
    return { tags, fault: `A tag has at most ${longestTag} characters.` };
  return tags.length > mostTags ? { tags, fault: `At most ${mostTags} tags at once.` } : { tags };
}

/** Without regard to case. */
export function withTags(known: readonly string[], added: readonly string[]): readonly string[] {
  const tags = [...known];
  for (const tag of added.map((one) => one.trim().replace(/\s+/gu, ' '))) {
    if (tag !== '' && !tags.some((one) => isSameTag(one, tag))) tags.push(tag);
  }
  return tags;
}

const isSameTag = (a: string, b: string): boolean => a.toLocaleLowerCase() === b.toLocaleLowerCase();
