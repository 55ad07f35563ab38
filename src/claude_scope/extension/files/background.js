// The service worker: it keeps nothing in memory, since the browser ends it after 30 seconds of rest.
