// Settings: defaults for the next recording, the appearance of the app, paired browsers, and irreversible actions.

import { get } from "../api.js";
import { html } from "../html.js";
import { useLoaded } from "../loaded.js";
import { DeleteAccount } from "../settings/delete-account.js";
import { DeleteSessions } from "../settings/delete-sessions.js";
import { PairedBrowsers } from "../settings/paired-browsers.js";
import { Choices, Preferences } from "../settings/preferences.js";
import { Storage } from "../settings/storage.js";
import { setTheme, theme } from "../state.js";
import { Failure, Page } from "../ui/page.js";
import { Part } from "../ui/part.js";
import "../account/account-styles.js";

const THEMES = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

export default function SettingsPage() {
  const { data, error, reload } = useLoaded((signal) => get("/settings", { signal }), []);
  const { data: usage, error: noUsage, reload: reloadUsage } = useLoaded((signal) => get("/usage", { signal }), []);
  return html`<${Page} title="Settings">
    ${data ? html`<${Preferences} kept=${data} />` : error ? html`<${Failure} title="The settings could not be loaded" error=${error} retry=${reload} />` : html`<div class="skeleton tall" role="status"><span class="visually-hidden">Loading…</span></div>`}
    <${Part} id="look" title="Appearance" lead="Kept in this browser.">
      <${Choices} legend="Colours" name="look" options=${THEMES} chosen=${theme.value} onChoose=${setTheme} />
    <//>
    <${Part} id="paired" title="Paired browsers" lead="Browsers whose extension has access to your account."><${PairedBrowsers} /><//>
    <${Part} id="storage" title="Storage" lead="What your sessions take on the server."><${Storage} usage=${usage} error=${noUsage} /><//>
    <${Part} id="danger" title="Deleting" lead="It cannot be undone." danger>
      <${DeleteSessions} total=${usage?.sessions} onDeleted=${reloadUsage} />
      <${DeleteAccount} />
    <//>
  <//>`;
}
