import type { LinkView, PageNotice } from '@concord/core';
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './notice.module.css';

const tones = {
  info: IconInfoCircle,
  success: IconCircleCheck,
  warning: IconAlertTriangle,
  error: IconCircleX,
} as const satisfies Record<PageNotice['tone'], unknown>;

/** Milliseconds after which good news goes by itself; the page shows it in other ways too. Trouble, and what asks for an answer, stays until closed. */
const goodNewsMs = 20_000;

/**
 * Something to know about what happened before this page, for example a sign-in that was refused. The session tells it
 * for a short while only, so it is kept here until a person closes it.
 */
export function Notice({ notice }: { readonly notice: PageNotice | undefined }) {
  const [kept, setKept] = useState(notice);
  const mark = `${notice?.title}\n${notice?.message}`;
  const [seen, setSeen] = useState(mark);
  if (notice && mark !== seen) {
    setSeen(mark);
    setKept(notice);
  }
  useEffect(() => {
    if (kept?.actions?.length || (kept?.tone !== 'success' && kept?.tone !== 'info')) return undefined;
    const timer = setTimeout(() => setKept(undefined), goodNewsMs);
    return () => clearTimeout(timer);
  }, [kept]);
  if (!kept) return null;
  const Icon = tones[kept.tone];
  return (
    <Alert
      className={styles.notice}
      data-tone={kept.tone}
      role={kept.tone === 'error' ? 'alert' : 'status'}
      icon={<Icon size={20} />}
      title={kept.title}
      withCloseButton
      closeButtonLabel="Close this notice"
      onClose={() => setKept(undefined)}
    >
      {kept.message}
      <Actions actions={kept.actions ?? []} />
    </Alert>
  );
}

/** The first is what most people want. */
function Actions({ actions }: { readonly actions: readonly LinkView[] }) {
  if (actions.length === 0) return null;
  return (
    <div className={styles.buttons}>
      {actions.map(({ label, url }, index) => (
        <Button key={url} component="a" size="sm" variant={index === 0 ? 'filled' : 'default'} href={url}>
          {label}
        </Button>
      ))}
    </div>
  );
}
