import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { helpTopics } from './help-plugin.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), helpTopics()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The page's policy allows files of its own origin only: nothing may be inlined as data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One page of one product: a single file of about 200 KB (gzip) is quicker than several.
    chunkSizeWarningLimit: 700,
  },
});
