import type { Mail } from '@concord/core';

/** What a letter says: paragraphs, one thing to press, and what else the reader may want to know. */
export type Words = {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly url: string };
  readonly afterwards: readonly string[];
};

/** The same words as text and as HTML that needs no pictures and adapts to dark screens. */
export function letter(id: string, to: string, words: Words): Mail {
  const { button } = words;
  const subject = tame(words.subject).slice(0, maximumSubject);
  const [paragraphs, afterwards] = [words.paragraphs.map(tame), words.afterwards.map(tame)];
  const label = tame(button.label);
  return {
    id,
    to,
    subject,
    text: [...paragraphs, `${label}:\n${button.url}`, ...afterwards, '-- \nConcord'].join('\n\n'),
    html: page(subject, [
      ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
      `<p><a class="button" href="${escaped(button.url)}">${escaped(label)}</a></p>`,
      ...afterwards.map((text) => `<p class="quiet">${escaped(text)}</p>`),
      `<p class="quiet">If the button does nothing, open this address: <br>${escaped(button.url)}</p>`,
    ]),
  };
}

const maximumSubject = 200;

/** Names come from elsewhere: none may end a line or a header, or turn around the words that follow it (U+202E and the like). */
const tame = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u202A-\u202E\u2066-\u2069]/gu, '');

const escaped = (text: string): string => text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);

const style = `
  body { margin: 0; padding: 24px; font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #ffffff; }
  main { max-width: 36em; margin: 0 auto; }
  .button { display: inline-block; padding: 12px 20px; border-radius: 8px; background: #1c5fc4; color: #ffffff; text-decoration: none; font-weight: 600; }
  .quiet { color: #57606a; font-size: 14px; overflow-wrap: anywhere; }
  @media (prefers-color-scheme: dark) {
    body { color: #e6e9ed; background: #16191d; }
    .button { background: #8ab4f8; color: #10151c; }
    .quiet { color: #a0a8b1; }
  }`;

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>${style}
</style>
</head>
<body><main>
${parts.join('\n')}
</main></body>
</html>
`;
}
