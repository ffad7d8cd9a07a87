/**
 * Whether the element that had the focus is gone, as when a click changed the state and took its button away. On the first page load
 * the focus belongs to the document: Tab should reach the skip link first.
 */
export function isFocusLost(): boolean {
  const isNowhere = document.activeElement === null || document.activeElement === document.body;
  return isNowhere && (navigator.userActivation?.hasBeenActive ?? true);
}
