// The model providers.

/** @typedef {{id: string, provider: string, label: string, baseUrl: string | null, maskedKey: string, model: string, active: boolean}} Credential */

/** @type {Record<string, {name: string, at: string, key: string}>} */
export const PROVIDERS = {
  anthropic: { name: "Anthropic", at: "https://api.anthropic.com", key: "sk-ant-…" },
  openai: { name: "OpenAI", at: "https://api.openai.com/v1", key: "sk-…" },
  google: { name: "Google", at: "https://generativelanguage.googleapis.com", key: "AIza…" },
  "openai-compatible": { name: "OpenAI-compatible server", at: "", key: "" },
};

/** @param {Credential} credential */
export function nameOf({ label, provider }) {
  return label || PROVIDERS[provider]?.name || provider;
}
