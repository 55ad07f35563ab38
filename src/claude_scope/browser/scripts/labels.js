// Decides whether a field's label names a secret. Compiling the pattern of all names takes a fifth of a second, so it
// is split by the first letters of the names, and only the parts that a label could match are compiled.
(source) => {
  const { parse } = JSON;
  let all = null; // the parts, once there is a field
  let isLetter = null;
  const compiled = new Map(); // parts of the pattern -> regular expressions
  const verdicts = new Map(); // labels -> whether they name a secret
  const MOST_VERDICTS = 1_000;

  const finds = (part, isInner, words) => {
    const { before, after, letter } = all;
    if (!compiled.has(part)) {
      const names = `${isInner ? "" : `(?<![${letter}])`}${part.replaceAll("~", letter)}`;
      compiled.set(part, { names, alone: new RegExp(names, "iu"), whole: null });
    }
    const pattern = compiled.get(part);
    if (!pattern.alone.test(words)) return false;
    pattern.whole ||= new RegExp(`${before}${pattern.names}${after}`, "iu");
    return pattern.whole.test(words);
  };

  const isNamed = (words) => {
    all ||= parse(source);
    isLetter ||= new RegExp(`[${all.letter}]`, "u");
    const low = Array.from(words, (word) => word.toLowerCase().normalize("NFD")[0]);
    const tried = new Set();
    const matches = (parts, isInner, i) => {
      for (const key of [low[i] + (low[i + 1] || ""), low[i]]) {
        const part = Object.hasOwn(parts, key) ? parts[key] : "";
        if (!part || tried.has(part)) continue;
        tried.add(part);
        if (finds(part, isInner, words)) return true;
      }
      return false;
    };
    for (let i = 0; i < low.length; i++) {
      if (matches(all.free, true, i)) return true;
      if (!(i && isLetter.test(low[i - 1])) && matches(all.begins, false, i)) return true;
    }
    return false;
  };

  return (words) => {
    if (!verdicts.has(words)) {
      if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
      verdicts.set(words, isNamed(words));
    }
    return verdicts.get(words);
  };
}
