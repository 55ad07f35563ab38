// Stylesheets of a page that are not needed on the first one: a page's module waits for them before it is shown.

/** @param {string} name of a file in /web/css @returns {Promise<unknown>} */
export function styles(name) {
  return new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `/web/css/${name}`;
    link.addEventListener("load", done);
    link.addEventListener("error", done); // without its looks a page still says what it has to say
    document.head.append(link);
  });
}
