// Finds texts that repeat the value of a secret field, also while it is being typed. The host finds the same in what is
// written (repeats.py); here it is found to say where on the screen such texts stand.
() => {
  const PART = 4; // letters; fewer are part of many words
  const ALONE = 6; // a part of so many letters counts within a word too
  const MOST = 50;
  const MAX_CHARS = 200;
  const isLetter = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

  const values = [];
  const shorts = new Set(); // values of less than PART letters: they count as the whole of a text
  let anyPart = null;

  const isPart = (text) => {
    for (let i = 0; i < values.length; i++) if (values[i].includes(text)) return true;
    return false;
  };

  return {
    isEmpty: () => !values.length && !shorts.size,
    add(value) {
      if (value.length < PART) return void shorts.add(value.trim());
      const cut = value.slice(0, MAX_CHARS);
      if (values.length && cut.startsWith(values[values.length - 1])) values.length--; // it is still being typed
      if (isPart(cut) || values.length >= MOST) return;
      values[values.length] = cut;
      const parts = new Set();
      for (const one of values) for (let i = 0; i + PART <= one.length; i++) parts.add(escaped(one.slice(i, i + PART)));
      anyPart = new RegExp([...parts].join("|"), "g");
    },
    in(text) {
      if (shorts.has(text.trim())) return true;
      if (!anyPart) return false;
      anyPart.lastIndex = 0;
      for (let match = anyPart.exec(text); match; match = anyPart.exec(text)) {
        const start = match.index;
        let end = start + PART;
        while (end < text.length && isPart(text.slice(start, end + 1))) end++;
        if (end - start >= ALONE || !(isLetter(text[start - 1]) || isLetter(text[end]))) return true;
        anyPart.lastIndex = end;
      }
      return false;
    },
  };
}
