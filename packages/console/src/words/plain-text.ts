/**
 * What strangers wrote, as text that shows nothing but what it says: without the characters that nobody sees and those that turn
 * the direction of what follows (so that `fdp.exe` cannot look like `exe.pdf`), and with at most three marks on a letter. Joiners
 * stay, as scripts and emoji need them. Empty when nothing of it can be seen.
 */
export function toPlainText(text: string): string {
  const plain = text.normalize('NFC').replaceAll(unseen, '').replaceAll(heaped, '$1');
  return visible.test(plain) ? plain.replaceAll(/[\p{Z}\t\r\n]+/gu, ' ').trim() : '';
}

/** Ignorable characters and controls, but for the joiners, the two styles of an emoji, and blanks. */
const unseen = /(?!\u200c|\u200d|\ufe0e|\ufe0f|\t|\r|\n)[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;
const heaped = /(\p{M}{3})\p{M}+/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a browser may open an address elsewhere. Whatever else a provider says is no link here. */
export const isWebAddress = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\//iu.test(url) && URL.canParse(url);
