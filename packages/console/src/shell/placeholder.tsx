import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The shape of a page while it is being read. */
export function PagePlaceholder() {
  return (
    <Stack gap="lg" aria-busy>
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton height={36} width="min(22rem, 80%)" />
      <Skeleton height={18} width="min(34rem, 95%)" />
      <Skeleton height={170} radius="lg" />
      <Skeleton height={170} radius="lg" />
    </Stack>
  );
}

/** The shape of a list while it is being read. */
export function RowsPlaceholder({ rows = 5 }: { readonly rows?: number }) {
  return (
    <Stack gap="xs" p="md" aria-busy>
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => `row ${index}`).map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </Stack>
  );
}
