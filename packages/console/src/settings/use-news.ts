import type { ConnectionView } from '@concord/core';
import { useState } from 'react';
import { useAnnouncement } from '../shell/announcer.tsx';

/**
 * Says aloud when a connection changes while somebody looks at it. Returns a sentence when that was an administrator's
 * approval, which a person has waited for.
 */
export function useNews({ state, label, sentence, next }: ConnectionView): string | undefined {
  const { isChanged, isApproved } = useStateChange(state);
  const approved = `${label}: an administrator approved Concord.${next ? ` One step is left: press ${next.label}.` : ''}`;
  const other = state === 'active' ? `${label} is connected.` : sentence;
  useAnnouncement(isApproved ? approved : isChanged ? other : '');
  return isApproved ? approved : undefined;
}

/** What happened to the state since this was first shown. */
function useStateChange(state: ConnectionView['state']) {
  const [seen, setSeen] = useState({ state, isChanged: false, isApproved: false });
  if (state === seen.state) return seen;
  const next = { state, isChanged: true, isApproved: seen.state === 'needsAdmin' && state === 'needsConsent' };
  setSeen(next);
  return next;
}
