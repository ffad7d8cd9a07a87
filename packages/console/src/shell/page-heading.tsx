import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { announce } from './announcer.tsx';
import { isFocusLost } from './focus.ts';

type PageHeadingProps = {
  readonly title: string;
  /** What the browser's tab says, when more than the title helps. */
  readonly tab?: string;
  readonly children?: ReactNode;
};

/**
 * The heading of a page or of a state of it. When it changes, the tab's title follows, screen readers hear it, and the
 * focus comes here if the element that had it is gone (a click that changed the state took its button away).
 */
export function PageHeading({ title, tab = title, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} · Concord`;
  }, [tab]);
  useEffect(() => {
    announce(title);
    if (isFocusLost()) heading.current?.focus();
  }, [title]);
  return (
    <div>
      <Title order={1} ref={heading} tabIndex={-1}>
        {title}
      </Title>
      {children && (
        <Text c="dimmed" mt={8} maw="42rem">
          {children}
        </Text>
      )}
    </div>
  );
}

/** For whoever pressed a button that is gone now. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}
