// The types of recording/secrets.js, which extension/generated.py writes.
export const MASK: string;
export const SHAPE: string;
export const PARAMETERS: Set<string>;
export const WORDS: Set<string>;
export const isSecretLabel: (words: string) => boolean;
