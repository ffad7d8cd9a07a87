import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/**
 * Two sides, two colours: `clio` (left, the book of record) and `tide` (right); what is linked wears both.
 * Every text colour below reaches 4.5 : 1 on every surface it is used on; the browser test checks it with axe.
 */
export const theme = createTheme({
  primaryColor: 'clio',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: 'clamp(1.6rem, 1.3rem + 1.4vw, 2.1rem)', lineHeight: '1.2' },
      h2: { fontSize: '1.2rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  colors: {
    dark: [
      '#edeef2',
      '#c3c8d4',
      '#a9afbd',
      '#7d8494',
      '#4f5565',
      '#343946',
      '#20242d',
      '#1a1d25',
      '#14161d',
      '#0e1016',
    ],
    clio: [
      '#f0f2fd',
      '#dfe4f9',
      '#bfc8f1',
      '#9dabe9',
      '#7f91e1',
      '#6479d9',
      '#4f65cf',
      '#3c50b4',
      '#303f92',
      '#232e6b',
    ],
    tide: [
      '#e7f7f4',
      '#cdece7',
      '#9cd9cf',
      '#69c5b7',
      '#3fb2a2',
      '#1f9d8d',
      '#12857a',
      '#0c6b63',
      '#09544e',
      '#063c38',
    ],
  },
});

/** Mantine's own dimmed and error texts are too pale for 4.5 : 1. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-default-border': 'var(--line-strong)',
  },
  dark: {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-border': 'var(--line-strong)',
  },
});
