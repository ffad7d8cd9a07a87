import type { MouseEvent } from 'react';
import { useSyncExternalStore } from 'react';

const changed = 'concord:navigated';

/** The path of the page shown. */
export function usePath(): string {
  return useSyncExternalStore(listen, () => window.location.pathname);
}

/** What stands behind the path under this name; empty when nothing does. */
export function useAddressWord(name: string): string {
  return new URLSearchParams(useAddressWords()).get(name) ?? '';
}

/** Everything that stands behind the path, as it stands there. */
export function useAddressWords(): string {
  return useSyncExternalStore(listen, () => window.location.search);
}

/** Goes to a path of this page without loading it again. `replace` leaves no step to go back to. */
export function navigate(path: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (path === window.location.pathname + window.location.search) return;
  if (replace) window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
  if (!replace) window.scrollTo(0, 0);
  window.dispatchEvent(new Event(changed));
}

/** The attributes of a link inside the page: an ordinary link that a plain click follows without loading. */
export function linkTo(path: string) {
  return {
    href: path,
    onClick(event: MouseEvent<HTMLElement>): void {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(path);
    },
  };
}

function listen(onChange: () => void): () => void {
  window.addEventListener('popstate', onChange);
  window.addEventListener(changed, onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    window.removeEventListener(changed, onChange);
  };
}
