// Changes the password. This signs out all other devices; this one continues with a new token.

import { post } from "../api.js";
import { html } from "../html.js";
import { signIn, toast, user } from "../state.js";
import { Password, Problem, refusal, Whose } from "./fields.js";
import { useSubmit, Wrong } from "./submit.js";

export function PasswordChange() {
  const { form, submit, busy, problems } = useSubmit(
    async ({ currentPassword, newPassword }) => {
      const wrong = {
        ...(currentPassword ? {} : { currentPassword: "Give the password of now." }),
        ...(refusal(newPassword) ? { newPassword: refusal(newPassword) } : {}),
      };
      if (Object.keys(wrong).length) throw new Wrong(wrong);
      signIn(await post("/auth/password", { currentPassword, newPassword }));
      form.current?.reset();
      toast("The password is changed. Other devices are signed out.");
    },
    ["currentPassword", "newPassword"],
  );
  const notIt = problems[""]?.startsWith("This is not the account's password");
  return html`<form class="form" ref=${form} onSubmit=${submit} noValidate>
    <${Whose} email=${user.value?.email} />
    <${Password} name="currentPassword" label="Current password" autocomplete="current-password" problem=${problems.currentPassword ?? (notIt ? problems[""] : undefined)} />
    <${Password} name="newPassword" label="New password" autocomplete="new-password" problem=${problems.newPassword} hint="At least 8 characters, of any kind." />
    <${Problem} text=${notIt ? undefined : problems[""]} />
    <div><button class="button" aria-disabled=${busy}>${busy ? "Changing…" : "Change password"}</button></div>
  </form>`;
}
