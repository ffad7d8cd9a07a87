import type { Matter } from '@concord/core';
import type { WishRequest } from '../../wishes/wish.ts';

/** What is wished of a member's Clio for one engagement. */
export type FilingRequest =
  | { readonly kind: 'contactMatters'; readonly contact: string }
  | { readonly kind: 'fileMail'; readonly engagement: string; readonly matter: string };

export type FilingAnswer =
  | { readonly kind: 'contactMatters'; readonly matters: readonly Matter[] }
  /** `wasThere`: it had been filed there before. */
  | { readonly kind: 'fileMail'; readonly number: string; readonly wasThere: boolean };

export const isFiling = ({ kind }: WishRequest): boolean => kind === 'contactMatters' || kind === 'fileMail';
