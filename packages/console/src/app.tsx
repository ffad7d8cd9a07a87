import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ApiError } from './api/client.ts';
import { sessionKey } from './api/keys.ts';
import { usePath } from './routing/location.ts';
import { parseRoute } from './routing/routes.ts';
import { Pages } from './shell/pages.tsx';
import { resolveVariables, theme } from './theme.ts';

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignedOut }),
  mutationCache: new MutationCache({ onError: noteSignedOut }),
  defaultOptions: {
    queries: { retry: shouldAskAgain, retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000), staleTime: 500 },
    // A change is sent even when the browser believes to be offline: the answer says what is wrong.
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Pages route={parseRoute(usePath())} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Where nobody is signed in any more, the session says so, and the first page knows how to sign in and come back. */
function noteSignedOut(error: Error): void {
  if (error instanceof ApiError && error.status === 401)
    queries.invalidateQueries({ queryKey: sessionKey }).catch(() => undefined);
}

/** What Concord refused stays refused; what did not arrive is worth two more tries. */
function shouldAskAgain(failures: number, error: Error): boolean {
  const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !isRefused && failures < 2;
}
