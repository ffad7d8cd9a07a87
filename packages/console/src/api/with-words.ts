/** A path with what is asked behind it; blanks are left out. */
export function withWords(path: string, words: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(Object.entries(words).filter(([, value]) => value !== ''));
  return search.size > 0 ? `${path}?${search}` : path;
}
