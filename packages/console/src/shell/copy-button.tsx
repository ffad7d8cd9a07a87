import { Button } from '@mantine/core';
import { IconCopy, IconCopyCheck } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { announce } from './announcer.tsx';

type CopyButtonProps = {
  readonly text: string;
  readonly label: string;
  /** Where the text stands, for browsers that let no page copy (without https, for example): it is selected instead. */
  readonly source?: RefObject<HTMLInputElement | null>;
};

/** Milliseconds that the button says what it did. */
const saidMs = 4000;

const says = {
  copied: 'Copied',
  selected: 'Press Ctrl+C to copy',
  refused: 'Your browser does not allow it',
} as const;

/** Copies a text, and says so to eyes and ears. */
export function CopyButton({ text, label, source }: CopyButtonProps) {
  const [done, setDone] = useState<keyof typeof says>();
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(undefined), saidMs);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async (): Promise<void> => {
    const next = (await writeClipboard(text)) ? 'copied' : select(source?.current);
    setDone(next);
    announce(`${label}: ${says[next]}.`);
  };
  const Icon = done === 'copied' ? IconCopyCheck : IconCopy;
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
      onClick={() => {
        copy().catch(() => undefined);
      }}
    >
      {done ? says[done] : label}
    </Button>
  );
}

function select(source: HTMLInputElement | null | undefined): 'selected' | 'refused' {
  // The keys copy from where the focus is.
  source?.focus();
  source?.select();
  return source ? 'selected' : 'refused';
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
