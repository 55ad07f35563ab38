// Stores local storage and IndexedDB of one origin in a page of it, from the form in which Playwright saves them
// (https://playwright.dev/docs/api/class-browsercontext#browser-context-storage-state).

// oxlint-disable-next-line no-unused-vars -- storage_state.py calls it
async function restoreStorage(saved) {
  if (location.origin !== new URL(saved.origin).origin) throw new Error(`the browser is at ${location.origin}`);
  for (const { name, value } of saved.localStorage ?? []) localStorage.setItem(name, value);
  await Promise.all((saved.indexedDB ?? []).map(restoreDatabase));
}

async function restoreDatabase({ name, version, stores }) {
  const opening = indexedDB.open(name, version);
  opening.addEventListener("upgradeneeded", () => createStores(opening.result, stores));
  const database = await finished(opening, "success");
  if (stores.length > 0) {
    const transaction = database.transaction(database.objectStoreNames, "readwrite");
    for (const store of stores)
      for (const record of store.records)
        transaction.objectStore(store.name).add(decoded(record, "value"), decoded(record, "key"));
    await finished(transaction, "complete");
  }
  database.close();
}

function createStores(database, stores) {
  for (const { name, keyPath, keyPathArray, autoIncrement, indexes } of stores) {
    const store = database.createObjectStore(name, { keyPath: keyPathArray ?? keyPath, autoIncrement });
    for (const index of indexes) store.createIndex(index.name, index.keyPathArray ?? index.keyPath, index);
  }
}

function finished(request, event) {
  return new Promise((resolve, reject) => {
    request.addEventListener(event, () => resolve(request.result));
    for (const failure of ["error", "abort", "blocked"])
      request.addEventListener(failure, () => reject(request.error ?? new Error(failure)));
  });
}

/** A record's value or key. Those that JSON cannot hold are encoded. */
function decoded(record, name) {
  return name in record ? record[name] : decode(record[`${name}Encoded`], new Map());
}

const OWN = { enumerable: true, configurable: true, writable: true };

/** `known` has the objects that were decoded before, by their ids. */
function decode(value, known) {
  if (typeof value !== "object" || value === null) return value;
  if ("ref" in value) return known.get(value.ref);
  if ("v" in value) return { null: null, NaN, Infinity, "-Infinity": -Infinity, "-0": -0 }[value.v];
  if ("d" in value) return new Date(value.d);
  if ("bi" in value) return BigInt(value.bi);
  if ("e" in value) return Object.assign(new Error(value.e.m), { name: value.e.n, stack: value.e.s });
  if ("r" in value) return new RegExp(value.r.p, value.r.f);
  if ("ab" in value) return bytes(value.ab.b);
  if ("ta" in value) return typedArray(value.ta);
  const container = "a" in value ? [] : "m" in value ? new Map() : "s" in value ? new Set() : {};
  known.set(value.id, container);
  for (const item of value.a ?? []) container.push(decode(item, known));
  for (const item of value.s ?? []) container.add(decode(item, known));
  for (const { k, v } of value.m ?? []) container.set(decode(k, known), decode(v, known));
  for (const { k, v } of value.o ?? [])
    Object.defineProperty(container, k, { value: decode(v, known), ...OWN }); // also for `__proto__`
  return container;
}

function typedArray({ k: kind, b: base64 }) {
  const types = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
  types.push(Float32Array, Float64Array, BigInt64Array, BigUint64Array);
  const names = ["i8", "ui8", "ui8c", "i16", "ui16", "i32", "ui32", "f32", "f64", "bi64", "bui64"];
  return new types[names.indexOf(kind)](bytes(base64));
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}
