import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Marked, type Tokens } from 'marked';
import type { Plugin } from 'vite';

const folder = join(import.meta.dirname, '../../docs/help');
const wanted = 'virtual:help';
const resolved = `\0${wanted}`;

/** Lets the page import `virtual:help`: docs/help as HTML by topic, so that the page and the repository tell the same. */
export function helpTopics(): Plugin {
  return {
    name: 'help-topics',
    resolveId: (id) => (id === wanted ? resolved : undefined),
    load(id) {
      if (id !== resolved) return undefined;
      const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
      for (const file of files) this.addWatchFile(join(folder, file));
      const topics = Object.fromEntries(files.map((file) => [topicOf(file), toTopic(join(folder, file))]));
      return `export const topics = ${JSON.stringify(topics)};`;
    },
  };
}

/** A folder's own page is `README.md` in a repository. */
const topicOf = (file: string): string => (file === 'README.md' ? 'index' : basename(file, '.md'));

/** The first line of each file is its title; the page has a heading of its own for that. */
function toTopic(path: string): { readonly title: string; readonly html: string } {
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  const title = /^# (.+)$/u.exec(first)?.[1];
  if (title === undefined) throw new Error(`${path} does not begin with its title.`);
  return { title, html: markdown.parse(rest.join('\n'), { async: false }) };
}

/** Files link to each other by name, which is what a repository understands; on the page they are topics. */
const markdown = new Marked({
  walkTokens(token) {
    if (token.type !== 'link') return;
    const link = token as Tokens.Link;
    if (!/^[\w-]+\.md$/u.test(link.href)) return;
    const topic = topicOf(link.href);
    link.href = topic === 'index' ? '/help' : `/help/${topic}`;
  },
});
