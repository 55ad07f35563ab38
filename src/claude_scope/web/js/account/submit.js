// Submits a form: one request at a time, with errors shown at their fields.

import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api.js";

/** @typedef {Record<string, string>} Problems by field; "" for those that belong to no field of the form */

/** Errors in the fields, found before anything is sent. */
export class Wrong extends Error {
  /** @param {Problems} problems */
  constructor(problems) {
    super(Object.values(problems).join(" "));
    this.problems = problems;
  }
}

/** @param {(values: Record<string, string>) => Promise<void>} send throws Wrong, or ApiError
 * @param {string[]} fields that show their own problems */
export function useSubmit(send, fields) {
  const [state, setState] = useState({ busy: false, problems: /** @type {Problems} */ ({}) });
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  useEffect(() => {
    /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector("[aria-invalid]"))?.focus();
  }, [state.problems]);

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (state.busy || !form.current) return;
    const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form.current)));
    setState({ busy: true, problems: {} });
    try {
      await send(values);
      setState({ busy: false, problems: {} });
    } catch (error) {
      setState({ busy: false, problems: problemsOf(/** @type {Error} */ (error), fields) });
    }
  };
  return { form, submit, ...state };
}

/** "email: it is not an address" belongs to the field `email`, and "password has to have ..." to `password`.
 * @param {Error} error @param {string[]} fields @returns {Problems} */
export function problemsOf(error, fields) {
  if (error instanceof Wrong) return error.problems;
  /** @type {Problems} */
  const found = {};
  for (const message of error instanceof ApiError ? error.messages : [error.message]) {
    const field = fields.find((name) => message.startsWith(`${name}:`) || message.startsWith(`${name} `)) ?? "";
    const said = message.startsWith(`${field}:`) && field ? sentence(message.slice(field.length + 1).trim()) : sentence(message);
    found[field] = found[field] ? `${found[field]} ${said}` : said;
  }
  return found;
}

const sentence = (/** @type {string} */ text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
