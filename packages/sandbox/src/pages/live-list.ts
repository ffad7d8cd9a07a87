/**
 * A script for list pages: asks `versionUrl` (any small text) about twice a second while the page is visible, and when the
 * answer changed fetches the page again and swaps the element `#list`. Search field and scroll stay as they are, and focus
 * goes back to the link with the same address.
 */
export function liveList(versionUrl: string): string {
  return `(() => {
  const url = ${JSON.stringify(versionUrl).replaceAll('<', '\\u003c')};
  let known;
  const text = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };
  const look = async () => {
    if (document.hidden) return;
    const version = await text(url);
    if (known !== undefined && known !== version) await swap();
    known = version;
  };
  const swap = async () => {
    const next = new DOMParser().parseFromString(await text(location.href), 'text/html').getElementById('list');
    const shown = document.getElementById('list');
    if (!next || !shown) return;
    const focused = shown.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    shown.replaceWith(next);
    if (focused) next.querySelector('a[href="' + CSS.escape(focused) + '"]')?.focus({ preventScroll: true });
  };
  const round = () => look().catch(() => undefined).then(() => setTimeout(round, 500));
  round();
})();`;
}
